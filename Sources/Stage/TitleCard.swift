/// The show's title, in the middle of the upper edge.
struct TitleCard {
    let lettering: Lettering

    /// Writes a title over the current target; of words without end the beginning.
    func draw(_ title: Scene.Title, veil: SIMD3<Float>) {
        let (size, unit) = (lettering.size, lettering.scale)
        let style = TextStyle(
            size: max(Int((30 * unit).rounded()), 8), isBold: true,
            widest: max(Int(size.x * 0.8), 8))
        let opacity = Float(min(max(title.opacity, 0), 1))
        guard opacity > 0, let written = lettering.cache.written(title.words, style) else {
            return
        }
        let (width, height) = (Float(written.width), Float(written.height))
        let box = Box(
            x: ((size.x - width) / 2).rounded(), y: (size.y * 0.055).rounded(), width: width,
            height: height)
        let panel = Box(
            x: box.x - 18 * unit, y: box.y - 5 * unit, width: width + 36 * unit,
            height: height + 10 * unit)
        lettering.fill(panel, SIMD4(veil, 0.5 * opacity), radius: 10 * unit)
        lettering.write(written, x: box.x, y: box.y, opacity: opacity)
        lettering.draw()
    }
}
