import CGLES

/// Boxes and written words for one picture: first all boxes that were added, then all words.
///
/// Two programs, since a processor that draws one for both works out both for each pixel.
final class Lettering {
    /// Pixels of the picture.
    let size: SIMD2<Float>
    /// Pixels of a picture 720 high, in this picture.
    let scale: Float
    let cache = TextCache()
    /// The boxes, for shapes that are none of these.
    let quads = Quads()

    private let boxes: ShaderProgram
    private let words: ShaderProgram
    private var waiting: [(written: TextCache.Written, box: Box, opacity: Float)] = []

    init(width: Int, height: Int) throws {
        size = SIMD2(Float(width), Float(height))
        scale = size.y / 720
        boxes = try StageFiles.program(vertex: "quads.vert", fragment: "boxes.frag")
        words = try StageFiles.program(vertex: "quads.vert", fragment: "words.frag")
    }

    /// Draws a box that nobody sees, so that the driver has compiled its program before it is needed.
    func rehearse() {
        fill(Box(x: 0, y: 0, width: 1, height: 1), .zero, radius: 0)
        draw()
    }

    /// Adds a box with round corners.
    func fill(_ box: Box, _ colour: SIMD4<Float>, radius: Float) {
        quads.addBox(
            box, colour: colour, shape: SIMD4(1, radius, box.width / 2, box.height / 2))
    }

    /// Adds words, the upper left corner of their lines at a place.
    func write(_ written: TextCache.Written, x: Float, y: Float, opacity: Float) {
        let box = Box(
            x: x.rounded() - Float(written.overhang.left),
            y: y.rounded() - Float(written.overhang.top), width: Float(written.texels.width),
            height: Float(written.texels.height))
        waiting.append((written, box, opacity))
    }

    /// Draws what was added over the current target, and forgets it.
    func draw() {
        boxes.use()
        glUniform2f(boxes["u_size"], size.x, size.y)
        quads.draw()
        words.use()
        glUniform2f(words["u_size"], size.x, size.y)
        glUniform1i(words["u_text"], 0)
        for (written, box, opacity) in waiting {
            bindTexture(written.texture, unit: 0)
            quads.addBox(box, colour: SIMD4(1, 1, 1, opacity))
            quads.draw()
        }
        waiting.removeAll(keepingCapacity: true)
    }
}
