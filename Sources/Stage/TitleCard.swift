import CGLES

/// The show's title, in the middle of the upper edge.
final class TitleCard {
    private let program: ShaderProgram
    private let quads = Quads()
    private let cache = TextCache()
    private let size: SIMD2<Float>

    init(width: Int, height: Int) throws {
        program = try StageFiles.program(vertex: "quads.vert", fragment: "words.frag")
        size = SIMD2(Float(width), Float(height))
    }

    /// Writes a title over the current target; of words without end the beginning.
    func draw(_ title: Scene.Title, veil: SIMD3<Float>) {
        let unit = size.y / 720
        let style = TextStyle(
            size: max(Int((30 * unit).rounded()), 8), isBold: true,
            widest: max(Int(size.x * 0.8), 8))
        let opacity = Float(min(max(title.opacity, 0), 1))
        guard opacity > 0, let written = cache.written(title.words, style) else { return }
        program.use()
        glUniform2f(program["u_size"], size.x, size.y)
        glUniform1i(program["u_text"], 0)
        let (width, height) = (Float(written.width), Float(written.height))
        let box = Box(
            x: ((size.x - width) / 2).rounded(), y: (size.y * 0.055).rounded(), width: width,
            height: height)
        let panel = Box(
            x: box.x - 18 * unit, y: box.y - 5 * unit, width: width + 36 * unit,
            height: height + 10 * unit)
        quads.addBox(
            panel, colour: SIMD4(veil, 0.5 * opacity),
            shape: SIMD4(1, 10 * unit, panel.width / 2, panel.height / 2))
        quads.draw()
        bindTexture(written.texture, unit: 0)
        quads.addBox(box, colour: SIMD4(1, 1, 1, opacity))
        quads.draw()
    }
}
