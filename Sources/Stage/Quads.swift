import CGLES

/// One corner of a quad, in the picture's pixels with the top row first.
struct Corner {
    var x: Float
    var y: Float
    var u: Float = 0
    var v: Float = 0
    /// What the colour is multiplied with: red, green, blue, opacity.
    var colour: SIMD4<Float> = .one
    /// What kind of quad, and up to three numbers that the kind needs.
    var shape: SIMD4<Float> = .zero
}

/// Many quads drawn in one call, in the order in which they were added.
final class Quads {
    static let attributes: [(name: String, size: GLint)] = [
        ("a_position", 2), ("a_uv", 2), ("a_colour", 4), ("a_shape", 4),
    ]
    private static let floatsPerCorner = 12

    private var floats: [Float] = []
    private var vertexArray: GLuint = 0
    private var buffer: GLuint = 0

    init() {
        glGenVertexArrays(1, &vertexArray)
        glGenBuffers(1, &buffer)
        glBindVertexArray(vertexArray)
        glBindBuffer(GLenum(GL_ARRAY_BUFFER), buffer)
        let stride = Quads.floatsPerCorner * MemoryLayout<Float>.size
        var offset = 0
        for (index, attribute) in Quads.attributes.enumerated() {
            glEnableVertexAttribArray(GLuint(index))
            glVertexAttribPointer(
                GLuint(index), attribute.size, GLenum(GL_FLOAT), GLboolean(GL_FALSE),
                GLsizei(stride), UnsafeRawPointer(bitPattern: offset))
            offset += Int(attribute.size) * MemoryLayout<Float>.size
        }
        glBindVertexArray(0)
    }

    /// How many quads wait to be drawn.
    var count: Int { floats.count / (6 * Quads.floatsPerCorner) }

    /// Adds a quad: top left, top right, bottom right, bottom left.
    func add(_ a: Corner, _ b: Corner, _ c: Corner, _ d: Corner) {
        for corner in [a, b, c, a, c, d] {
            floats.append(corner.x)
            floats.append(corner.y)
            floats.append(corner.u)
            floats.append(corner.v)
            for lane in 0..<4 { floats.append(corner.colour[lane]) }
            for lane in 0..<4 { floats.append(corner.shape[lane]) }
        }
    }

    /// Adds an upright box; `uv` runs from its top left to its bottom right.
    func addBox(
        _ box: Box, uv: Box = Box(x: 0, y: 0, width: 1, height: 1),
        colour: SIMD4<Float>, shape: SIMD4<Float> = .zero
    ) {
        let corner = { (right: Float, down: Float) in
            Corner(
                x: box.x + right * box.width, y: box.y + down * box.height,
                u: uv.x + right * uv.width, v: uv.y + down * uv.height, colour: colour,
                shape: shape)
        }
        add(corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1))
    }

    /// Draws what was added, over what is there, with the program in use, and forgets it.
    func draw() {
        guard !floats.isEmpty else { return }
        glBindVertexArray(vertexArray)
        glBindBuffer(GLenum(GL_ARRAY_BUFFER), buffer)
        floats.withUnsafeBytes {
            glBufferData(
                GLenum(GL_ARRAY_BUFFER), GLsizeiptr($0.count), $0.baseAddress,
                GLenum(GL_STREAM_DRAW))
        }
        glEnable(GLenum(GL_BLEND))
        glBlendFunc(GLenum(GL_ONE), GLenum(GL_ONE_MINUS_SRC_ALPHA))
        glDrawArrays(
            GLenum(GL_TRIANGLES), 0, GLsizei(floats.count / Quads.floatsPerCorner))
        glDisable(GLenum(GL_BLEND))
        floats.removeAll(keepingCapacity: true)
    }
}

/// An upright box, in pixels or in a texture's 0 to 1.
struct Box: Equatable, Sendable {
    var x: Float
    var y: Float
    var width: Float
    var height: Float

    var maxX: Float { x + width }
    var maxY: Float { y + height }

    /// Whether the two boxes share any area.
    func overlaps(_ other: Box) -> Bool {
        x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
    }

    /// This box with a margin on every side.
    func grown(by margin: Float) -> Box {
        Box(
            x: x - margin, y: y - margin, width: width + 2 * margin,
            height: height + 2 * margin)
    }
}
