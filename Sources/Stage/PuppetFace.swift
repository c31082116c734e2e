import Foundation
import Signals

/// The face's numbers now: the emotions' faces mixed by the dancer's mood, blinking and looking.
struct PuppetFace {
    private let faces: [PuppetRig.Face]
    private let rule: PuppetRig.Blink
    private var random: SeededRandom
    private var untilBlink: Double
    private var sinceBlink = 10.0
    private var slowTurn: Float?

    /// How far the lids are shut, 0 to 1.
    private(set) var blink: Float = 0
    /// Where the pupils look, -1 to 1 across; they lead a turn of the head.
    private(set) var gaze: Float = 0

    init(_ rig: PuppetRig, random: SeededRandom) {
        faces = rig.faces
        rule = rig.blink
        self.random = random
        untilBlink = PuppetFace.pause(rule, &self.random)
    }

    private static func pause(_ rule: PuppetRig.Blink, _ random: inout SeededRandom) -> Double {
        let span = rule.every.upperBound - rule.every.lowerBound
        return rule.every.lowerBound + span * random.uniform()
    }

    /// The emotions' faces mixed by weight; a strong feeling shows more than its share.
    func mixed(_ mood: Mood) -> PuppetRig.Face {
        let strengths = mood.weights.map { $0 * $0.squareRoot() }
        let total = strengths.reduce(0, +)
        let mix = { (number: (PuppetRig.Face) -> Double) in
            zip(faces, strengths).reduce(0) { $0 + number($1.0) * $1.1 } / total
        }
        return PuppetRig.Face(
            browAngle: mix(\.browAngle), browHeight: mix(\.browHeight),
            browCurve: mix(\.browCurve), lid: mix(\.lid), squint: mix(\.squint),
            pupil: mix(\.pupil), mouthCurve: mix(\.mouthCurve), mouthOpen: mix(\.mouthOpen),
            mouthWidth: mix(\.mouthWidth), cheek: mix(\.cheek), tear: mix(\.tear))
    }

    /// Moves on by some seconds.
    mutating func follow(turn: Float, mood: Mood, seconds: Double) {
        sinceBlink += seconds
        untilBlink -= seconds
        if untilBlink <= 0 {
            sinceBlink = 0
            // Oftener in fear, more rarely in anger.
            let calm = 1 - 0.5 * mood[.fear] + 0.6 * mood[.anger]
            untilBlink = PuppetFace.pause(rule, &random) * calm
        }
        let phase = sinceBlink / rule.seconds
        blink = phase < 1 ? Float(sin(.pi * phase)) : 0
        let slow = slowTurn ?? turn
        let eased = slow + (turn - slow) * Float(1 - exp(-seconds / 0.1))
        slowTurn = eased
        gaze = min(max(0.6 * turn + 2.5 * (turn - eased), -1), 1)
    }
}
