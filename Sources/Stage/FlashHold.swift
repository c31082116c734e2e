import CGLES
import Signals

/// The picture's targets, and the limiter that mixes a new one with the last where it would flash.
final class FlashHold {
    /// Where the next picture is painted.
    private(set) var target: RenderTarget
    private var last: RenderTarget
    private var spare: RenderTarget
    private var limiter: FlashLimiter
    private let program: ShaderProgram
    private let hold: GLuint
    private let fullScreen: FullScreen

    /// How many pictures were mixed with the one before.
    private(set) var mixed = 0

    init(width: Int, height: Int, fullScreen: FullScreen) throws {
        let make = { try RenderTarget(width: width, height: height) }
        (target, last, spare) = (try make(), try make(), try make())
        limiter = FlashLimiter(width: width, height: height)
        program = try StageFiles.program(vertex: "full.vert", fragment: "hold.frag")
        var name: GLuint = 0
        glGenTextures(1, &name)
        glBindTexture(GLenum(GL_TEXTURE_2D), name)
        let size = limiter.size
        glTexStorage2D(
            GLenum(GL_TEXTURE_2D), 1, GLenum(GL_R8), GLsizei(size.columns), GLsizei(size.rows))
        setTextureEdges(repeats: false)
        hold = name
        self.fullScreen = fullScreen
    }

    /// Reads the painted target into a picture, mixed with the last one where it would flash.
    func read(into picture: Picture, seconds: Double) {
        target.read(into: picture.pixels)
        if let share = limiter.judge(picture, seconds: seconds) {
            mix(share, into: picture)
            mixed += 1
            if let share = limiter.judgeAgain(picture) {
                mix(share, into: picture)
                // Nothing is left to do about it: what is held is the last picture.
                _ = limiter.judgeAgain(picture)
            }
        }
        limiter.settle()
    }

    /// Makes the target the last one, and another the next.
    func advance() { swap(&target, &last) }

    /// Mixes nothing with nothing, so that the driver has compiled its shader before it is needed.
    func rehearse() {
        mix(FlashLimiter.Hold(repeating: 0, count: limiter.size.columns * limiter.size.rows))
    }

    private func mix(_ share: FlashLimiter.Hold, into picture: Picture) {
        mix(share)
        target.read(into: picture.pixels)
    }

    private func mix(_ share: FlashLimiter.Hold) {
        bindTexture(hold, unit: 2)
        glPixelStorei(GLenum(GL_UNPACK_ALIGNMENT), 1)
        let size = limiter.size
        glTexSubImage2D(
            GLenum(GL_TEXTURE_2D), 0, 0, 0, GLsizei(size.columns), GLsizei(size.rows),
            GLenum(GL_RED), GLenum(GL_UNSIGNED_BYTE), share)
        glPixelStorei(GLenum(GL_UNPACK_ALIGNMENT), 4)
        bindTexture(target.texture, unit: 0)
        bindTexture(last.texture, unit: 1)
        spare.begin()
        program.use()
        glUniform1i(program["u_new"], 0)
        glUniform1i(program["u_last"], 1)
        glUniform1i(program["u_hold"], 2)
        fullScreen.draw()
        swap(&target, &spare)
    }
}
