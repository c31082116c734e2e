/// What a puppet's folder may hold at most, so that no file can stop a show.
enum PuppetLimits {
    /// Bytes of `puppet.json`.
    static let rigBytes = 1_000_000
    /// Bytes of an SVG file: a hand-drawn limb has a thousandth of it.
    static let svgBytes = 2_000_000
    /// Elements in an SVG file.
    static let svgElements = 5_000
    /// Elements that an SVG file uses again.
    static let svgUses = 100
    /// Bytes of a PNG file.
    static let pngBytes = 32_000_000
    /// Pixels a side of a PNG file.
    static let pngSide = 4096
    /// Limbs of a puppet.
    static let limbs = 96
    /// Drawings of a limb in one emotion, where they are taken at random.
    static let drawingsAtOnce = 8
    /// Texels a side of the texture that holds all drawings.
    static let atlasSide = 4096
}
