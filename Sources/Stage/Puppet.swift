import CGLES
import Foundation
import Signals

/// The dancer as a figure of cut paper.
final class Puppet {
    private let rig: PuppetRig
    private let atlas: LimbAtlas
    private let programs:
        (
            ground: ShaderProgram, halo: ShaderProgram, limbs: ShaderProgram,
            face: ShaderProgram
        )
    private let quads = Quads()
    private var face: PuppetFace
    private var hairSwing = Swing()
    private var skirtSwing = Swing()
    private var directions: [SIMD2<Float>]

    init(
        folder: URL, framing: Framing, fullScreen: FullScreen, random: SeededRandom
    ) throws {
        rig = try PuppetRig(folder: folder)
        atlas = try LimbAtlas(
            drawings: Set(rig.limbs.compactMap(\.drawing)), in: folder,
            density: max(framing.pixelsPerTorso / rig.unitsPerTorso * 1.25, 0.8),
            fullScreen: fullScreen)
        let program = { (name: String) in
            try StageFiles.program(vertex: "quads.vert", fragment: "\(name).frag")
        }
        programs = try (program("ground"), program("halo"), program("limbs"), program("face"))
        face = PuppetFace(rig, random: random)
        directions = Array(repeating: SIMD2(0, 1), count: rig.limbs.count)
    }

    /// Moves hair, cloth and lids on by some seconds.
    func follow(_ body: PuppetBody, mood: Mood, seconds: Double) {
        face.follow(turn: body.turn, mood: mood, seconds: seconds)
        hairSwing.follow(body.head.x / body.torso, seconds: seconds)
        skirtSwing.follow(body.place(.keypoint(.midHip)).at.x / body.torso, seconds: seconds)
    }

    /// Draws a figure nobody sees, before the first one that counts, and forgets it.
    func rehearse(framing: Framing, size: SIMD2<Float>) {
        let known = directions
        let points = Body25.allCases.map { Keypoint(x: 0.1, y: -Float($0.rawValue) / 8) }
        draw(
            PuppetBody(Pose(points: points), framing: framing), mood: Mood(.neutral),
            world: World.all[0], light: 1, floor: framing.floor, size: size)
        directions = known
    }

    /// Draws the figure and its shadow over the current target, which is `size` pixels, before a
    /// world of the mean luminance `light`, 0 to 1.
    func draw(
        _ body: PuppetBody, mood: Mood, world: World, light: Float, floor: Float,
        size: SIMD2<Float>
    ) {
        let ink = stored(world.deep * 0.55)
        let pale = stored(linear(0xFFF8EA) * 0.93 + world.light * 0.07)
        bindTexture(atlas.texture, unit: 0)
        begin(programs.ground, size: size)
        addGround(body, floor: floor, ink: ink)
        quads.draw()

        let hung = rig.limbs.indices.compactMap { hang($0, on: body, mood: mood) }
        begin(programs.halo, size: size)
        // In the dark nobody would see it.
        let halo = min(light * 8, 1) * 0.95
        if halo > 0.25 {
            for limb in hung {
                addHalo(limb, margin: LimbAtlas.shadow, colour: SIMD4(ink * 0.4, halo), slope: 2.8)
            }
        }
        // `edges.frag` keeps the rim above 0.31 of opacity and the shadow below 0.28.
        for limb in hung {
            addHalo(
                limb, margin: LimbAtlas.rim + 0.8, colour: SIMD4(pale, 1), slope: 16,
                offset: -3.68)
        }
        quads.draw()

        // Each limb over those behind it; the face lies between, with a program of its own.
        begin(programs.limbs, size: size)
        set(programs.limbs, world: world, ink: ink, pale: pale)
        for limb in hung {
            if let tile = limb.tile {
                let (box, uv) = tile.box(margin: tile.margin)
                add(limb, box, uv: uv, colour: .one, shape: .zero)
            } else {
                quads.draw()
                drawFace(limb, mood: mood, body: body, world: world, ink: ink, size: size)
                programs.limbs.use()
            }
        }
        quads.draw()
    }

    private func begin(_ program: ShaderProgram, size: SIMD2<Float>) {
        program.use()
        glUniform2f(program["u_size"], size.x, size.y)
        glUniform1i(program["u_limbs"], 0)
    }

    /// A limb in its place: how its drawing's axes lie in the picture.
    private struct Hung {
        var tile: LimbAtlas.Tile?
        var origin: SIMD2<Float>
        var pin: SIMD2<Float>
        /// Pixels per unit along the drawing's own x and y.
        var acrossX: SIMD2<Float>
        var downY: SIMD2<Float>
        var opacity: Float
    }

