import CGLES

/// A code for phones in the picture's upper right corner: black on white, each module the same whole
/// number of pixels, so that nothing of it is blurred.
final class CodeCard {
    private let lettering: Lettering
    private var painted: (code: Scene.Code, written: TextCache.Written)?

    init(lettering: Lettering) { self.lettering = lettering }

    /// Pixels of a module: four in a picture 720 high, which a phone still reads after a stream's
    /// encoder, and never less than one.
    private var pixelsPerModule: Int { max(Int((4 * lettering.scale).rounded()), 1) }

    /// Where a code lies, its quiet zone with it.
    func box(of code: Scene.Code) -> Box {
        let side = Float((code.side + 2 * code.quietZone) * pixelsPerModule)
        let size = lettering.size
        return Box(
            x: max((size.x * 0.95 - side).rounded(), 0), y: (size.y * 0.05).rounded(), width: side,
            height: side)
    }

    /// Draws a code over the current target.
    func draw(_ code: Scene.Code) {
        let box = box(of: code)
        let written: TextCache.Written
        if let painted, painted.code == code {
            written = painted.written
        } else {
            forget()
            written = paint(code)
            painted = (code, written)
        }
        lettering.write(written, x: box.x, y: box.y, opacity: 1)
        lettering.draw()
    }

    private func forget() {
        guard var texture = painted?.written.texture else { return }
        glDeleteTextures(1, &texture)
        painted = nil
    }

    private func paint(_ code: Scene.Code) -> TextCache.Written {
        let step = pixelsPerModule
        let side = (code.side + 2 * code.quietZone) * step
        var pixels = [UInt32](repeating: 0xFFFF_FFFF, count: side * side)
        for y in 0..<code.side * step {
            for x in 0..<code.side * step where code.isDark[y / step * code.side + x / step] {
                pixels[(y + code.quietZone * step) * side + x + code.quietZone * step] = 0xFF00_0000
            }
        }
        let texture = pixels.withUnsafeBytes { bytes in
            bytes.baseAddress.map {
                makeTexture(cairoPixels: $0, width: side, height: side, stride: 4 * side)
            }
        }
        return TextCache.Written(
            texture: texture ?? 0, width: side, height: side, texels: (side, side),
            overhang: TextSetting.Overhang())
    }
}
