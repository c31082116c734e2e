import Foundation

/// Key poses as numbers at times, and the body between them.
struct GestureCurve: Sendable {
    /// One key pose in time.
    struct Key: Sendable {
        /// Seconds.
        var time: Double
        var ease: GestureKey.Ease
        var angles: BodyAngles
    }

    var keys: [Key]
    /// Seconds by which each number follows the hips.
    var delays: [Double]
    /// Seconds that a step takes at most.
    var step: Double
    private var slopes: [[Double]] = []
    private var steps: [Step] = []

    /// When and how each foot goes from one key to the next.
    private struct Step: Sendable {
        var left: ClosedRange<Double>
        var right: ClosedRange<Double>
        var leftLift = 0.0
        var rightLift = 0.0
    }

    init(keys: [Key], delays: [Double], step: Double) {
        precondition(keys.count > 1, "a curve needs two keys")
        self.keys = keys
        self.delays = delays
        self.step = step
        slopes = BodyAngles.Channel.allCases.map { slopes(of: $0.rawValue) }
        steps = keys.indices.dropLast().map(step(after:))
    }

    /// Slopes at the keys that never overshoot (Fritsch & Carlson 1980, "Monotone piecewise cubic
    /// interpolation", SIAM Journal on Numerical Analysis 17); 0 where a movement has a stop.
    private func slopes(of channel: Int) -> [Double] {
        let rises = zip(keys, keys.dropFirst()).map {
            ($1.angles.values[channel] - $0.angles.values[channel]) / ($1.time - $0.time)
        }
        return keys.indices.map { index in
            guard index > 0, index < rises.count, keys[index].ease == .smooth,
                keys[index + 1].ease == .smooth, rises[index - 1] * rises[index] > 0
            else { return 0 }
            return 2 * rises[index - 1] * rises[index] / (rises[index - 1] + rises[index])
        }
    }

    /// The body at a time, in seconds.
    func angles(at time: Double) -> BodyAngles {
        var angles = BodyAngles()
        for channel in BodyAngles.Channel.allCases {
            let place = time - delays[channel.rawValue]
            let segment = segment(at: place)
            angles[channel] = value(of: channel, at: place, in: segment)
        }
        return angles
    }

