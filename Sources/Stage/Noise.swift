import CGLES

/// The texture that every backdrop reads as `iChannel0`, baked by the graphics driver at the start.
enum Noise {
    static let size = 512

    /// Paints the texture, in bytes, or in half floats where they are wanted and the driver can draw
    /// into them: a processor reads those more slowly.
    static func bake(using fullScreen: FullScreen, isFine: Bool) throws -> GLuint {
        let program = try StageFiles.program(vertex: "full.vert", fragment: "noise.frag")
        let fine =
            isFine
            ? try? RenderTarget(width: size, height: size, isFloat: true, repeats: true) : nil
        let painted = try fine ?? RenderTarget(width: size, height: size, repeats: true)
        painted.begin()
        program.use()
        glUniform2f(program["u_size"], Float(size), Float(size))
        fullScreen.draw()
        return painted.texture
    }
}

/// Draws the one triangle that covers a target.
struct FullScreen {
    private var vertexArray: GLuint = 0

    init() { glGenVertexArrays(1, &vertexArray) }

    /// Covers the current target with the program in use.
    func draw() {
        glBindVertexArray(vertexArray)
        glDrawArrays(GLenum(GL_TRIANGLES), 0, 3)
    }
}
