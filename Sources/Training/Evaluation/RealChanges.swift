import Motion
import Signals

extension RealMotion {
    /// Real motion of one mood joined to real motion of another: what a judge's own delay is measured
    /// on. The first pose of the new mood is `changeAt`; moods whose takes are all shorter than what
    /// is needed are left out.
    func changes(
        perPair: Int, changeAt: Int, changePoses: Int, seed: UInt64
    ) -> [(from: Emotion, to: Emotion, run: PoseRun)] {
        var random = SeededRandom(seed: seed)
        var changes: [(from: Emotion, to: Emotion, run: PoseRun)] = []
        for from in emotions {
            let before = training.takes(of: from).filter { $0.count >= changeAt }
            for to in emotions where to != from {
                let after = training.takes(of: to).filter { $0.count >= changePoses }
                guard !before.isEmpty, !after.isEmpty else { continue }
                for _ in 0..<perPair {
                    let one = before[random.below(before.count)]
                    let other = after[random.below(after.count)]
                    let start = random.below(one.count - changeAt + 1)
                    let next = random.below(other.count - changePoses + 1)
                    let joined = one.part(start..<(start + changeAt)).joined(
                        with: other.part(next..<(next + changePoses)), blend: training.blend)
                    let isFlat = one.isFlat || other.isFlat
                    let yaw = isFlat ? 0 : Float(2 * random.uniform() - 1) * training.widestYaw
                    changes.append((from, to, PoseRun(joined.projected(yaw: yaw, mirrored: false))))
                }
            }
        }
        return changes
    }
}
