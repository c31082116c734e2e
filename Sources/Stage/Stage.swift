import CGLES
import Foundation
import Signals

/// Draws scenes: a world that answers to the mood, the dancer before it, and words.
///
/// OpenGL belongs to the main actor, which holds the context while it draws and no longer.
@MainActor
public final class Stage {
    private let settings: StageSettings
    private let surface: Surface
    private let framing: Framing
    private let fullScreen: FullScreen
    private let noise: GLuint
    private let target: RenderTarget
    private let enlarged: RenderTarget
    private let composite: ShaderProgram
    private let backdrops: Backdrops
    let puppets: PuppetBooth
    private let words: Words?
    private var titleCard: TitleCard?

    private var pool: PicturePool
    private var roomMood = EasedMood()
    private var dancerMood = EasedMood()
    private var gestures = Gestures()
    private var limiter = FlashLimiter()
    private var lastTime: Double?
    private var secondsOfWorld: Double?
    private var light = 0.0

    /// The graphics driver's own name for what draws.
    public let rendererName: String

    /// Opens the surface and prepares everything that is drawn.
    ///
    /// Throws `StageError`: no display for a window, no OpenGL ES 3.0, or a file of the stage, or of
    /// the user's folder of backdrops, that cannot be used.
    public init(_ settings: StageSettings) throws {
        guard (16...8192).contains(settings.width), (16...8192).contains(settings.height) else {
            throw StageError.size(width: settings.width, height: settings.height)
        }
        self.settings = settings
        surface = try Surface(settings)
        rendererName = surface.rendererName
        framing = Framing(width: settings.width, height: settings.height)
        fullScreen = FullScreen()
        noise = try Noise.bake(using: fullScreen)
        target = try RenderTarget(width: settings.width, height: settings.height)
        enlarged = try RenderTarget(width: settings.width, height: settings.height)
        composite = try StageFiles.program(vertex: "full.vert", fragment: "composite.frag")
        let height = min(max(settings.backdropHeight, 16), settings.height)
        backdrops = try Backdrops(
            width: max(settings.width * height / settings.height, 16), height: height,
            noise: noise, fullScreen: fullScreen)
        puppets = try PuppetBooth(
            settings.puppet, framing: framing, fullScreen: fullScreen,
            random: SeededRandom(seed: settings.seed).split(1))
        words =
            settings.showsWords
            ? try Words(width: settings.width, height: settings.height) : nil
        pool = PicturePool(
            width: settings.width, height: settings.height, count: settings.picturesInFlight)
        if let folder = settings.backdrops { try load(folder) }
        rehearse()
        PainterThreads.spread()
        surface.release()
    }

    /// Draws one of everything and throws it away. The driver compiles a shader when it first draws,
    /// and a font is opened when it is first written with: that would hold up the first pictures.
    private func rehearse() {
        backdrops.warmUp()
        target.begin()
        composite.use()
        bindTexture(backdrops.painted.texture, unit: 0)
        fullScreen.draw()
        let size = SIMD2(Float(target.width), Float(target.height))
        puppets.current.rehearse(framing: framing, size: size)
        words?.rehearse()
        if let picture = pool.next() { target.read(into: picture.pixels) }
    }

    /// What the stage is, in a line: its size, its surface and its renderer.
    public var description: String {
        let place = settings.surface == .offscreen ? "off screen" : "in a window"
        return "\(settings.width)x\(settings.height) \(place), drawn by \(rendererName)"
    }

    /// Takes the worlds that a folder holds (`anger.frag` …) in place of those in use.
    ///
    /// Throws `StageError` at the first that does not compile, with its file and line; it and those
    /// after it stay as they were.
    public func useBackdrops(in folder: URL) throws {
        try surface.makeCurrent()
        defer { surface.release() }
        try load(folder)
    }

    /// Takes another puppet, by a name of the program's own or by a folder, as soon as it is read
    /// and painted, which is done beside the show; a faulty one is refused in `takeRemarks`.
    ///
    /// Throws `StageError.noPuppet` where there is none.
    public func usePuppet(_ nameOrFolder: String) throws { try puppets.use(nameOrFolder) }

    /// What there is to say of the puppet since the last call: drawings that cannot be had, saves
    /// that were refused and why.
    public func takeRemarks() -> [String] { puppets.takeRemarks() }

