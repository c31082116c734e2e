import Foundation
import Signals

/// Changes of speed and size that windows are drawn with, so that every clip is learned in many tempos
/// and by many bodies.
public struct MotionVariation: Sendable, Equatable {
    /// The largest change of speed, as a share: 0.25 is from a quarter quicker to as much slower.
    public var speed = 0.0
    /// The largest change of size, as a share.
    public var scale = 0.0

    /// No change.
    public init() {}

    /// One change, drawn evenly between the logarithms of the bounds; what is not varied draws nothing.
    func draw(using random: inout SeededRandom) -> Change {
        func factor(_ share: Double) -> Float {
            guard share > 0 else { return 1 }
            return Float(exp((2 * random.uniform() - 1) * log(1 + share)))
        }
        return Change(speed: factor(speed), scale: factor(scale))
    }

    /// One window's change.
    struct Change: Equatable {
        /// How many times as fast.
        var speed: Float = 1
        /// How many times as large.
        var scale: Float = 1

        /// How many poses a window of `count` is made from.
        func source(of count: Int) -> Int {
            speed == 1 ? count : Int((Float(count - 1) * speed).rounded(.up)) + 1
        }

        /// The first `count` poses of the motion as they are after the change.
        func applied(to motion: MotionTake, count: Int) -> MotionTake {
            guard self != Change() else { return motion.part(0..<count) }
            var changed = motion
            let places = (0..<count).map { Float($0) * speed }
            let width = MotionTake.width
            changed.joints = places.flatMap { place in
                (0..<width).map { joint in
                    between(place, of: motion.count) { motion.joints[$0 * width + joint] } * scale
                }
            }
            changed.height = places.map { place in
                between(place, of: motion.count) { SIMD3(motion.height[$0], 0, 0) }.x * scale
            }
            changed.velocity = places.map { place in
                between(place, of: motion.count) { motion.velocity[$0] } * (speed * scale)
            }
            return changed
        }

        /// The value at a place between poses, by the cubic of Catmull and Rom, which keeps speeds
        /// where a straight line would cut every corner.
        private func between(
            _ place: Float, of count: Int, _ value: (Int) -> SIMD3<Float>
        ) -> SIMD3<Float> {
            let pose = min(Int(place), count - 1)
            let t = min(1, place - Float(pose))
            func at(_ index: Int) -> SIMD3<Float> { value(min(max(index, 0), count - 1)) }
            let (a, b, c, d) = (at(pose - 1), at(pose), at(pose + 1), at(pose + 2))
            let slope = c - a
            let bend = 2 * a - 5 * b + 4 * c - d
            let twist = 3 * (b - c) + d - a
            return b + (slope * t + bend * (t * t) + twist * (t * t * t)) * 0.5
        }
    }
}
