import CGLES
import CPixels

/// A world enlarged to the picture's size, kept for the two pictures that show it.
///
/// On a graphics card the card does it. Where the processor paints, OpenGL's way of sampling costs it
/// 7 ms a picture of 1280x720 (both cores together), and a loop over the pixels 0.6.
final class EnlargedWorld {
    private enum Way {
        case card(RenderTarget, ShaderProgram, FullScreen)
        case processor(Pixels)
    }

    private let width: Int
    private let height: Int
    private let way: Way

    init(width: Int, height: Int, fullScreen: FullScreen, byProcessor: Bool) throws {
        self.width = width
        self.height = height
        way =
            byProcessor
            ? .processor(Pixels(width: width, height: height))
            : .card(
                try RenderTarget(width: width, height: height),
                try StageFiles.program(vertex: "full.vert", fragment: "composite.frag"),
                fullScreen)
    }

    /// Takes a painted world, `gain` (0 to 1) of its light.
    func take(_ world: RenderTarget, gain: Double) {
        // The picture holds stored values, whose square is light.
        let stored = Float(gain.squareRoot())
        switch way {
        case .card(let enlarged, let composite, let fullScreen):
            enlarged.begin()
            composite.use()
            bindTexture(world.texture, unit: 0)
            glUniform4f(composite["u_gain"], stored, stored, stored, 1)
            fullScreen.draw()
        case .processor(let pixels):
            pixels.enlarge(world, gain: stored)
        }
    }

    /// Lays it into a target of the picture's size.
    func lay(into target: RenderTarget) {
        switch way {
        case .card(let enlarged, _, _):
            target.copy(from: enlarged)
        case .processor(let pixels):
            bindTexture(target.texture, unit: 0)
            glPixelStorei(GLenum(GL_UNPACK_ALIGNMENT), 4)
            glTexSubImage2D(
                GLenum(GL_TEXTURE_2D), 0, 0, 0, GLsizei(width), GLsizei(height),
                GLenum(GL_RGBA), GLenum(GL_UNSIGNED_BYTE), pixels.large.baseAddress)
        }
    }

    /// The memory of the processor's way.
    private final class Pixels {
        let large: UnsafeMutableRawBufferPointer
        private let scratch: UnsafeMutableRawBufferPointer
        private var small: UnsafeMutableRawBufferPointer
        private let width: Int
        private let height: Int

        init(width: Int, height: Int) {
            self.width = width
            self.height = height
            large = .allocate(byteCount: 4 * width * height, alignment: 64)
            scratch = .allocate(
                byteCount: Int(pixels_enlarge_scratch(Int32(width))), alignment: 64)
            small = .allocate(byteCount: 4, alignment: 64)
        }

        deinit {
            large.deallocate()
            scratch.deallocate()
            small.deallocate()
        }

        func enlarge(_ world: RenderTarget, gain: Float) {
            let bytes = 4 * world.width * world.height
            if small.count != bytes {
                small.deallocate()
                small = .allocate(byteCount: bytes, alignment: 64)
            }
            world.read(into: small)
            pixels_enlarge(
                small.baseAddress, Int32(world.width), Int32(world.height), large.baseAddress,
                Int32(width), Int32(height), gain, scratch.baseAddress)
        }
    }
}
