import Foundation
import Signals

/// A pose in the picture's pixels, with the head's frame that BODY_25 does not name.
struct PuppetBody {
    /// The keypoints, in pixels.
    let pose: Pose
    /// Pixels a torso.
    let torso: Float
    /// The head's middle, and its upward direction of length 1.
    let head: SIMD2<Float>
    let up: SIMD2<Float>
    let headConfidence: Float
    /// How far the head is turned to the picture's right, and how far bowed: -1 to 1.
    let turn: Float
    let pitch: Float

    /// From the middle of the head to its crown, in torsos.
    private let crown: Float

    init(_ pose: Pose, framing: Framing, head rules: PuppetRig.Head = PuppetRig.Head()) {
        let pixels = framing.pixels(pose)
        self.pose = pixels
        torso = framing.pixelsPerTorso
        crown = rules.crown
        let place = { (point: Body25) -> SIMD2<Float>? in
            let keypoint = pixels[point]
            return keypoint.confidence > 0 ? SIMD2(keypoint.x, keypoint.y) : nil
        }
        let middle = { (a: SIMD2<Float>?, b: SIMD2<Float>?) -> SIMD2<Float>? in
            guard let a, let b else { return a ?? b }
            return (a + b) / 2
        }
        let hips = place(.midHip) ?? SIMD2(Float(framing.width) / 2, framing.floor - 1.9 * torso)
        let neck = place(.neck) ?? hips - SIMD2(0, torso)
        let trunk = PuppetBody.unit(neck - hips, else: SIMD2(0, -1))
        let nose = place(.nose)
        let ears =
            place(.rightEar) != nil && place(.leftEar) != nil
            ? middle(place(.rightEar), place(.leftEar)) : nil
        let skull = ears ?? nose ?? neck + trunk * torso * 0.5
        let centre = ears != nil && nose != nil ? skull * 0.8 + nose! * 0.2 : skull

        // The neck says where the head leans; the trunk steadies it, the eyes' line rolls it.
        let toHead = PuppetBody.unit(centre - neck, else: trunk)
        var lean = PuppetBody.unit(toHead * 0.7 + trunk * 0.3, else: toHead)
        if let right = place(.rightEye), let left = place(.leftEye) {
            let line = left - right
            let seen = min(max((line.x / torso - 0.06) / 0.1, 0), 1)
            let roll = PuppetBody.unit(SIMD2(line.y, -line.x), else: lean)
            lean = PuppetBody.unit(lean + (roll - lean) * seen * 0.6, else: lean)
        }
        up = lean
        // A head too near or too far from its neck is held at arm's length of the drawing.
        let distance = ((centre - neck) * (centre - neck)).sum().squareRoot()
        let held = min(max(distance, rules.neck.lowerBound * torso), rules.neck.upperBound * torso)
        head = neck + toHead * held
        headConfidence = max(
            pixels[.nose].confidence, pixels[.rightEar].confidence, pixels[.leftEar].confidence)

        let across = SIMD2(-lean.y, lean.x)
        if let nose, let ears {
            let off = (nose - ears) / torso
            turn = min(max((off * across).sum() / 0.2, -1), 1)
            pitch = min(max(((off * -lean).sum() - 0.04) / 0.2, -1), 1)
        } else {
            turn = 0
            pitch = 0
        }
    }

    /// A joint's place in pixels and how sure it is.
    func place(_ joint: Joint) -> (at: SIMD2<Float>, confidence: Float) {
        switch joint {
        case .keypoint(let point):
            let keypoint = pose[point]
            return (SIMD2(keypoint.x, keypoint.y), keypoint.confidence)
        case .head: return (head, headConfidence)
        case .crown: return (head + up * crown * torso, headConfidence)
        case .above(let point):
            let below = place(.keypoint(point))
            return (below.at + up * torso, below.confidence)
        case .aboveHead: return (head + up * torso, headConfidence)
        }
    }

    /// The box of the head that no word may cover, in pixels.
    var faceBox: Box {
        let reach = 0.48 * torso
        return Box(x: head.x - reach, y: head.y - reach, width: 2 * reach, height: 2 * reach)
    }

    /// A vector of length 1, or another where there is none.
    static func unit(_ vector: SIMD2<Float>, else other: SIMD2<Float>) -> SIMD2<Float> {
        let length = (vector * vector).sum().squareRoot()
        return length > 1e-4 ? vector / length : other
    }
}

extension Framing {
    /// One pixel a torso: for measuring a body.
    static let unit: Framing = {
        var framing = Framing(width: 2, height: 2)
        framing.pixelsPerTorso = 1
        framing.floor = 0
        return framing
    }()
}
