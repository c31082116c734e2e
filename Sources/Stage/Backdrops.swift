import CGLES
import Foundation
import Signals

/// What every backdrop may read; `Resources/backdrops/UNIFORMS.md` says the same to artists.
struct BackdropUniforms {
    /// Seconds since the show began.
    var time: Float = 0
    /// Seconds that run faster in excitement.
    var flow: Float = 0
    /// The mood drawn now, in the order of `Emotion.allCases`.
    var mood: [Float] = Array(repeating: 0, count: Emotion.count)
    var arousal: Float = 0
    var chatRate: Float = 0
    var energy: Float = 0
    var strike: Float = 0
    var sinceBurst: Float = 10
    /// Places in picture heights from the middle, y upwards.
    var head: SIMD2<Float> = .zero
    var chest: SIMD2<Float> = .zero
    var hips: SIMD2<Float> = .zero
    var floor: Float = 0
}

/// The seven worlds: one full-screen shader an emotion.
final class Backdrops {
    private var programs: [ShaderProgram] = []
    private let targets: [RenderTarget]
    private let meter: RenderTarget
    private let noise: GLuint
    private let fullScreen: FullScreen
    private let vertex: String
    private let header: String

    /// The painted worlds' textures: of the strongest emotion, and of the second.
    var first: GLuint { targets[0].texture }
    var second: GLuint { targets[1].texture }

    init(width: Int, height: Int, noise: GLuint, fullScreen: FullScreen) throws {
        self.noise = noise
        self.fullScreen = fullScreen
        targets = try (0..<2).map { _ in try RenderTarget(width: width, height: height) }
        meter = try RenderTarget(width: 32, height: 18)
        vertex = try StageFiles.text(of: StageFiles.shaders.appending(path: "full.vert"))
        header = try StageFiles.text(of: StageFiles.backdrops.appending(path: "header.glsl"))
        programs = try Emotion.allCases.map {
            try compile(StageFiles.backdrops.appending(path: "\($0.rawValue).frag"))
        }
    }

    /// Takes one emotion's world from a file; throws `StageError.shader` with its line, and keeps
    /// the world that was there.
    func load(_ emotion: Emotion, from file: URL) throws {
        let program = try compile(file)
        programs[emotion.index].delete()
        programs[emotion.index] = program
    }

    private func compile(_ file: URL) throws -> ShaderProgram {
        let before = header.hasSuffix("\n") ? header : header + "\n"
        let program = try ShaderProgram(
            vertex: vertex,
            fragment: before + StageFiles.text(of: file)
                + "\nvoid main() { mainImage(stage_colour, gl_FragCoord.xy); }\n",
            path: file.path, linesBefore: before.count { $0 == "\n" })
        program.use()
        glUniform1i(program["iChannel0"], 0)
        return program
    }

    /// Paints the worlds of a mood's shares; returns the second one's share, 0 when it is unseen.
    func paint(shares: [Double], uniforms: BackdropUniforms) -> Double {
        let order = shares.indices.sorted { shares[$0] > shares[$1] }
        bindTexture(noise, unit: 0)
        paint(programs[order[0]], into: targets[0], uniforms)
        let share = shares[order[1]]
        guard share > 0.004 else { return 0 }
        paint(programs[order[1]], into: targets[1], uniforms)
        return share
    }

    private func paint(
        _ program: ShaderProgram, into target: RenderTarget, _ uniforms: BackdropUniforms
    ) {
        target.begin()
        program.use()
        let height = Float(target.height)
        let middle = SIMD2(Float(target.width), height) / 2
        glUniform3f(program["iResolution"], Float(target.width), height, 1)
        glUniform1f(program["iTime"], uniforms.time)
        glUniform1f(program["u_flow"], uniforms.flow)
        glUniform1fv(program["u_mood"], GLsizei(uniforms.mood.count), uniforms.mood)
        glUniform1f(program["u_arousal"], uniforms.arousal)
        glUniform1f(program["u_chatRate"], uniforms.chatRate)
        glUniform1f(program["u_energy"], uniforms.energy)
        glUniform1f(program["u_strike"], uniforms.strike)
        glUniform1f(program["u_sinceBurst"], uniforms.sinceBurst)
        for (name, place) in [
            ("u_head", uniforms.head), ("u_chest", uniforms.chest), ("u_hips", uniforms.hips),
        ] {
            let pixel = middle + place * height
            glUniform2f(program[name], pixel.x, pixel.y)
        }
        glUniform1f(program["u_floor"], middle.y + uniforms.floor * height)
        fullScreen.draw()
    }

    /// The mean relative luminance, 0 to 1, of what was painted last.
    func luminance(secondShare: Double) -> Double {
        let first = mean(of: targets[0])
        return secondShare > 0
            ? first * (1 - secondShare) + mean(of: targets[1]) * secondShare : first
    }

    private func mean(of target: RenderTarget) -> Double {
        glBindFramebuffer(GLenum(GL_READ_FRAMEBUFFER), target.framebuffer)
        glBindFramebuffer(GLenum(GL_DRAW_FRAMEBUFFER), meter.framebuffer)
        glBlitFramebuffer(
            0, 0, GLint(target.width), GLint(target.height), 0, 0, GLint(meter.width),
            GLint(meter.height), GLbitfield(GL_COLOR_BUFFER_BIT), GLenum(GL_LINEAR))
        let count = meter.width * meter.height
        return withUnsafeTemporaryAllocation(byteCount: 4 * count, alignment: 4) { bytes in
            meter.read(into: bytes)
            var sum = 0.0
            for pixel in 0..<count {
                let channel = { (index: Int) -> Double in
                    let value = Double(bytes[4 * pixel + index]) / 255
                    return value * value
                }
                sum += 0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
            }
            return sum / Double(count)
        }
    }
}
