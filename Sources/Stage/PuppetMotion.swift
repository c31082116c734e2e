import Foundation
import Signals

/// A puppet's movement from picture to picture: where each drawing hangs, without drawing any.
struct PuppetMotion {
    private let rig: PuppetRig
    var memory = BodyMemory()
    private var hanging: PuppetHanging
    private var wardrobe: Wardrobe
    private(set) var face: PuppetFace
    private var trail: Trail

    init(_ art: PuppetArt, random: SeededRandom) {
        rig = art.rig
        hanging = PuppetHanging(art)
        wardrobe = Wardrobe(rig, random: random.split(1))
        face = PuppetFace(rig, random: random)
        trail = Trail(rig.afterimages)
    }

    /// Moves limbs, hair, cloth and lids on by some seconds to a pose in torsos; returns the body
    /// that is drawn.
    mutating func follow(
        _ pose: Pose, framing: Framing, mood: Mood, seconds: Double
    ) -> PuppetBody {
        let body = PuppetBody(
            memory.follow(pose, seconds: seconds), framing: framing, head: rig.head)
        face.follow(turn: body.turn, mood: mood, seconds: seconds)
        hanging.follow(body, seconds: seconds)
        wardrobe.follow(mood, seconds: seconds)
        if rig.afterimages != nil { trail.follow(hung(body, mood: mood), seconds: seconds) }
        return body
    }

    /// Every drawing that is seen, back to front, in its place.
    func hung(_ body: PuppetBody, mood: Mood) -> [HungDrawing] {
        let shares = mood.worldShares
        return rig.limbs.indices.flatMap { index -> [HungDrawing] in
            let hang = { (name: String?, share: Float) in
                self.hanging.hung(
                    index, drawing: name, share: share, on: body, mood: mood, face: self.face)
            }
            guard rig.limbs[index].looks != nil else { return [hang(nil, 1)].compactMap { $0 } }
            return wardrobe.shown(index, shares: shares).compactMap { hang($0.name, $0.opacity) }
        }
    }

    /// The afterimages of what hangs now, the oldest first, each with its opacity.
    func ghosts(
        than hung: [HungDrawing], on body: PuppetBody
    ) -> [(hung: HungDrawing, opacity: Float)] {
        trail.ghosts(than: hung, nearer: 0.03 * body.torso)
    }
}

extension PuppetBody {
    /// The shadow on the floor, or the pool of light: narrower and fainter the higher the feet are.
    func ground(floor: Float) -> (box: Box, opacity: Float) {
        let hips = place(.keypoint(.midHip)).at
        let feet = [
            Body25.rightHeel, .leftHeel, .rightBigToe, .leftBigToe, .rightAnkle, .leftAnkle,
        ]
        .map { pose[$0] }.filter { $0.confidence > 0 }
        let left = feet.map(\.x).min() ?? hips.x
        let right = feet.map(\.x).max() ?? hips.x
        let height = max(0, floor - (feet.map(\.y).max() ?? floor)) / torso
        let near = 1 / (1 + 1.6 * height)
        let middle = (left + right) / 2
        let halfWidth = ((right - left) / 2 + 0.55 * torso) * (0.6 + 0.4 * near)
        return (
            Box(
                x: middle - halfWidth, y: floor - 0.13 * torso, width: 2 * halfWidth,
                height: 0.30 * torso), near
        )
    }
}