    private func load(_ folder: URL) throws {
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw StageError.missing(path: folder.path)
        }
        for emotion in Emotion.allCases {
            let file = folder.appending(path: "\(emotion.rawValue).frag")
            if FileManager.default.fileExists(atPath: file.path) {
                try backdrops.load(emotion, from: file)
            }
        }
    }

    /// Draws a scene, shows it where there is a window, and hands the picture on.
    ///
    /// Returns nil, and draws nothing, when all pictures of the pool are in use elsewhere. Moods,
    /// cloth and captions move by the time between scenes, so a scene drawn twice looks the same
    /// twice.
    public func draw(_ scene: Scene) throws -> Picture? {
        guard let picture = pool.next() else { return nil }
        try surface.makeCurrent()
        defer { surface.release() }
        let seconds = min(max(scene.time - (lastTime ?? scene.time), 0), 1)
        lastTime = scene.time
        let room = roomMood.follow(scene.roomMood, seconds: seconds)
        let dancer = dancerMood.follow(scene.dancerMood, seconds: seconds)
        gestures.follow(scene, arousal: room.arousal, seconds: seconds)
        puppets.advance()
        let puppet = puppets.current
        let body = puppet.follow(
            scene.pose, framing: framing, mood: dancer, seconds: seconds)

        let light = drawWorld(scene, room: room, body: body, seconds: seconds)
        let size = SIMD2(Float(target.width), Float(target.height))
        let dancerWorld = World.blended(dancer.worldShares)
        puppet.draw(
            body, mood: dancer, world: dancerWorld, light: Float(light), floor: framing.floor,
            size: size)
        if scene.showsWords {
            words?.draw(
                scene, room: room, dancer: dancer, world: World.blended(room.worldShares),
                dancerWorld: dancerWorld, face: body.faceBox, light: light)
        }

        if let title = scene.title {
            let card = try titleCard ?? TitleCard(width: target.width, height: target.height)
            titleCard = card
            card.draw(title, veil: stored(World.blended(room.worldShares).deep * 0.6))
        }
        target.read(into: picture.pixels)
        picture.number = scene.number
        surface.present(target)
        return picture
    }

    /// What people did to the window since the last call; nothing off screen.
    public func pollEvents() -> [StageEvent] { surface.pollEvents() }

    /// Paints the world into the target; returns its mean luminance as shown.
    private func drawWorld(
        _ scene: Scene, room: Mood, body: PuppetBody, seconds: Double
    ) -> Double {
        // A scene drawn again is the same world still.
        if seconds > 0 || secondsOfWorld == nil {
            let age = (secondsOfWorld ?? 0) + seconds
            let isNew = backdrops.paint(
                shares: room.worldShares, uniforms: uniforms(scene, room: room, body: body))
            secondsOfWorld = isNew ? 0 : age
            if isNew { enlarge(after: age) }
        }
        target.copy(from: enlarged)
        target.begin()
        return light
    }

    /// Enlarges the world painted last to the picture's size, no brighter than the limiter lets it
    /// be so long after the one before.
    private func enlarge(after seconds: Double) {
        let luminance = backdrops.luminance()
        let gain = limiter.gain(luminance: luminance, seconds: seconds)
        light = luminance * gain
        enlarged.begin()
        composite.use()
        bindTexture(backdrops.painted.texture, unit: 0)
        // The picture holds stored values, whose square is light.
        let stored = Float(gain.squareRoot())
        glUniform4f(composite["u_gain"], stored, stored, stored, 1)
        fullScreen.draw()
    }

    private func uniforms(_ scene: Scene, room: Mood, body: PuppetBody) -> BackdropUniforms {
        let height = Float(target.height)
        let middle = SIMD2(Float(target.width), height) / 2
        let place = { (at: SIMD2<Float>) in (at - middle) / height * SIMD2(1, -1) }
        let hips = body.place(.keypoint(.midHip))
        let neck = body.place(.keypoint(.neck))
        let stand = SIMD2(middle.x, framing.floor - 1.9 * body.torso)
        let hipsAt = hips.confidence > 0 ? hips.at : stand
        let neckAt = neck.confidence > 0 ? neck.at : hipsAt - SIMD2(0, body.torso)
        var uniforms = BackdropUniforms()
        uniforms.time = Float(scene.time)
        uniforms.flow = Float(gestures.flow)
        uniforms.mood = room.weights.map(Float.init)
        uniforms.arousal = Float(room.arousal)
        uniforms.chatRate = Float(gestures.chatRate)
        uniforms.energy = Float(gestures.energy)
        uniforms.strike = Float(gestures.strike)
        uniforms.sinceBurst = Float(gestures.sinceBurst)
        uniforms.head = place(body.head)
        uniforms.chest = place(neckAt * 0.7 + hipsAt * 0.3)
        uniforms.hips = place(hipsAt)
        uniforms.floor = 0.5 - framing.floor / height
        return uniforms
    }
}
