import CGLES

/// A texture that can be drawn into.
struct RenderTarget {
    let width: Int
    let height: Int
    let texture: GLuint
    let framebuffer: GLuint

    /// A target of bytes, or of half floats where `isFloat` and the driver can draw into them.
    init(width: Int, height: Int, isFloat: Bool = false, repeats: Bool = false) throws {
        self.width = width
        self.height = height
        var names: (texture: GLuint, framebuffer: GLuint) = (0, 0)
        glGenTextures(1, &names.texture)
        glBindTexture(GLenum(GL_TEXTURE_2D), names.texture)
        let format = isFloat ? GL_RGBA16F : GL_RGBA8
        glTexStorage2D(
            GLenum(GL_TEXTURE_2D), 1, GLenum(format), GLsizei(width), GLsizei(height))
        setTextureEdges(repeats: repeats)
        glGenFramebuffers(1, &names.framebuffer)
        glBindFramebuffer(GLenum(GL_FRAMEBUFFER), names.framebuffer)
        glFramebufferTexture2D(
            GLenum(GL_FRAMEBUFFER), GLenum(GL_COLOR_ATTACHMENT0), GLenum(GL_TEXTURE_2D),
            names.texture, 0)
        let status = glCheckFramebufferStatus(GLenum(GL_FRAMEBUFFER))
        guard status == GLenum(GL_FRAMEBUFFER_COMPLETE) else {
            throw StageError.noGraphics(
                reason: "the driver cannot draw into a texture of \(width)x\(height)")
        }
        texture = names.texture
        framebuffer = names.framebuffer
    }

    /// Sends what is drawn from now on into this target.
    func begin() {
        glBindFramebuffer(GLenum(GL_FRAMEBUFFER), framebuffer)
        glViewport(0, 0, GLsizei(width), GLsizei(height))
    }

    /// Takes the pixels of another target of the same size; Mesa moves them without painting.
    func copy(from other: RenderTarget) {
        glBindFramebuffer(GLenum(GL_READ_FRAMEBUFFER), other.framebuffer)
        glBindFramebuffer(GLenum(GL_DRAW_FRAMEBUFFER), framebuffer)
        let (right, bottom) = (GLint(width), GLint(height))
        glBlitFramebuffer(
            0, 0, right, bottom, 0, 0, right, bottom, GLbitfield(GL_COLOR_BUFFER_BIT),
            GLenum(GL_NEAREST))
    }

    /// Frees it, while its context is current.
    func delete() {
        var names = (texture: texture, framebuffer: framebuffer)
        glDeleteFramebuffers(1, &names.framebuffer)
        glDeleteTextures(1, &names.texture)
    }

    /// Waits until all that was drawn is there.
    func readCorner() {
        withUnsafeTemporaryAllocation(byteCount: 4, alignment: 4) { pixel in
            glBindFramebuffer(GLenum(GL_READ_FRAMEBUFFER), framebuffer)
            glReadPixels(
                0, 0, 1, 1, GLenum(GL_RGBA), GLenum(GL_UNSIGNED_BYTE), pixel.baseAddress)
        }
    }

    /// Copies the pixels out, in the order in which they were drawn, the first row first.
    func read(into pixels: UnsafeMutableRawBufferPointer) {
        glBindFramebuffer(GLenum(GL_READ_FRAMEBUFFER), framebuffer)
        glPixelStorei(GLenum(GL_PACK_ALIGNMENT), 4)
        glReadPixels(
            0, 0, GLsizei(width), GLsizei(height), GLenum(GL_RGBA), GLenum(GL_UNSIGNED_BYTE),
            pixels.baseAddress)
    }
}

/// Linear filtering, and what lies beyond the edge, for the texture bound now.
func setTextureEdges(repeats: Bool) {
    for name in [GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER] {
        glTexParameteri(GLenum(GL_TEXTURE_2D), GLenum(name), GL_LINEAR)
    }
    for name in [GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T] {
        glTexParameteri(
            GLenum(GL_TEXTURE_2D), GLenum(name), repeats ? GL_REPEAT : GL_CLAMP_TO_EDGE)
    }
}

/// Makes a texture the one that a shader's sampler of this unit reads.
func bindTexture(_ texture: GLuint, unit: Int32) {
    glActiveTexture(GLenum(GL_TEXTURE0 + unit))
    glBindTexture(GLenum(GL_TEXTURE_2D), texture)
}

/// A texture from Cairo's premultiplied pixels (BGRA in memory on little-endian machines).
func makeTexture(cairoPixels: UnsafeRawPointer, width: Int, height: Int, stride: Int) -> GLuint {
    var texture: GLuint = 0
    glGenTextures(1, &texture)
    glActiveTexture(GLenum(GL_TEXTURE0))
    glBindTexture(GLenum(GL_TEXTURE_2D), texture)
    glPixelStorei(GLenum(GL_UNPACK_ALIGNMENT), 4)
    glPixelStorei(GLenum(GL_UNPACK_ROW_LENGTH), GLint(stride / 4))
    glTexImage2D(
        GLenum(GL_TEXTURE_2D), 0, GL_RGBA8, GLsizei(width), GLsizei(height), 0, GLenum(GL_RGBA),
        GLenum(GL_UNSIGNED_BYTE), cairoPixels)
    glPixelStorei(GLenum(GL_UNPACK_ROW_LENGTH), 0)
    glTexParameteri(GLenum(GL_TEXTURE_2D), GLenum(GL_TEXTURE_SWIZZLE_R), GL_BLUE)
    glTexParameteri(GLenum(GL_TEXTURE_2D), GLenum(GL_TEXTURE_SWIZZLE_B), GL_RED)
    setTextureEdges(repeats: false)
    return texture
}
