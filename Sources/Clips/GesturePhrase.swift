import Foundation
import Signals

/// Gestures of one mood put one after another: a dance phrase as key poses in time.
///
/// Every gesture is played with its own tempo, extent, asymmetry and side, and begins on a beat from
/// the mood's stance.
struct GesturePhrase: Sendable {
    private(set) var keys: [GestureCurve.Key] = []
    /// The time of each beat, in seconds.
    private(set) var beats: [Double] = []
    private let manner: GestureManner
    private var stance: GesturePosture
    private var origin = GestureOrigin()
    private var time = 0.0
    private let tempo: Double
    /// Beats that are left of the gesture before, after its last key.
    private var rest = 0.0

    /// A phrase of at least so many seconds.
    init(
        of gestures: [Gesture], in manner: GestureManner, seconds: Double,
        using random: inout SeededRandom
    ) {
        precondition(!gestures.isEmpty, "a phrase needs a gesture")
        self.manner = manner
        tempo =
            manner.tempo.lowerBound
            + (manner.tempo.upperBound - manner.tempo.lowerBound) * random.uniform()
        stance = manner.stance.extended(about: GesturePosture(), by: random.near(1, by: 0.12))
        add(stance, ease: .smooth, flourish: Flourish())
        var left: [Gesture] = []
        var last: Gesture?
        while time < seconds {
            // Every gesture once before any comes again, and none twice running.
            if left.isEmpty { left = gestures.shuffled(using: &random) }
            if left.count > 1, left.last == last { left.swapAt(0, left.count - 1) }
            guard let gesture = left.popLast() else { break }
            last = gesture
            let times = 1 + Int(random.uniform() * Double(gesture.repeats))
            var isMirrored = random.uniform() < 0.5
            for round in 0..<times {
                if round > 0, random.uniform() < 0.5 { isMirrored.toggle() }
                play(gesture, isMirrored: isMirrored, using: &random)
            }
        }
    }

    /// What is different each time a gesture is played.
    private struct Flourish {
        var extent = 1.0
        var leftArm = 1.0
        var rightArm = 1.0
    }

    private mutating func play(
        _ gesture: Gesture, isMirrored: Bool, using random: inout SeededRandom
    ) {
        let beat = 60 / tempo / random.near(1, by: 0.05)
        let flourish = Flourish(
            extent: random.near(1, by: 0.14), leftArm: random.near(1, by: 0.08),
            rightArm: random.near(1, by: 0.08))
        // The way from the last pose to this gesture's first.
        if keys.count > 1 || gesture.keys[0].change != .init() {
            advance(beats: max(manner.join, rest), beat: beat)
        }
        var posture = stance
        let start = time
        var now = 0.0
        for key in gesture.keys {
            posture = posture.changed(by: key.change)
            // Nobody is a clock: a key comes a little early or late, but the first on the beat.
            let late = key.beat > 0 ? random.near(0, by: 0.04) * beat : 0
            time = max(start + key.beat * beat + late, (keys.last?.time ?? 0) + 0.1)
            let played = isMirrored ? posture.mirrored : posture
            add(
                played, ease: key.ease ?? (key.beat == 0 ? .smooth : manner.ease),
                flourish: flourish)
            now = key.beat
        }
        for count in 0...Int(now) { addBeat(at: start + Double(count) * beat) }
        rest = gesture.beats - now
        let end = isMirrored ? posture.mirrored : posture
        // The next gesture begins half-way home, facing the audience, and steps bring it there.
        origin = origin.moved(left: end[.left], forward: end[.forward], turn: end[.turn])
        origin.x *= 0.4
        origin.z *= 0.4
        origin.turn = (origin.turn / 360).rounded() * 360
    }

    private mutating func advance(beats count: Double, beat: Double) {
        for index in 0..<max(1, Int(count.rounded())) { addBeat(at: time + Double(index) * beat) }
        time += count * beat
    }

    /// A key that comes early or late may leave two beats almost in one; the first of them counts.
    private mutating func addBeat(at time: Double) {
        if let last = beats.last, time - last < 0.25 { return }
        beats.append(time)
    }

    private mutating func add(
        _ posture: GesturePosture, ease: GestureKey.Ease,
        flourish: Flourish
    ) {
        let posture = posture.extended(about: stance, by: flourish.extent)
        var angles = posture.angles(from: origin)
        let rest = stance.angles(from: origin)
        for (channels, hand, own) in [
            (BodyAngles.leftArmChannels, posture.leftHand, flourish.leftArm),
            (BodyAngles.rightArmChannels, posture.rightHand, flourish.rightArm),
        ] {
            guard case .from = hand else { continue }
            // Downwards only half as much: a fist that should be far up may not come into the face.
            let extent = 1 + (flourish.extent * own - 1) * 0.7
            for channel in channels {
                angles[channel] = rest[channel] + (angles[channel] - rest[channel]) * extent
            }
        }
        if let last = keys.last {
            time = max(time, last.time + Self.shortestTime(from: last.angles, to: angles, ease))
        }
        keys.append(.init(time: time, ease: ease, angles: angles))
    }

    /// How fast a hand, a foot or the head may be, in torsos a second: a good punch.
    private static let fastest = 14.0

    /// The least time, in seconds, in which a body comes from one pose to another.
    private static func shortestTime(
        from: BodyAngles, to: BodyAngles, _ ease: GestureKey.Ease
    ) -> Double {
        let ways = zip(StickBody.points(from), StickBody.points(to)).map { ($1 - $0).length }
        // Movements of least jerk are at most 1.875 times as fast as their mean; the way of a hand
        // is an arc and longer than the straight line.
        return 1.875 * 1.25 * Double(ways.max() ?? 0) / (fastest * ease.part)
    }
}

extension SeededRandom {
    /// A number near another, at most so far from it; the middle is likeliest.
    mutating func near(_ middle: Double, by reach: Double) -> Double {
        middle + reach * (uniform() + uniform() - 1)
    }
}
