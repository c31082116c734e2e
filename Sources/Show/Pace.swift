/// How fast a show runs.
public enum Pace: String, CaseIterable, Sendable {
    /// As the audience lives it: 30 poses a second of the clock on the wall.
    case live
    /// As fast as the machine can, for recordings; every picture is drawn, none is late.
    case fast
}
