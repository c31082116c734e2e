import Foundation
import Signals

/// What a stage would draw of each scene, in numbers, for a stage that stands elsewhere: a browser.
///
/// The puppet hangs, swings and blinks by the same rules as on the stage, and the worlds get the same
/// numbers; only the painting is left to be done. Needs no OpenGL and draws nothing itself.
public struct StageScript: Sendable {
    /// The picture that lengths are told in: pixels of one 720 high.
    static let framing = Framing(width: 1280, height: 720)

    /// What a stage needs before it can draw, by name.
    public let kit: StageKit
    private let art: PuppetArt
    private let tiles: [SIMD2<Float>: Int]
    private var roomMood = EasedMood()
    private var worldMood = EasedMood()
    private var dancerMood = EasedMood()
    private var gestures = Gestures()
    private var captions = Captions()
    private var motion: PuppetMotion
    private var lastTime: Double?

    /// Reads and paints a puppet, by a name of the program's own or by a folder, and reads the
    /// backdrops, those of a folder before the program's own; takes some tenths of a second.
    ///
    /// Throws `StageError`.
    public init(puppet: String, backdrops: URL? = nil, seed: UInt64) throws {
        let folder = try PuppetFolder.find(puppet)
        // A browser's picture may be larger: drawn for one of 1080.
        art = try PuppetArt(
            folder: folder, pixelsPerTorso: Self.framing.pixelsPerTorso * 1.5)
        motion = PuppetMotion(art, random: SeededRandom(seed: seed).split(1))
        var tiles: [SIMD2<Float>: Int] = [:]
        var listed: [PuppetArt.Tile] = []
        for fit in art.fits.flatMap({ $0.sorted { $0.key < $1.key } }) {
            let place = SIMD2(fit.value.tile.uv.x, fit.value.tile.uv.y)
            guard tiles[place] == nil else { continue }
            tiles[place] = listed.count
            listed.append(fit.value.tile)
        }
        self.tiles = tiles
        kit = try StageKit(art: art, tiles: listed, backdrops: backdrops)
    }

    /// The next scene as one line of JSON; `revision` says which kit it is drawn with.
    ///
    /// Moods, cloth and captions move by the time since the last scene.
    public mutating func line(for scene: Scene, revision: Int) -> [UInt8] {
        let seconds = min(max(scene.time - (lastTime ?? scene.time), 0), 1)
        lastTime = scene.time
        let room = roomMood.follow(scene.roomMood, seconds: seconds)
        let world = worldMood.follow(scene.worldMood ?? scene.roomMood, seconds: seconds)
        let dancer = dancerMood.follow(scene.dancerMood, seconds: seconds)
        gestures.follow(scene, arousal: room.arousal, seconds: seconds)
        captions.follow(scene.messages)
        let body = motion.follow(
            scene.pose, framing: Self.framing, mood: dancer, seconds: seconds)
        let hung = motion.hung(body, mood: dancer)

        var line = ScriptLine()
        line.add("revision", Double(revision), decimals: 0)
        line.add("number", Double(scene.number), decimals: 0)
        line.add("time", scene.time, decimals: 3)
        add(
            BackdropUniforms(
                scene, room: world, body: body, gestures: gestures, framing: Self.framing),
            to: &line)
        line.add("worlds", world.worldShares.map(Float.init), decimals: 4)
        line.add("looks", dancer.worldShares.map(Float.init), decimals: 4)
        line.add("room", room.weights.map(Float.init), decimals: 3)
        line.add("dancer", dancer.weights.map(Float.init), decimals: 3)
        addColours(dancer, to: &line)
        let ground = body.ground(floor: Self.framing.floor)
        line.add(
            "ground",
            [ground.box.x, ground.box.y, ground.box.width, ground.box.height, ground.opacity],
            decimals: 2)
        line.add("limbs", hung.map { numbers(of: $0, opacity: $0.opacity) }, decimals: 4)
        line.add(
            "ghosts",
            motion.ghosts(than: hung, on: body).map {
                numbers(of: $0.hung, opacity: $0.hung.opacity * $0.opacity)
            }, decimals: 4)
        addFace(body, mood: dancer, to: &line)
        addWords(scene, body: body, to: &line)
        return line.bytes
    }

    private func add(_ uniforms: BackdropUniforms, to line: inout ScriptLine) {
        line.add(
            "pace",
            [
                uniforms.flow, uniforms.arousal, uniforms.chatRate, uniforms.energy,
                uniforms.strike, uniforms.sinceBurst,
            ], decimals: 4)
        // In picture heights from the middle, y upwards.
        line.add(
            "places",
            [
                uniforms.head.x, uniforms.head.y, uniforms.chest.x, uniforms.chest.y,
                uniforms.hips.x, uniforms.hips.y, uniforms.floor,
            ], decimals: 5)
    }

    /// The tile (-1 for the face), then how the drawing's own x and y become pixels, then its opacity.
    private func numbers(of hung: HungDrawing, opacity: Float) -> [Float] {
        let tile = hung.tile.flatMap { tiles[SIMD2($0.uv.x, $0.uv.y)] } ?? -1
        let origin = hung.place(.zero)
        return [
            Float(tile), hung.acrossX.x, hung.acrossX.y, hung.downY.x, hung.downY.y, origin.x,
            origin.y, opacity,
        ]
    }

    /// The colours of the puppet, as the picture stores them, all but those that light changes.
    private func addColours(_ mood: Mood, to line: inout ScriptLine) {
        let shares = mood.worldShares
        let colours = PuppetColours(
            art.rig, world: World.blended(shares), shares: shares, light: 1)
        line.add(
            "colours",
            [
                colours.papers.a, colours.papers.b, colours.papers.accent, colours.ink,
                colours.pale, colours.lit,
            ].map { [$0.x, $0.y, $0.z] }, decimals: 4)
    }

    private func addFace(_ body: PuppetBody, mood: Mood, to line: inout ScriptLine) {
        let now = motion.face.mixed(mood)
        let brow = [sin(now.browAngle * .pi / 180), now.browHeight, now.browCurve, now.cheek]
        let eye = [now.lid, now.squint, now.pupil, Double(motion.face.blink)]
        let mouth = [now.mouthCurve, now.mouthOpen, now.mouthWidth, now.tear]
        line.add(
            "face",
            (brow + eye + mouth).map { Float($0) }
                + [body.turn, body.pitch, motion.face.gaze, body.pitch], decimals: 4)
    }

    private func addWords(_ scene: Scene, body: PuppetBody, to line: inout ScriptLine) {
        line.add("showsWords", scene.showsWords ? 1 : 0, decimals: 0)
        let face = body.faceBox
        line.add("faceBox", [face.x, face.y, face.width, face.height], decimals: 1)
        let placed = captions.taken.enumerated().compactMap { place, id -> ScriptLine.Caption? in
            guard let id, let caption = scene.messages.first(where: { $0.id == id }) else {
                return nil
            }
            return ScriptLine.Caption(
                place: place, id: id, author: caption.author,
                text: String(caption.text.prefix(TextCache.longestText)), age: caption.age,
                weight: min(max(caption.weight, 0), 1))
        }
        line.add("messages", placed)
    }
}
