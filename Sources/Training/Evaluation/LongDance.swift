import Foundation
import Motion
import Signals

/// What is kept of a dance of many minutes.
struct LongDance: Sendable {
    /// What is kept of a minute.
    struct Minute: Sendable {
        /// Mean speed of the keypoints about the hips, in torsos a pose.
        var speed: Double
        /// How far the keypoints go from their mean places: the root mean square, in torsos.
        var spread: Double
        /// Mean length of spine, arms and legs on the picture, in torsos.
        var bones: Double
        /// Poses with a number that is not finite.
        var brokenPoses: Int

        /// The measures of a minute's poses.
        init(_ run: PoseRun) {
            speed = Double(run.meanSpeed)
            bones = BoneMeasures.length(run)
            let mean = run.meanPose
            var squares = 0.0
            var broken = 0
            for pose in 0..<run.count {
                let start = pose * PoseLayout.count
                var isFinite = true
                for i in 0..<PoseLayout.count {
                    let value = run.numbers[start + i]
                    isFinite = isFinite && value.isFinite
                    if i < PoseLayout.coordinates { squares += pow(Double(value - mean[i]), 2) }
                }
                if !isFinite { broken += 1 }
            }
            let count = Double(max(run.count * PoseLayout.joints.count, 1))
            spread = (squares / count).squareRoot()
            brokenPoses = broken
        }
    }

    /// The mood that it is danced in.
    let emotion: Emotion
    /// Its minutes.
    private(set) var minutes: [Minute] = []
    /// The way of the keypoints from pose to pose, in torsos, all along.
    private(set) var speeds: [Float] = []
    /// Its first two minutes.
    private(set) var beginning: [Float] = []
    /// How often it was set back into real motion.
    var guardActions = 0

    init(emotion: Emotion) { self.emotion = emotion }

    /// Takes the next minute; the way between two minutes' poses is not counted.
    mutating func take(minute run: PoseRun) {
        minutes.append(Minute(run))
        speeds += run.speeds
        if minutes.count <= 2 { beginning += run.numbers }
    }
}

extension [LongDance] {
    /// The first two minutes, by mood.
    var beginnings: MotionSet {
        MotionSet(
            Dictionary(grouping: self, by: \.emotion).mapValues { $0.map { PoseRun($0.beginning) } }
        )
    }

    /// The last minute against the first, of each mood over all its dances: the ratio or one over it,
    /// whichever is larger, as slowing down is no better than speeding up.
    func change(_ part: (LongDance.Minute) -> Double) -> [Emotion: Double] {
        Dictionary(grouping: self, by: \.emotion).mapValues { dances in
            let first = dances.compactMap { $0.minutes.first.map(part) }.reduce(0, +)
            let last = dances.compactMap { $0.minutes.last.map(part) }.reduce(0, +)
            return Swift.max(last / first, first / last)
        }
    }

    /// Guard actions a minute of dance.
    var guardActionsPerMinute: Double {
        Double(reduce(0) { $0 + $1.guardActions })
            / Double(Swift.max(reduce(0) { $0 + $1.minutes.count }, 1))
    }

    /// Poses that are not finite.
    var brokenPoses: Int { reduce(0) { $0 + $1.minutes.reduce(0) { $0 + $1.brokenPoses } } }
}
