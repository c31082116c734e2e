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
    private let flashes: FlashHold
    private var target: RenderTarget { flashes.target }
    private let enlarged: EnlargedWorld
    private let backdrops: Backdrops
    let backdropWatch: BackdropWatch?
    private var remarks: [String] = []
    let puppets: PuppetBooth
    private let lettering: Lettering
    private let words: Words?
    private let overlay: StageOverlay
    private var puppetInTurn = 0
    private let titleCard: TitleCard
    private let codeCard: CodeCard

    private var pool: PicturePool
    private var roomMood = EasedMood()
    private var worldMood = EasedMood()
    private var dancerMood = EasedMood()
    private var gestures = Gestures()
    private var rise = LightRise()
    private var lastTime: Double?
    private var secondsOfWorld: Double?
    private var light = 0.0

    /// The graphics driver's own name for what draws.
    public let rendererName: String

    /// How finely worlds are painted: as the settings say, or as the measurement found.
    public let quality: StageQuality

    /// How many pictures the limiter of flashes has mixed with the one before.
    public var picturesMixed: Int { flashes.mixed }

    /// Opens the surface and prepares everything that is drawn.
    ///
    /// Throws `StageError`: no display for a window, no OpenGL ES 3.0, a file of the stage that cannot
    /// be used, or no folder of backdrops where one is named. A backdrop in it that does not compile is
    /// left out and named in `takeRemarks`.
    public init(_ settings: StageSettings) throws {
        guard (16...8192).contains(settings.width), (16...8192).contains(settings.height) else {
            throw StageError.size(width: settings.width, height: settings.height)
        }
        self.settings = settings
        puppet = settings.puppet
        surface = try Surface(settings)
        rendererName = surface.rendererName
        framing = Framing(width: settings.width, height: settings.height)
        fullScreen = FullScreen()
        let noise = try Noise.bake(using: fullScreen, isFine: false)
        flashes = try FlashHold(
            width: settings.width, height: settings.height, fullScreen: fullScreen)
        enlarged = try EnlargedWorld(
            width: settings.width, height: settings.height, fullScreen: fullScreen,
            byProcessor: surface.isProcessor)
        let medium = StageQuality.medium.backdropHeight(for: settings.height)
        backdrops = try Backdrops(
            width: settings.backdropWidth(medium), height: medium, noise: noise,
            fullScreen: fullScreen)
        backdropWatch = settings.backdrops.map { BackdropWatch(folder: $0) }
        if let folder = settings.backdrops { remarks = try backdrops.load(from: folder) }
        quality = try Stage.quality(settings, backdrops)
        let height = min(
            max(settings.backdropHeight ?? quality.backdropHeight(for: settings.height), 16),
            settings.height)
        try backdrops.refine(
            width: settings.backdropWidth(height), height: height,
            noise: quality == .high ? Noise.bake(using: fullScreen, isFine: true) : noise,
            paintsEveryPicture: quality.paintsEveryPicture)
        puppets = try PuppetBooth(
            settings.puppet, framing: framing, fullScreen: fullScreen,
            random: SeededRandom(seed: settings.seed).split(1))
        lettering = try Lettering(width: settings.width, height: settings.height)
        words = settings.showsWords ? Words(lettering) : nil
        overlay = StageOverlay(lettering: lettering)
        titleCard = TitleCard(lettering: lettering)
        codeCard = CodeCard(lettering: lettering)
        pool = PicturePool(
            width: settings.width, height: settings.height, count: settings.picturesInFlight)
        rehearse()
        PainterThreads.spread()
        surface.release()
    }

    /// What is wanted, or what a measurement finds.
    private static func quality(
        _ settings: StageSettings, _ backdrops: Backdrops
    ) throws -> StageQuality {
        guard settings.quality == .auto else { return settings.quality }
        backdrops.warmUp()
        let deadline = ContinuousClock.now + QualityTrial.limit
        return try QualityTrial.quality(height: settings.height) { height in
            try backdrops.time(
                width: settings.backdropWidth(height), height: height, until: deadline)
        }
    }

    /// Draws one of everything and throws it away. The driver compiles a shader when it first draws,
    /// and a font is opened when it is first written with: that would hold up the first pictures.
    private func rehearse() {
        backdrops.warmUp()
        enlarged.take(backdrops.painted, gain: 1)
        enlarged.lay(into: target)
        target.begin()
        let size = SIMD2(Float(target.width), Float(target.height))
        puppets.rehearse(framing: framing, size: size)
        lettering.rehearse()
        words?.rehearse()
        flashes.rehearse()
        surface.rehearse(target)
        if let picture = pool.next() { target.read(into: picture.pixels) }
    }

    /// What the stage is, in a line: its size, its surface and its renderer.
    public var description: String {
        let place = settings.surface == .offscreen ? "off screen" : "in a window"
        return "\(settings.width)x\(settings.height) \(place), drawn by \(rendererName)"
    }

    /// Takes another puppet, by a name of the program's own or by a folder, as soon as it is read
    /// and painted, which is done beside the show; a faulty one is refused in `takeRemarks`.
    ///
    /// Throws `StageError.noPuppet` where there is none.
    public func usePuppet(_ nameOrFolder: String) throws {
        try puppets.use(nameOrFolder)
        puppet = nameOrFolder
    }

    /// The puppet that was asked for last: a name or a folder.
    public private(set) var puppet: String

    /// What there is to say of worlds and puppet since the last call: drawings that cannot be had,
    /// saves that were refused and why.
    public func takeRemarks() -> [String] {
        defer { remarks = [] }
        return remarks + puppets.takeRemarks()
    }

    /// Takes in a world that was saved, one a picture.
    private func followBackdrops() {
        guard let watch = backdropWatch, let emotion = watch.news() else { return }
        do {
            try backdrops.load(emotion, from: watch.file(emotion))
        } catch {
            remarks.append("\(error)")
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
        let world = worldMood.follow(scene.worldMood ?? scene.roomMood, seconds: seconds)
        let dancer = dancerMood.follow(scene.dancerMood, seconds: seconds)
        gestures.follow(scene, arousal: room.arousal, seconds: seconds)
        puppets.advance()
        followBackdrops()
        let puppet = puppets.current
        let body = puppet.follow(
            scene.pose, framing: framing, mood: dancer, seconds: seconds)

        let light = drawBackground(scene, room: world, body: body, seconds: seconds)
        let size = SIMD2(Float(target.width), Float(target.height))
        let dancerWorld = World.blended(dancer.worldShares)
        puppet.draw(
            body, mood: dancer, world: dancerWorld, light: Float(light), floor: framing.floor,
            size: size)
        if scene.showsBones { overlay.drawBones(body.pose) }
        if scene.showsWords {
            words?.draw(
                scene, room: room, dancer: dancer, world: World.blended(world.worldShares),
                dancerWorld: dancerWorld, face: body.faceBox,
                code: scene.code.map(codeCard.box(of:)), light: light)
        }

        if let title = scene.title {
            titleCard.draw(title, veil: stored(World.blended(world.worldShares).deep * 0.6))
        }
        if let code = scene.code { codeCard.draw(code) }
        if settings.limitsFlashes {
            flashes.read(into: picture, seconds: seconds)
        } else {
            target.read(into: picture.pixels)
        }
        if settings.background == .transparent { picture.unmultiply() }
        picture.number = scene.number
        // Meant for whoever sits at the window; no output shows it.
        if showsKeys, surface.isWindow { overlay.drawKeys() }
        surface.present(target)
        flashes.advance()
        return picture
    }

    /// Whether the window lists its keys over the picture; what is handed on never does.
    public var showsKeys = false

    /// The list of keys alone, for tests: a window's picture cannot be read back everywhere.
    func pictureOfKeys() throws -> Picture {
        try surface.makeCurrent()
        defer { surface.release() }
        let picture = Picture(width: settings.width, height: settings.height)
        target.begin()
        glClearColor(0, 0, 0, 1)
        glClear(GLbitfield(GL_COLOR_BUFFER_BIT))
        overlay.drawKeys()
        target.read(into: picture.pixels)
        return picture
    }

    /// Fills the display with the window, or goes back to its size; nothing off screen.
    public func toggleFullscreen() { surface.setFullscreen(!surface.isFullscreen) }

    /// Takes the next puppet: the program's own in turn, and the one that the stage began with.
    public func useNextPuppet() throws {
        var names = PuppetFolder.names
        if !names.contains(settings.puppet) { names.append(settings.puppet) }
        let first = names.firstIndex(of: settings.puppet) ?? 0
        puppetInTurn += 1
        try usePuppet(names[(first + puppetInTurn) % names.count])
    }

    /// What people did to the window since the last call; nothing off screen.
    public func pollEvents() -> [StageEvent] { surface.pollEvents() }

    /// Paints what is behind the puppet; returns its mean luminance.
    private func drawBackground(
        _ scene: Scene, room: Mood, body: PuppetBody, seconds: Double
    ) -> Double {
        guard settings.background == .transparent else {
            return drawWorld(scene, room: room, body: body, seconds: seconds)
        }
        target.begin()
        glClearColor(0, 0, 0, 0)
        glClear(GLbitfield(GL_COLOR_BUFFER_BIT))
        return 0
    }

    /// Paints the world into the target; returns its mean luminance as shown.
    private func drawWorld(
        _ scene: Scene, room: Mood, body: PuppetBody, seconds: Double
    ) -> Double {
        // A scene drawn again is the same world still.
        if seconds > 0 || secondsOfWorld == nil {
            let age = (secondsOfWorld ?? 0) + seconds
            let isNew = backdrops.paint(
                shares: room.worldShares,
                uniforms: BackdropUniforms(
                    scene, room: room, body: body, gestures: gestures, framing: framing))
            secondsOfWorld = isNew ? 0 : age
            if isNew { enlarge(after: age) }
        }
        enlarged.lay(into: target)
        target.begin()
        return light
    }

    /// Enlarges the world painted last to the picture's size, no brighter than it may have
    /// risen so long after the one before.
    private func enlarge(after seconds: Double) {
        let luminance = backdrops.luminance()
        let allowed = rise.gain(luminance: luminance, seconds: seconds)
        let gain = settings.limitsFlashes ? allowed : 1
        light = luminance * gain
        enlarged.take(backdrops.painted, gain: gain)
    }
}
