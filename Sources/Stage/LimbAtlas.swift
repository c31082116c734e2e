import CGLES

/// A puppet's drawings in one texture, whose opacity also says how near the next paper is.
///
/// It is made in slices, so that a puppet can change in the middle of a show.
final class LimbAtlas {
    private let art: PuppetArt
    private let fullScreen: FullScreen
    private let edges: ShaderProgram
    private var drawings: GLuint = 0
    private let target: RenderTarget
    private var uploaded = 0
    private var edged = 0

    /// The texture, whole when `isFinished`.
    var texture: GLuint { target.texture }
    /// Whether every row is done.
    var isFinished: Bool { edged == art.height }

    init(_ art: PuppetArt, edges: ShaderProgram, fullScreen: FullScreen) throws {
        self.art = art
        self.edges = edges
        self.fullScreen = fullScreen
        target = try RenderTarget(width: art.width, height: art.height)
        glGenTextures(1, &drawings)
        bindTexture(drawings, unit: 0)
        glTexStorage2D(
            GLenum(GL_TEXTURE_2D), 1, GLenum(GL_RGBA8), GLsizei(art.width), GLsizei(art.height))
        // Cairo's pixels are BGRA in memory on little-endian machines.
        glTexParameteri(GLenum(GL_TEXTURE_2D), GLenum(GL_TEXTURE_SWIZZLE_R), GL_BLUE)
        glTexParameteri(GLenum(GL_TEXTURE_2D), GLenum(GL_TEXTURE_SWIZZLE_B), GL_RED)
        setTextureEdges(repeats: false)
    }

    /// Does all that is left to do.
    func finish() {
        while !isFinished { advance(texels: art.width * art.height) }
    }

    /// Does some texels' worth of what is left: first they are taken over, then their edges found.
    func advance(texels: Int) {
        let rows = max(texels / art.width, 1)
        if uploaded < art.height {
            let count = min(rows * 8, art.height - uploaded)
            bindTexture(drawings, unit: 0)
            glPixelStorei(GLenum(GL_UNPACK_ALIGNMENT), 4)
            art.pixels.withUnsafeBufferPointer { pixels in
                glTexSubImage2D(
                    GLenum(GL_TEXTURE_2D), 0, 0, GLint(uploaded), GLsizei(art.width),
                    GLsizei(count), GLenum(GL_RGBA), GLenum(GL_UNSIGNED_BYTE),
                    pixels.baseAddress.map { $0 + uploaded * art.width })
            }
            uploaded += count
            guard uploaded == art.height, rows >= art.height else { return }
        }
        let count = min(rows, art.height - edged)
        target.begin()
        glEnable(GLenum(GL_SCISSOR_TEST))
        glScissor(0, GLint(edged), GLsizei(art.width), GLsizei(count))
        edges.use()
        bindTexture(drawings, unit: 0)
        glUniform2f(edges["u_size"], Float(art.width), Float(art.height))
        glUniform1f(edges["u_reach"], art.rig.edges.shadow * art.density)
        glUniform1f(edges["u_rim"], art.rig.edges.rim * art.density)
        glUniform1f(edges["u_soft"], art.rig.manner == .light ? 1 : 0)
        fullScreen.draw()
        glDisable(GLenum(GL_SCISSOR_TEST))
        edged += count
        if isFinished {
            glDeleteTextures(1, &drawings)
            drawings = 0
        }
    }

    /// Frees the textures while their context is current.
    func delete() {
        var textures = [target.texture, drawings]
        glDeleteTextures(2, &textures)
        var framebuffer = target.framebuffer
        glDeleteFramebuffers(1, &framebuffer)
    }

    /// Boxes on shelves, the tallest first, in the smallest square of a power of two that holds
    /// them.
    static func packed(
        _ sizes: [(width: Int, height: Int)]
    ) -> (size: Int, places: [(x: Int, y: Int)]) {
        let order = sizes.indices.sorted { sizes[$0].height > sizes[$1].height }
        var size = 256
        while true {
            var places = [(x: Int, y: Int)](repeating: (0, 0), count: sizes.count)
            var x = 0
            var y = 0
            var shelf = 0
            for index in order {
                if x + sizes[index].width > size {
                    y += shelf
                    x = 0
                    shelf = 0
                }
                places[index] = (x, y)
                x += sizes[index].width
                shelf = max(shelf, sizes[index].height)
            }
            let widest = sizes.map(\.width).max() ?? 0
            if y + shelf <= size, widest <= size { return (size, places) }
            size *= 2
        }
    }
}
