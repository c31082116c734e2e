/// When a stream's bitrate is lowered because its pictures do not get through, and raised again.
///
/// Time is counted in pictures of the show, so that the same losses lead to the same steps.
struct BitrateLadder: Sendable {
    /// Shares of the full bitrate, from the top down.
    static let steps = [1, 0.7, 0.5, 0.35, 0.25]

    /// What is to change.
    enum Move: Equatable { case none, down, up }

    let fullBits: Int
    let picturesPerSecond: Int
    private(set) var step = 0
    /// Pictures without a loss after which a step up is tried; doubled when that fails, up to 10 minutes.
    private(set) var patience: Int
    private let firstPatience: Int

    private var window: (picture: Int, dropped: Int)?
    private var calm = 0
    private var sinceUp: Int?

    /// A ladder that stands at its top.
    init(fullBits: Int, picturesPerSecond: Int, secondsToRise: Int) {
        self.fullBits = fullBits
        self.picturesPerSecond = picturesPerSecond
        firstPatience = secondsToRise * picturesPerSecond
        patience = firstPatience
    }

    /// Bits a second at the present step.
    var bits: Int { Int(Double(fullBits) * Self.steps[step]) }

    /// Takes in that picture `number` goes out and that `dropped` were lost since the beginning; says
    /// whether the bitrate changes now.
    mutating func note(picture number: Int, dropped: Int) -> Move {
        guard let begin = window else {
            window = (number, dropped)
            return .none
        }
        let length = number - begin.picture
        guard length >= Self.secondsPerWindow * picturesPerSecond else { return .none }
        window = (number, dropped)
        let lost = Double(dropped - begin.dropped) / Double(length)
        calm = lost < Self.harmlessLoss ? calm + length : 0
        sinceUp = sinceUp.map { $0 + length }
        if lost > Self.harmfulLoss { return stepDown() }
        if step > 0, calm >= patience { return stepUp() }
        return .none
    }

    /// The stream begins again: what was lost meanwhile says nothing about its bitrate.
    mutating func beginAgain() { window = nil }

    private mutating func stepDown() -> Move {
        if let sinceUp, sinceUp < firstPatience {
            patience = min(2 * patience, 600 * picturesPerSecond)
        }
        sinceUp = nil
        calm = 0
        guard step + 1 < Self.steps.count else { return .none }
        step += 1
        return .down
    }

    private mutating func stepUp() -> Move {
        if let sinceUp, sinceUp >= firstPatience { patience = firstPatience }
        step -= 1
        calm = 0
        sinceUp = 0
        return .up
    }

    private static let secondsPerWindow = 3
    /// A share of lost pictures that a viewer does not mind.
    private static let harmlessLoss = 0.01
    /// A share of lost pictures that means that the network, or the encoder, cannot follow.
    private static let harmfulLoss = 0.1
}
