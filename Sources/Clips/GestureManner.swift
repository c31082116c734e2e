import Signals

/// How a body in one mood moves, whatever it does: stance, tempo, breath, rhythm.
public struct GestureManner: Sendable, Equatable, Decodable {
    /// The posture from which its gestures begin.
    public var stance: GesturePosture
    /// How its gestures come to a key that does not say so.
    public var ease: GestureKey.Ease
    /// The slowest and the fastest beat, a minute.
    public var tempo: ClosedRange<Double>
    /// Beats from the end of one gesture to the beginning of another.
    public var join: Double
    /// How much lower the hips are on the beat than off it, in torsos.
    public var bounce: Double
    /// How far the hips go from side to side in two beats, in torsos.
    public var sway: Double
    /// How high a foot is lifted that steps on the spot, one on each beat, in torsos.
    public var march: Double
    /// Degrees by which the shoulders turn from side to side in two beats, and the arms with them.
    public var groove: Double
    /// How deep a breath is: degrees that it raises the shoulders.
    public var breath: Double
    /// Breaths a minute.
    public var breaths: Double
    /// Seconds by which a hand follows the trunk.
    public var lag: Double
    /// Degrees by which the body wanders by itself.
    public var wander: Double
    /// Degrees by which hands and head shake.
    public var tremor: Double
    /// Seconds of one step.
    public var step: Double

    private static let numbers = [
        "tempo", "join", "bounce", "sway", "march", "groove", "breath", "breaths", "lag", "wander",
        "tremor", "step",
    ]

    /// Reads one mood of `manners.json`; throws `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: GestureWord.self)
        let words = Set(Self.numbers + ["ease", "stance"])
        for key in values.allKeys where !words.contains(key.stringValue) {
            throw values.wrong(key, "no manner has this")
        }
        let posture = try values.nestedContainer(
            keyedBy: GestureWord.self, forKey: GestureWord("stance"))
        stance = GesturePosture().changed(by: try .init(posture, beside: []))
        ease = try values.choice(GestureKey.Ease.self, "ease")
        let tempi = try values.decode([Double].self, forKey: GestureWord("tempo"))
        guard tempi.count == 2, tempi[0] <= tempi[1], tempi[0] >= 30, tempi[1] <= 240 else {
            throw values.wrong(
                GestureWord("tempo"), "expected the slowest and the fastest beat, 30 to 240")
        }
        tempo = tempi[0]...tempi[1]
        join = try values.number("join", 0.5...8)
        bounce = try values.number("bounce", 0...0.3)
        sway = try values.number("sway", 0...0.4)
        march = try values.number("march", 0...0.4)
        groove = try values.number("groove", 0...30)
        breath = try values.number("breath", 0...20)
        breaths = try values.number("breaths", 4...60)
        lag = try values.number("lag", 0...0.4)
        wander = try values.number("wander", 0...10)
        tremor = try values.number("tremor", 0...5)
        step = try values.number("step", 0.2...1.5)
    }
}
