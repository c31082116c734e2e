/// Keeps the world's light from rising fast, so that one which flashes as a whole never gets bright.
///
/// Light may fall at once but rises by no more than `fastestRise` a second, so three flashes of a
/// tenth of full luminance need at least a second, whatever a shader does. This is gentler than
/// `FlashLimiter`, which sees to the finished picture and to every part of it.
struct LightRise {
    /// Luminance (0 black, 1 white) gained a second at most.
    static let fastestRise = 0.3

    private var shown: Double?

    /// The gain, 0 to 1, for a backdrop of this mean luminance, `seconds` after the last one.
    mutating func gain(luminance: Double, seconds: Double) -> Double {
        // After a pause (a seek, a late picture) the eye has had no more time than a tenth of one.
        let rise = LightRise.fastestRise * min(max(seconds, 0), 0.1)
        let allowed = min(luminance, (shown ?? luminance) + rise)
        shown = allowed
        return luminance > 1e-6 ? allowed / luminance : 1
    }
}
