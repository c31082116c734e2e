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
    /// The strongest emotion's world, the second's, and the world that is shown.
    private var targets: [RenderTarget]
    private var begun: Moment?
    private let meter: RenderTarget
    private var noise: GLuint
    private let fullScreen: FullScreen
    private let vertex: String
    private let header: String

    private let mixing: ShaderProgram
    /// The world painted last: of one emotion, or of two mixed.
    var painted: RenderTarget { targets[2] }
    private var hasPainted = false
    /// Whether a world is painted whole for every picture.
    private var paintsEveryPicture = false

    /// A moment being painted: its lower part in one picture, the rest in the next.
    private struct Moment {
        var worlds: [Int]
        var share: Double
        var uniforms: BackdropUniforms
    }
    private enum Part { case lower, upper, whole }
    /// Share of the rows in the lower part. More than half: the picture that paints the upper part
    /// also enlarges the whole.
    private static let lowerShare = 0.65

    private static let footer = """

        void main() {
            mainImage(stage_colour, gl_FragCoord.xy);
            stage_colour = finished(stage_colour.rgb, gl_FragCoord.xy);
        }

        """

    init(width: Int, height: Int, noise: GLuint, fullScreen: FullScreen) throws {
        self.noise = noise
        self.fullScreen = fullScreen
        targets = try (0..<3).map { _ in try RenderTarget(width: width, height: height) }
        mixing = try StageFiles.program(vertex: "full.vert", fragment: "mix.frag")
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

    /// Takes the worlds that a folder holds; returns what is wrong with those that do not compile, in
    /// whose place the stage's own stay. Throws `StageError.missing` where there is no folder.
    func load(from folder: URL) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw StageError.missing(path: folder.path)
        }
        return Emotion.allCases.compactMap { emotion in
            let file = BackdropWatch.file(emotion, in: folder)
            guard FileManager.default.fileExists(atPath: file.path) else { return nil }
            do {
                try load(emotion, from: file)
                return nil
            } catch {
                return "\(error)"
            }
        }
    }

    /// A backdrop's whole text, as it is compiled: the header, the file and the footer.
    static func source(of file: URL) throws -> String {
        let header = try StageFiles.text(of: StageFiles.backdrops.appending(path: "header.glsl"))
        let before = header.hasSuffix("\n") ? header : header + "\n"
        return before + (try StageFiles.text(of: file)) + footer
    }

    private func compile(_ file: URL) throws -> ShaderProgram {
        let before = header.hasSuffix("\n") ? header : header + "\n"
        let program = try ShaderProgram(
            vertex: vertex,
            fragment: before + StageFiles.text(of: file)
                + Backdrops.footer,
            path: file.path, linesBefore: before.count { $0 == "\n" })
        program.use()
        glUniform1i(program["iChannel0"], 0)
        return program
    }

    /// Paints the one or two worlds of a mood's shares.
    ///
    /// A world is new every second picture, as paper films are shot "on twos", and each picture
    /// paints a part of it: on a processor that draws this halves the dearest part of a picture.
    /// Where there is time, `paintsEveryPicture` makes it new with each. True when a new world is
    /// there in `painted`.
    func paint(shares: [Double], uniforms: BackdropUniforms) -> Bool {
        if let moment = begun {
            paint(moment, .upper)
            begun = nil
            show(moment)
            return true
        }
        let order = shares.indices.sorted { shares[$0] > shares[$1] }
        // Less than this changes no pixel by more than a step or two.
        let share = shares[order[1]] > 0.01 ? shares[order[1]] : 0
        let moment = Moment(
            worlds: share > 0 ? [order[0], order[1]] : [order[0]], share: share,
            uniforms: uniforms)
        guard hasPainted, !paintsEveryPicture else {
            paint(moment, .whole)
            show(moment)
            hasPainted = true
            return true
        }
        paint(moment, .lower)
        begun = moment
        return false
    }

    /// Draws every world once, and two mixed, a few pixels, and measures their light, so that the
    /// driver's own compiling is done before the first picture and the first change of mood.
    func warmUp() {
        glEnable(GLenum(GL_SCISSOR_TEST))
        glScissor(0, 0, 8, 8)
        bindTexture(noise, unit: 0)
        for program in programs { paint(program, into: targets[0], BackdropUniforms()) }
        mix(share: 0.5)
        glDisable(GLenum(GL_SCISSOR_TEST))
        _ = luminance()
    }

    /// Changes how finely worlds are painted, before the first picture.
    func refine(width: Int, height: Int, noise: GLuint, paintsEveryPicture: Bool) throws {
        if height != targets[0].height || width != targets[0].width {
            for target in targets { target.delete() }
            targets = try (0..<3).map { _ in try RenderTarget(width: width, height: height) }
        }
        self.noise = noise
        self.paintsEveryPicture = paintsEveryPicture
    }

    /// Paints each world twice at a size, as long as there is time before `deadline`; the milliseconds
    /// that the dearest took, and whether all were painted.
    func time(
        width: Int, height: Int, until deadline: ContinuousClock.Instant
    ) throws -> (worst: Double, isWhole: Bool) {
        let target = try RenderTarget(width: width, height: height)
        defer { target.delete() }
        bindTexture(noise, unit: 0)
        var uniforms = BackdropUniforms()
        uniforms.time = 10
        uniforms.flow = 10
        var worst = 0.0
        for program in programs {
            // The better of two: the machine may have been called away during one.
            var better = Double.infinity
            for _ in 0..<2 where better == .infinity || ContinuousClock.now < deadline {
                let begun = ContinuousClock.now
                paint(program, into: target, uniforms)
                // Mesa paints when somebody wants to see it.
                target.readCorner()
                better = min(better, 1000 * ((ContinuousClock.now - begun) / .seconds(1)))
            }
            worst = max(worst, better)
            if ContinuousClock.now > deadline { return (worst, false) }
        }
        return (worst, true)
    }

    private func paint(_ moment: Moment, _ part: Part) {
        bindTexture(noise, unit: 0)
        let height = targets[0].height
        let border = Int(Double(height) * Backdrops.lowerShare)
        let rows =
            switch part {
            case .whole: 0..<height
            case .lower: 0..<border
            case .upper: border..<height
            }
        glEnable(GLenum(GL_SCISSOR_TEST))
        glScissor(0, GLint(rows.lowerBound), GLsizei(targets[0].width), GLsizei(rows.count))
        for (index, world) in moment.worlds.enumerated() {
            paint(programs[world], into: targets[index], moment.uniforms)
        }
        glDisable(GLenum(GL_SCISSOR_TEST))
    }

    private func show(_ moment: Moment) {
        guard moment.worlds.count == 2 else {
            targets.swapAt(0, 2)
            return
        }
        mix(share: moment.share)
    }

    private func mix(share: Double) {
        targets[2].begin()
        mixing.use()
        bindTexture(targets[0].texture, unit: 0)
        bindTexture(targets[1].texture, unit: 1)
        glUniform1i(mixing["u_first"], 0)
        glUniform1i(mixing["u_second"], 1)
        glUniform1f(mixing["u_share"], Float(share))
        fullScreen.draw()
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
    func luminance() -> Double {
        let target = painted
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
