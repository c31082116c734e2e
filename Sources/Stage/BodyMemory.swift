import Foundation
import Signals

/// Keypoints as they are shown: one that is lost stays by its neighbour and fades, and comes back
/// softly, so that no limb jumps or blinks.
struct BodyMemory {
    /// Where each point was drawn last, and where the one it hangs on was then, if it was drawn.
    private var places = [(at: SIMD2<Float>, root: SIMD2<Float>?)?](
        repeating: nil, count: Body25.count)
    private var shown = [Float](repeating: 0, count: Body25.count)
    private var hasBegun = false

    /// Seconds in which two thirds of a fading, and of a coming back, are done.
    static let fading = 0.15
    static let returning = 0.06

    /// The pose to draw, `seconds` after the last; the first is taken as it is.
    mutating func follow(_ pose: Pose, seconds: Double) -> Pose {
        var drawn = pose
        for point in [Body25.midHip] + Body25.bones.map(\.child) {
            let seen = pose[point]
            let isSeen = seen.confidence > 0 && seen.x.isFinite && seen.y.isFinite
            let root = point.parent.map { drawn[$0] }.flatMap { root in
                root.confidence > 0 ? SIMD2(root.x, root.y) : nil
            }
            let index = point.rawValue
            let goal = isSeen ? min(seen.confidence, 1) : 0
            let pace = goal > shown[index] ? BodyMemory.returning : BodyMemory.fading
            let share = hasBegun ? Float(1 - exp(-max(seconds, 0) / pace)) : 1
            shown[index] += (goal - shown[index]) * share
            if !isSeen, shown[index] < 0.01 { shown[index] = 0 }
            let last = places[index]
            var place = isSeen ? SIMD2(seen.x, seen.y) : last?.at
            if !isSeen, let root, let lastRoot = last?.root { place? += root - lastRoot }
            places[index] = place.map { ($0, root) }
            if let place, shown[index] > 0 {
                drawn[point] = Keypoint(x: place.x, y: place.y, confidence: shown[index])
            } else {
                drawn[point] = .unseen
            }
        }
        hasBegun = true
        return drawn
    }
}
