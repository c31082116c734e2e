import Foundation
import Signals

/// What the dancer's body does to the world: where it is, and its strikes and bursts.
struct Gestures {
    /// Seconds that run faster in excitement; what moves in a backdrop moves by these.
    private(set) var flow = 0.0
    /// 1 at a strike of the body, then fading to 0 within half a second.
    private(set) var strike = 0.0
    /// Seconds since something was last thrown outwards; never less than a second between throws.
    private(set) var sinceBurst = 10.0
    /// The dancer's energy, evened out over a third of a second.
    private(set) var energy = 0.0
    /// Messages a second, evened out over two seconds.
    private(set) var chatRate = 0.0
    private var sinceStrike = 10.0

    /// The shortest time between two throws, in seconds.
    static let shortestRest = 1.6

    /// Moves on to a scene that comes `seconds` after the last.
    mutating func follow(_ scene: Scene, arousal: Double, seconds: Double) {
        flow += seconds * (0.45 + 0.9 * arousal)
        strike *= exp(-seconds / 0.18)
        sinceStrike += seconds
        sinceBurst += seconds
        // A strike is a jump of energy above its own recent level.
        if scene.energy > energy + 0.25, sinceStrike > 0.7 {
            strike = 1
            sinceStrike = 0
        }
        let rests = max(Gestures.shortestRest, 3.4 - 1.8 * arousal)
        if sinceBurst > rests || (strike == 1 && sinceBurst > Gestures.shortestRest) {
            sinceBurst = 0
        }
        energy += (scene.energy - energy) * (1 - exp(-seconds / 0.33))
        chatRate += (scene.chatRate - chatRate) * (1 - exp(-seconds / 2))
    }
}
