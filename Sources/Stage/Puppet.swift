import CGLES
import Foundation
import Signals

/// The dancer as a figure of cut paper.
final class Puppet {
    private let rig: PuppetRig
    private let atlas: LimbAtlas
    private let program: ShaderProgram
    private let noise: GLuint
    private let quads = Quads()
    private var face: PuppetFace
    private var hairSwing = Swing()
    private var skirtSwing = Swing()
    private var directions: [SIMD2<Float>]

    /// The kinds of quad that `puppet.frag` knows.
    private enum Kind: Float { case limb, rim, cut, shadow, face, ground }

    init(
        folder: URL, framing: Framing, noise: GLuint, fullScreen: FullScreen, random: SeededRandom
    ) throws {
        rig = try PuppetRig(folder: folder)
        atlas = try LimbAtlas(
            drawings: Set(rig.limbs.compactMap(\.drawing)), in: folder,
            density: max(framing.pixelsPerTorso / rig.unitsPerTorso * 1.25, 0.4),
            fullScreen: fullScreen)
        program = try StageFiles.program(vertex: "quads.vert", fragment: "puppet.frag")
        self.noise = noise
        face = PuppetFace(rig, random: random)
        directions = Array(repeating: SIMD2(0, 1), count: rig.limbs.count)
    }

    /// Moves hair, cloth and lids on by some seconds.
    func follow(_ body: PuppetBody, mood: Mood, seconds: Double) {
        face.follow(turn: body.turn, mood: mood, seconds: seconds)
        hairSwing.follow(body.head.x / body.torso, seconds: seconds)
        skirtSwing.follow(body.place(.keypoint(.midHip)).at.x / body.torso, seconds: seconds)
    }

    /// Draws the figure and its shadow over the current target, which is `size` pixels.
    func draw(
        _ body: PuppetBody, mood: Mood, world: World, floor: Float, size: SIMD2<Float>
    ) {
        program.use()
        bindTexture(atlas.limbs, unit: 0)
        bindTexture(atlas.edges, unit: 1)
        bindTexture(noise, unit: 2)
        glUniform1i(program["u_limbs"], 0)
        glUniform1i(program["u_edges"], 1)
        glUniform1i(program["u_noise"], 2)
        glUniform2f(program["u_size"], size.x, size.y)
        glUniform1f(program["u_unit"], body.torso / rig.unitsPerTorso)
        setColours(world)
        setFace(mood, body: body)

        addGround(body, floor: floor)
        let hung = rig.limbs.indices.compactMap { hang($0, on: body, mood: mood) }
        for limb in hung { add(limb, as: .shadow, opacity: 0.95, strength: 0.45) }
        for limb in hung { add(limb, as: .rim, opacity: 1) }
        for limb in hung {
            if limb.tile != nil {
                let drop = SIMD2<Float>(0, 0.022) * body.torso
                add(limb, as: .shadow, opacity: 0.42, strength: 0.9, moved: drop)
                add(limb, as: .cut, opacity: 0.55)
                add(limb, as: .limb, opacity: 1)
            } else {
                add(limb, as: .face, opacity: 1)
            }
        }
        quads.draw()
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

    private func add(
        _ limb: Hung, as kind: Kind, opacity: Float, strength: Float = 1,
        moved: SIMD2<Float> = .zero
    ) {
        let box: Box
        let uv: Box
        if let tile = limb.tile {
            box = Box(x: 0, y: 0, width: tile.width, height: tile.height).grown(by: tile.margin)
            uv = tile.uv
        } else {
            guard kind == .face else { return }
            box = Box(x: 0, y: 0, width: 64, height: 64)
            uv = Box(x: -32, y: -32, width: 64, height: 64)
        }
        let corner = { (right: Float, down: Float) -> Corner in
            let drawn = SIMD2(box.x + right * box.width, box.y + down * box.height) - limb.pin
            let at = limb.origin + limb.acrossX * drawn.x + limb.downY * drawn.y + moved
            return Corner(
                x: at.x, y: at.y, u: uv.x + right * uv.width, v: uv.y + down * uv.height,
                colour: SIMD4(1, 1, 1, opacity * limb.opacity),
                shape: SIMD4(kind.rawValue, strength, 0, 0))
        }
        quads.add(corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1))
    }

    /// The shadow on the floor: narrower and fainter the higher the feet are.
    private func addGround(_ body: PuppetBody, floor: Float) {
        let hips = body.place(.keypoint(.midHip)).at
        let feet = [Body25.rightHeel, .leftHeel, .rightBigToe, .leftBigToe, .rightAnkle, .leftAnkle]
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
            uv: Box(x: -1, y: -1, width: 2, height: 2), colour: SIMD4(1, 1, 1, 0.72 * near),
            shape: SIMD4(Kind.ground.rawValue, 0, 0, 0))
    }

    private func setColours(_ world: World) {
        let set = { (name: String, colour: SIMD3<Float>) in
            glUniform3f(self.program[name], colour.x, colour.y, colour.z)
        }
        set("u_paperA", stored(world.paperA))
        set("u_paperB", stored(world.paperB))
        set("u_accent", stored(world.accent))
        set("u_ink", stored(world.deep * 0.55))
        set("u_pale", stored(linear(0xFFF8EA) * 0.93 + world.light * 0.07))
    }

    private func setFace(_ mood: Mood, body: PuppetBody) {
        let now = face.mixed(mood)
        glUniform4f(
            program["u_brow"], Float(sin(now.browAngle * .pi / 180)), Float(now.browHeight),
            Float(now.browCurve), Float(now.cheek))
        glUniform4f(
            program["u_eye"], Float(now.lid), Float(now.squint), Float(now.pupil), face.blink)
        glUniform4f(
            program["u_mouth"], Float(now.mouthCurve), Float(now.mouthOpen),
            Float(now.mouthWidth), Float(now.tear))
        glUniform4f(program["u_look"], body.turn, body.pitch, face.gaze, body.pitch)
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