    private func segment(at time: Double) -> Int {
        var low = 0
        var high = keys.count - 2
        while low < high {
            let middle = (low + high + 1) / 2
            if keys[middle].time <= time { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private func value(of channel: BodyAngles.Channel, at time: Double, in segment: Int) -> Double {
        let (from, to) = (keys[segment], keys[segment + 1])
        let length = to.time - from.time
        let share = min(max((time - from.time) / length, 0), 1)
        let (a, b) = (from.angles[channel], to.angles[channel])
        switch channel {
        case .leftFootX, .leftFootZ, .leftFootTurn:
            return a + (b - a) * Self.eased(share, in: steps[segment].left, trim: 0.1)
        case .rightFootX, .rightFootZ, .rightFootTurn:
            return a + (b - a) * Self.eased(share, in: steps[segment].right, trim: 0.1)
        case .leftFootUp:
            return lifted(a, b, share, to.ease, steps[segment].left, steps[segment].leftLift)
        case .rightFootUp:
            return lifted(a, b, share, to.ease, steps[segment].right, steps[segment].rightLift)
        case .air:
            return Self.flight(from: a, to: b, share: share, seconds: length)
        case .leftBend, .rightBend:
            // An elbow bends before the hand is at the body and straightens after it has left, or
            // hands would go up and down at the ends of straight arms.
            let isSlow = to.ease == .smooth || to.ease == .drag
            let ends = slopes[channel.rawValue][segment...(segment + 1)]
            let early = isSlow && ends.allSatisfy { $0 == 0 } ? (b > a ? 1 : -1) : 0
            return between(a, b, Self.led(share, by: early), to.ease, channel, segment, length)
        default:
            return between(a, b, share, to.ease, channel, segment, length)
        }
    }

    private func between(
        _ a: Double, _ b: Double, _ share: Double, _ ease: GestureKey.Ease,
        _ channel: BodyAngles.Channel, _ segment: Int, _ length: Double
    ) -> Double {
        guard ease == .smooth else { return a + (b - a) * Self.warped(share, ease) }
        return Self.hermite(
            a, b, slopes[channel.rawValue][segment] * length,
            slopes[channel.rawValue][segment + 1] * length, share)
    }

    /// A share of time that is ahead of its time (1), on it (0) or behind it (-1).
    private static func led(_ share: Double, by early: Int) -> Double {
        switch early {
        case 1: 1 - pow(1 - share, 1.7)
        case -1: pow(share, 1.7)
        default: share
        }
    }

    private static func hermite(
        _ a: Double, _ b: Double, _ slopeA: Double, _ slopeB: Double, _ s: Double
    ) -> Double {
        let (s2, s3) = (s * s, s * s * s)
        return a * (2 * s3 - 3 * s2 + 1) + slopeA * (s3 - 2 * s2 + s) + b * (3 * s2 - 2 * s3)
            + slopeB * (s3 - s2)
    }

    /// From 0 to 1 with the least jerk (Flash & Hogan 1985, Journal of Neuroscience 5).
    private static func leastJerk(_ s: Double) -> Double {
        let s = min(max(s, 0), 1)
        return s * s * s * (10 - 15 * s + 6 * s * s)
    }

    private static func warped(_ share: Double, _ ease: GestureKey.Ease) -> Double {
        switch ease {
        case .smooth: leastJerk(share)
        case .hit: leastJerk((share - 1 + ease.part) / ease.part)
        case .snap: leastJerk(share / ease.part)
        case .drag: leastJerk(pow(share, 0.85))
        }
    }

    private static func eased(
        _ share: Double, in range: ClosedRange<Double>, trim: Double
    ) -> Double {
        let inside = (share - range.lowerBound) / (range.upperBound - range.lowerBound)
        return leastJerk((inside - trim) / (1 - 2 * trim))
    }

    /// A foot's height: from one key's to the other's, and an arc above where it steps.
    private func lifted(
        _ a: Double, _ b: Double, _ share: Double, _ ease: GestureKey.Ease,
        _ range: ClosedRange<Double>, _ lift: Double
    ) -> Double {
        let inside = (share - range.lowerBound) / (range.upperBound - range.lowerBound)
        let s = min(max(inside, 0), 1)
        return a + (b - a) * Self.warped(share, ease) + lift * 16 * s * s * (1 - s) * (1 - s)
    }

    /// Height in a jump, on the parabola of a fall; a torso is half a metre.
    private static func flight(from a: Double, to b: Double, share: Double, seconds: Double)
        -> Double
    {
        guard a != b else { return a }
        let fall = Self.fallingTime(abs(b - a))
        // Up: off the floor late. Down: at once.
        let passed = b > a ? (1 - share) * seconds : share * seconds
        let (top, bottom) = (max(a, b), min(a, b))
        let left = max(0, 1 - (passed / min(fall, seconds)) * (passed / min(fall, seconds)))
        return bottom + (top - bottom) * left
    }

    private static func fallingTime(_ height: Double) -> Double { (height / 9.81).squareRoot() }

    /// The share of the time after a key in which a jumping body's feet may move.
    private func whileOffTheFloor(_ index: Int) -> ClosedRange<Double> {
        let (from, to) = (keys[index], keys[index + 1])
        let fall = Self.fallingTime(abs(to.angles[.air] - from.angles[.air]))
        let share = min(0.95 * fall / (to.time - from.time), 1)
        guard share > 0 else { return 0...1 }
        return to.angles[.air] > from.angles[.air] ? (1 - share)...1 : 0...share
    }

    /// Which foot steps when: one after the other where both must, together in a jump.
    private func step(after index: Int) -> Step {
        let (from, to) = (keys[index], keys[index + 1])
        func way(_ channels: [BodyAngles.Channel]) -> SIMD3<Double> {
            [
                to.angles[channels[0]] - from.angles[channels[0]], 0,
                to.angles[channels[1]] - from.angles[channels[1]],
            ]
        }
        func turned(_ channels: [BodyAngles.Channel]) -> Double {
            abs(to.angles[channels[2]] - from.angles[channels[2]])
        }
        let (leftFoot, rightFoot) = (BodyAngles.leftFootChannels, BodyAngles.rightFootChannels)
        let (left, right) = (way(leftFoot), way(rightFoot))
        func lift(_ way: SIMD3<Double>, _ turned: Double) -> Double {
            guard way.length > 0.01 || turned > 1 else { return 0 }
            return 0.05 + min(way.length * 0.22, 0.2) + min(turned / 90, 1) * 0.05
        }
        let (leftLift, rightLift) = (lift(left, turned(leftFoot)), lift(right, turned(rightFoot)))
        let seconds = to.time - from.time
        // A foot that a key lifts by itself needs no arc; one in the air with the body neither.
        let isJump = from.angles[.air] > 0 || to.angles[.air] > 0
        func isLifted(_ channels: [BodyAngles.Channel]) -> Bool {
            isJump || max(from.angles[channels[3]], to.angles[channels[3]]) > 0.04
        }
        let whole = whileOffTheFloor(index)
        func range(_ channels: [BodyAngles.Channel]) -> ClosedRange<Double> {
            if isJump { return whole }
            let (a, b) = (from.angles[channels[3]], to.angles[channels[3]])
            // A foot that comes down is over its place before it is there; one that goes up, rises
            // before it goes.
            if isLifted(channels) { return a > b ? 0...0.72 : 0.28...1 }
            // A single step fills the end of its time.
            return max(0, 1 - step / seconds)...1
        }
        guard !isJump, leftLift > 0, rightLift > 0, !isLifted(leftFoot), !isLifted(rightFoot) else {
            return Step(
                left: range(leftFoot), right: range(rightFoot),
                leftLift: isLifted(leftFoot) ? 0 : leftLift,
                rightLift: isLifted(rightFoot) ? 0 : rightLift)
        }
        let both = min(1, 2 * step / seconds)
        let first = (1 - both)...(1 - both * 0.48)
        let second = (1 - both * 0.52)...1.0
        let isLeftFirst = isLeftFirst(from.angles, to.angles, left + right)
        return Step(
            left: isLeftFirst ? first : second, right: isLeftFirst ? second : first,
            leftLift: leftLift, rightLift: rightLift)
    }

    /// Sideways and in a turn the foot on that side goes first; forwards and back, the one behind.
    private func isLeftFirst(_ from: BodyAngles, _ to: BodyAngles, _ way: SIMD3<Double>) -> Bool {
        let axes = Rotation(turn: from[.turn])
        let turned = to[.turn] - from[.turn]
        if abs(turned) > 20 { return turned > 0 }
        let sideways = (way * axes.x).sum()
        let forwards = (way * axes.z).sum()
        if abs(sideways) > abs(forwards) { return sideways > 0 }
        let apart: SIMD3<Double> = [
            from[.leftFootX] - from[.rightFootX], 0, from[.leftFootZ] - from[.rightFootZ],
        ]
        return (apart * axes.z).sum() * forwards < 0
    }
}

extension GestureKey.Ease {
    /// The share of the time between two keys in which the body moves.
    var part: Double {
        switch self {
        case .smooth, .drag: 1
        case .hit: 0.7
        case .snap: 0.75
        }
    }
}
