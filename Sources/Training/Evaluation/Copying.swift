import Motion
import Signals

/// How near to the motion that was learned from: a dancer that replays it is no dancer.
struct Copying: Sendable {
    private let learned: [Float]

    /// All one-second windows of the takes, 10 poses apart, from five sides and in the mirror.
    init(of takes: [MotionTake]) {
        var shapes = WindowShapes()
        for take in takes {
            let sides: [Float] = take.isFlat ? [0] : [-0.7, -0.35, 0, 0.35, 0.7]
            for yaw in sides {
                for mirrored in [false, true] {
                    let run = PoseRun(take.projected(yaw: yaw, mirrored: mirrored))
                    for start in run.starts(of: WindowShapes.length, hop: 10) {
                        shapes.add(run.numbers, at: start)
                    }
                }
            }
        }
        learned = shapes.numbers
    }

    /// The mean distance to the nearest learned window, in torsos, of each mood.
    func distances(_ set: MotionSet, hop: Int = 150) -> [Emotion: Double] {
        let others = WindowShapes(learned)
        var distances: [Emotion: Double] = [:]
        for emotion in set.emotions {
            var shapes = WindowShapes()
            for run in set.runs[emotion] ?? [] {
                for start in run.starts(of: WindowShapes.length, hop: hop) {
                    shapes.add(run.numbers, at: start)
                }
            }
            let nearest = shapes.nearest(in: others)
            guard !nearest.isEmpty else { continue }
            distances[emotion] = nearest.reduce(0) { $0 + Double($1) } / Double(nearest.count)
        }
        return distances
    }
}
