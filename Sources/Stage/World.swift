import Signals

/// The colours of one emotion: of the world behind, and of the puppet's paper.
///
/// Each shader in `Resources/backdrops` names the first three of its own row again.
struct World: Sendable {
    var deep: SIMD3<Float>
    var middle: SIMD3<Float>
    var light: SIMD3<Float>
    var paperA: SIMD3<Float>
    var paperB: SIMD3<Float>
    var accent: SIMD3<Float>

    private init(
        _ deep: UInt32, _ middle: UInt32, _ light: UInt32, _ paperA: UInt32, _ paperB: UInt32,
        _ accent: UInt32
    ) {
        self.deep = linear(deep)
        self.middle = linear(middle)
        self.light = linear(light)
        self.paperA = linear(paperA)
        self.paperB = linear(paperB)
        self.accent = linear(accent)
    }

    static let all: [World] = [
        World(0x1B0A0A, 0x7A1711, 0xE2442B, 0xF3D9B1, 0x2A1412, 0xFFB000),
        World(0x10160B, 0x4C5A1E, 0xA8A83C, 0xE8E2C4, 0x2B2A17, 0xC45AA8),
        World(0x05070D, 0x1A2340, 0x8FA3D1, 0xDCE4F5, 0x11162A, 0xF2F7FF),
        World(0x2A1A4A, 0xF08A4B, 0xFFE8A3, 0xFF6F59, 0x2D4A8A, 0xFFF6DC),
        World(0x1F2A30, 0x6E8791, 0xDCE6E6, 0xF2EDE3, 0x3B4A52, 0xE3A857),
        World(0x0B1420, 0x2F4A6B, 0x9DB7CF, 0xC9D6E2, 0x1A2736, 0x7FA8FF),
        World(0x14122B, 0x3E3AA8, 0xF6F1FF, 0xFFD23F, 0x2B1B5A, 0x35E0C2),
    ]

    /// The worlds mixed as light mixes, by the weights of a mood's strongest two.
    static func blended(_ shares: [Double]) -> World {
        var mixed = all[0]
        for path in World.colours {
            mixed[keyPath: path] = zip(all, shares).reduce(SIMD3<Float>.zero) {
                $0 + $1.0[keyPath: path] * Float($1.1)
            }
        }
        return mixed
    }

    /// A colour that stands for the emotion on a dark veil: the lightest saturated one of its own.
    var signal: SIMD3<Float> {
        let saturation = { (colour: SIMD3<Float>) in colour.max() - colour.min() }
        return [light, accent, paperA].max { saturation($0) < saturation($1) } ?? light
    }

    private static var colours: [WritableKeyPath<World, SIMD3<Float>>] {
        [\.deep, \.middle, \.light, \.paperA, \.paperB, \.accent]
    }
}

/// A colour written `0xRRGGBB` as linear light.
func linear(_ hex: UInt32) -> SIMD3<Float> {
    let channel = { (shift: UInt32) -> Float in
        let value = Float((hex >> shift) & 255) / 255
        // Gamma 2, as the shaders have it: near enough to sRGB's curve and much cheaper.
        return value * value
    }
    return SIMD3(channel(16), channel(8), channel(0))
}

/// Linear light as the picture stores it.
func stored(_ colour: SIMD3<Float>) -> SIMD3<Float> { colour.squareRoot() }

extension Mood {
    /// How much of each emotion's world is seen: the strongest two only, the second fading to
    /// nothing as a third draws level with it, so that worlds change places without a jump.
    var worldShares: [Double] {
        let order = Emotion.allCases.sorted { self[$0] > self[$1] }
        let third = self[order[2]]
        let first = self[order[0]] - third
        let second = self[order[1]] - third
        var shares = [Double](repeating: 0, count: Emotion.count)
        guard first + second > 1e-6 else {
            shares[order[0].index] = 1
            return shares
        }
        shares[order[0].index] = first / (first + second)
        shares[order[1].index] = second / (first + second)
        return shares
    }
}
