import Foundation
import Signals

/// A mood that follows another within about a second and a half, so that no world changes at once.
struct EasedMood {
    /// What is drawn now.
    private(set) var mood: Mood?
    private var previous: Mood?

    /// Seconds in which two thirds of each of the two followings are done; two in a row start and
    /// end gently, and after 1.5 s 90 % of a change is seen.
    static let pace = 0.385

    /// The mood to draw, `seconds` after the last one; the first is taken as it is.
    mutating func follow(_ target: Mood, seconds: Double) -> Mood {
        guard let mood, let previous else {
            self.mood = target
            self.previous = target
            return target
        }
        let share = 1 - exp(-max(seconds, 0) / EasedMood.pace)
        let near = previous.blended(with: target, by: share)
        let eased = mood.blended(with: near, by: share)
        self.previous = near
        self.mood = eased
        return eased
    }
}
