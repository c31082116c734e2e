import CGLES
import Foundation
import Signals

/// The dancer as a figure of drawings.
final class Puppet {
    private let rig: PuppetRig
    private let atlas: LimbAtlas
    private let programs: PuppetPrograms
    private let faceProgram: ShaderProgram?
    private var quads: Quads { programs.quads }
    private var motion: PuppetMotion

    /// What of the puppet could not be had and is drawn plainly, in plain words.
    let faults: [String]

    /// A puppet of painted art, its texture still to be finished.
    init(
        _ art: PuppetArt, programs: PuppetPrograms, fullScreen: FullScreen, random: SeededRandom
    ) throws {
        rig = art.rig
        self.programs = programs
        atlas = try LimbAtlas(art, edges: programs.edges, fullScreen: fullScreen)
        motion = PuppetMotion(art, random: random)
        var faults = art.faults
        var own: ShaderProgram?
        if let source = art.face {
            do {
                own = try programs.face(source.text, path: source.path)
            } catch {
                faults.append("\(error) The face is left out.")
            }
        }
        faceProgram = own
        self.faults = faults
    }

    /// Whether it can be drawn.
    var isFinished: Bool { atlas.isFinished }

    /// Finishes the texture at once.
    func finish() { atlas.finish() }

    /// Does some texels' worth of the texture.
    func advance(texels: Int) { atlas.advance(texels: texels) }

    /// Frees what OpenGL holds for it, while the context is current.
    func delete() { atlas.delete() }

    /// Stands where another stands.
    func follow(_ last: Puppet) { motion.memory = last.motion.memory }

    /// Moves limbs, hair, cloth and lids on by some seconds to a pose in torsos; returns the body
    /// that is drawn.
    func follow(_ pose: Pose, framing: Framing, mood: Mood, seconds: Double) -> PuppetBody {
        motion.follow(pose, framing: framing, mood: mood, seconds: seconds)
    }

    /// Draws a figure nobody sees, before the first one that counts, and forgets it.
    func rehearse(framing: Framing, size: SIMD2<Float>) {
        let before = motion
        let points = Body25.allCases.map { Keypoint(x: 0.1, y: -Float($0.rawValue) / 8) }
        let body = follow(
            Pose(points: points), framing: framing, mood: Mood(.neutral), seconds: 0)
        draw(
            body, mood: Mood(.neutral), world: World.all[0], light: 1, floor: framing.floor,
            size: size)
        motion = before
    }

    /// Draws the figure and its shadow over the current target, which is `size` pixels, before a
    /// world of the mean luminance `light`, 0 to 1.
    func draw(
        _ body: PuppetBody, mood: Mood, world: World, light: Float, floor: Float,
        size: SIMD2<Float>
    ) {
        let colours = PuppetColours(
            rig, world: world, shares: mood.worldShares, light: light)
        let hung = motion.hung(body, mood: mood)
        bindTexture(atlas.texture, unit: 0)
        begin(programs.ground, size: size)
        addGround(body, floor: floor, colour: colours.ground)
        quads.draw()

        begin(programs.halo, size: size)
        addHalos(hung, colours: colours)
        quads.draw()

        // Each limb over those behind it; the face lies between, with a program of its own.
        let limbs = programs[rig.manner]
        begin(limbs, size: size)
        colours.set(on: limbs)
        for (ghost, faint) in motion.ghosts(than: hung, on: body) {
            addLimb(ghost, share: 0, colour: SIMD4(1, 1, 1, faint), shape: SIMD4(1, 0, 0, 0))
        }
        for limb in hung {
            if limb.tile != nil {
                addLimb(limb, share: 1, colour: .one, shape: .zero)
            } else if let faceProgram {
                quads.draw()
                begin(faceProgram, size: size)
                colours.set(on: faceProgram)
                drawFace(limb, with: faceProgram, mood: mood, body: body)
                limbs.use()
            }
        }
        quads.draw()
    }

    private func begin(_ program: ShaderProgram, size: SIMD2<Float>) {
        program.use()
        glUniform2f(program["u_size"], size.x, size.y)
        glUniform1i(program["u_limbs"], 0)
    }

    private func addHalos(_ hung: [HungDrawing], colours: PuppetColours) {
        // In the dark nobody would see it.
        if colours.halo.w > 0.25 {
            for limb in hung {
                addLimb(
                    limb, share: 1, colour: colours.halo, shape: SIMD4(colours.haloSlope, 0, 0, 0))
            }
        }
        guard rig.edges.rim > 0, rig.manner != .light else { return }
        // `edges.frag` keeps the rim above 0.31 of opacity and the shadow below 0.28.
        let share = (rig.edges.rim + 0.8) / max(rig.edges.shadow, rig.edges.rim)
        for limb in hung {
            addLimb(
                limb, share: share, colour: SIMD4(colours.pale, 1),
                shape: SIMD4(16, -3.68, 0, 0))
        }
    }

    /// Adds a drawing with a share of its margin.
    private func addLimb(
        _ limb: HungDrawing, share: Float, colour: SIMD4<Float>, shape: SIMD4<Float>
    ) {
        guard let tile = limb.tile else { return }
        let (box, uv) = tile.box(share: share)
        add(limb, box, uv: uv, colour: colour, shape: shape)
    }

    private func add(
        _ limb: HungDrawing, _ box: Box, uv: Box, colour: SIMD4<Float>, shape: SIMD4<Float>
    ) {
        var colour = colour
        colour.w *= limb.opacity
        let corner = { (right: Float, down: Float) -> Corner in
            let at = limb.place(SIMD2(box.x + right * box.width, box.y + down * box.height))
            return Corner(
                x: at.x, y: at.y, u: uv.x + right * uv.width, v: uv.y + down * uv.height,
                colour: colour, shape: shape)
        }
        quads.add(corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1))
    }

    private func addGround(_ body: PuppetBody, floor: Float, colour: SIMD4<Float>) {
        let ground = body.ground(floor: floor)
        var colour = colour
        colour.w *= ground.opacity
        quads.addBox(
            ground.box, uv: Box(x: -1, y: -1, width: 2, height: 2), colour: colour)
    }

    private func drawFace(
        _ limb: HungDrawing, with program: ShaderProgram, mood: Mood, body: PuppetBody
    ) {
        let face = motion.face
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
