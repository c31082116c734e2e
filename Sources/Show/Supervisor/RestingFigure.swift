import Foundation
import Signals
import Stage

/// What is seen while there is no dancer: the last pose eases into a body that stands and breathes,
/// and a dancer who comes back takes over from it without a jump.
struct RestingFigure {
    /// Seconds to come to rest, and to dance again.
    private static let settling = 1.5
    private static let rising = 0.8

    private var last: Pose?
    private var absentSince: Double?
    private var backSince: Double?

    /// The pose to show at `time` in seconds; `danced` itself in a show without faults.
    mutating func pose(danced: Pose?, at time: Double) -> Pose {
        guard let danced else {
            if absentSince == nil {
                // Away again before it had come back: from what is seen now.
                absentSince = time
                backSince = nil
            }
            return resting(at: time)
        }
        if absentSince != nil, backSince == nil { backSince = time }
        if let backSince {
            let share = Float((time - backSince) / Self.rising)
            if share < 1 { return resting(at: time).interpolated(to: danced, by: eased(share)) }
        }
        (absentSince, backSince, last) = (nil, nil, danced)
        return danced
    }

    private func resting(at time: Double) -> Pose {
        let age = time - (absentSince ?? time)
        let rest = breathing(at: age)
        guard let last else { return rest }
        let share = Float(age / Self.settling)
        return share < 1 ? last.interpolated(to: rest, by: eased(share)) : rest
    }

    /// A standing body where the dancer was: its chest rises every four seconds, its weight shifts.
    private func breathing(at age: Double) -> Pose {
        var pose = Pose.upright
        let breath = Float(sin(2 * .pi * age / 4))
        let sway = Float(sin(2 * .pi * age / 7))
        let place = last.map { $0[.midHip].confidence > 0 ? $0[.midHip].x : 0 } ?? 0
        for point in Body25.allCases where pose[point].confidence > 0 {
            // Feet stay; what is higher sways further.
            let height = max(0, -pose[point].y)
            pose[point].x += place + 0.02 * sway * height
            if height > 1.9 { pose[point].y -= 0.02 * breath * (height - 1.9) }
        }
        return pose
    }

    private func eased(_ share: Float) -> Float {
        let share = min(max(share, 0), 1)
        return share * share * (3 - 2 * share)
    }
}