    private func hang(_ index: Int, on body: PuppetBody, mood: Mood) -> Hung? {
        let limb = rig.limbs[index]
        let from = body.place(limb.from)
        let to = body.place(limb.to)
        let worn = limb.worn.map { PuppetWear.size(mood[$0]) } ?? 1
        let opacity = min(from.confidence, to.confidence) * 4
        guard opacity > 0.02, worn > 0.02 else { return nil }

        let unit = body.torso / rig.unitsPerTorso
        let reach = to.at - from.at
        let length = (reach * reach).sum().squareRoot()
        // A limb that points at the audience has no direction of its own: keep the one it had.
        let doubt = max(0, 0.14 - length / body.torso) / 0.14
        var way = PuppetBody.unit(
            PuppetBody.unit(reach, else: directions[index]) * (1 - doubt)
                + directions[index] * doubt, else: directions[index])
        directions[index] = way
        if limb.swing > 0 {
            let angle = (limb.worn == nil ? hairSwing : skirtSwing).angle * limb.swing
            let (sine, cosine) = (sin(angle), cos(angle))
            way = SIMD2(way.x * cosine - way.y * sine, way.x * sine + way.y * cosine)
        }

        let pinned = limb.pins.to - limb.pins.from
        let drawn = (pinned * pinned).sum().squareRoot()
        let ratio = length / (drawn * unit)
        let stretch = min(max(ratio, limb.stretch.lowerBound), limb.stretch.upperBound)
        let along = way * unit * stretch * worn
        let across = SIMD2(-way.y, way.x) * unit * worn * (limb.mirrored ? -1 : 1)
        // The drawing's axis from pin to pin becomes `along`; what lies square to it, `across`.
        let axis = pinned / drawn
        let square = SIMD2(-axis.y, axis.x)
        return Hung(
            tile: limb.drawing.flatMap { atlas.tiles[$0] },
            origin: limb.anchor == .from ? from.at : to.at,
            pin: limb.anchor == .from ? limb.pins.from : limb.pins.to,
            acrossX: along * axis.x + across * square.x,
            downY: along * axis.y + across * square.y, opacity: min(opacity, 1))
    }

    private func addHalo(
        _ limb: Hung, margin: Float, colour: SIMD4<Float>, slope: Float, offset: Float = 0
    ) {
        guard let tile = limb.tile else { return }
        let (box, uv) = tile.box(margin: margin)
        add(limb, box, uv: uv, colour: colour, shape: SIMD4(slope, offset, 0, 0))
    }

    private func add(
        _ limb: Hung, _ box: Box, uv: Box, colour: SIMD4<Float>, shape: SIMD4<Float>
    ) {
        var colour = colour
        colour.w *= limb.opacity
        let corner = { (right: Float, down: Float) -> Corner in
            let drawn = SIMD2(box.x + right * box.width, box.y + down * box.height) - limb.pin
            let at = limb.origin + limb.acrossX * drawn.x + limb.downY * drawn.y
            return Corner(
                x: at.x, y: at.y, u: uv.x + right * uv.width, v: uv.y + down * uv.height,
                colour: colour, shape: shape)
        }
        quads.add(corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1))
    }

    /// The shadow on the floor: narrower and fainter the higher the feet are.
    private func addGround(_ body: PuppetBody, floor: Float, ink: SIMD3<Float>) {
        let hips = body.place(.keypoint(.midHip)).at
        let feet = [
            Body25.rightHeel, .leftHeel, .rightBigToe, .leftBigToe, .rightAnkle, .leftAnkle,
        ]
        .map { body.pose[$0] }.filter { $0.confidence > 0 }
        let left = feet.map(\.x).min() ?? hips.x
        let right = feet.map(\.x).max() ?? hips.x
        let height = max(0, floor - (feet.map(\.y).max() ?? floor)) / body.torso
        let near = 1 / (1 + 1.6 * height)
        let middle = (left + right) / 2
        let halfWidth = ((right - left) / 2 + 0.55 * body.torso) * (0.6 + 0.4 * near)
        quads.addBox(
            Box(
                x: middle - halfWidth, y: floor - 0.13 * body.torso, width: 2 * halfWidth,
                height: 0.30 * body.torso),
            uv: Box(x: -1, y: -1, width: 2, height: 2), colour: SIMD4(ink * 0.5, 0.72 * near))
    }

    private func set(
        _ program: ShaderProgram, world: World, ink: SIMD3<Float>, pale: SIMD3<Float>
    ) {
        let set = { (name: String, colour: SIMD3<Float>) in
            glUniform3f(program[name], colour.x, colour.y, colour.z)
        }
        set("u_paperA", stored(world.paperA))
        set("u_paperB", stored(world.paperB))
        set("u_accent", stored(world.accent))
        set("u_ink", ink)
        set("u_pale", pale)
    }

    private func drawFace(
        _ limb: Hung, mood: Mood, body: PuppetBody, world: World, ink: SIMD3<Float>,
        size: SIMD2<Float>
    ) {
        let program = programs.face
        begin(program, size: size)
        set(program, world: world, ink: ink, pale: ink)
        let now = face.mixed(mood)
        glUniform1f(program["u_unit"], body.torso / rig.unitsPerTorso)
        glUniform4f(
            program["u_brow"], Float(sin(now.browAngle * .pi / 180)), Float(now.browHeight),
            Float(now.browCurve), Float(now.cheek))
        glUniform4f(
            program["u_eye"], Float(now.lid), Float(now.squint), Float(now.pupil), face.blink)
        glUniform4f(
            program["u_mouth"], Float(now.mouthCurve), Float(now.mouthOpen),
            Float(now.mouthWidth), Float(now.tear))
        glUniform4f(program["u_look"], body.turn, body.pitch, face.gaze, body.pitch)
        add(
            limb, Box(x: 0, y: 0, width: 64, height: 64),
            uv: Box(x: -32, y: -32, width: 64, height: 64), colour: .one, shape: .zero)
        quads.draw()
    }
}

/// Clothes that are worn in one emotion grow from their pin as it grows.
enum PuppetWear {
    /// The size, 0 to 1, at a weight of the emotion: nothing below a third, all from two thirds.
    static func size(_ weight: Double) -> Float {
        let share = Float(min(max((weight - 0.33) / 0.3, 0), 1))
        return share * share * (3 - 2 * share)
    }
}
