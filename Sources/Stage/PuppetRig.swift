import Foundation
import Signals

/// How a puppet's drawings hang on a body: the file `puppet.json` of its folder, in its words.
struct PuppetRig: Sendable {
    /// What the drawings are made of, and so how they are lit.
    enum Manner: String, CaseIterable, Decodable, Sendable {
        /// Cut paper: red, green, blue in a drawing are the puppet's two papers and its accent.
        case paper
        /// Pictures in colours of their own.
        case drawn
        /// Strokes of light: red is the core, green the glow, blue the accent.
        case light
    }

    /// One drawing, or the face, hung on two joints.
    struct Limb: Sendable {
        /// Which end stays at its joint when the drawing is not as long as the body's limb.
        enum Anchor: String, CaseIterable, Decodable, Sendable { case from, to }

        /// The drawings to choose from; nil for the face.
        var looks: LimbLooks?
        /// The face's shader, a file of the folder; nil for a drawing and for the usual face.
        var faceShader: String?
        var from: Joint
        var to: Joint
        /// Where the two joints lie in the drawing, in its own units; nil is top and bottom middle,
        /// with the drawing scaled to the limb's usual length.
        var pins: Pins?
        /// Rig units that one unit of a drawing with pins takes.
        var scale: Float = 1
        /// Rig units from joint to joint of a drawing without pins; nil is a standing body's.
        var length: Float?
        var anchor = Anchor.from
        /// The least and the most by which the drawing may be stretched lengthwise.
        var stretch: ClosedRange<Float> = 1...1
        /// The bone that it may turn against, and how far.
        var turn: Turn?
        /// Whether left and right change places in the drawing.
        var mirrored = false
        /// How it swings about its anchor; nil is stiff.
        var swing: SwingRule?
        /// The emotion that it is worn in; nil for all.
        var worn: Emotion?
        /// Rig units that it moves across and down as the dancer looks to the side and down.
        var gaze: SIMD2<Float> = .zero
        /// Rig units that it hangs below its joint, the way the head stands.
        var drop: Float = 0
        /// Whether it closes, towards its pin, in a blink.
        var blinks = false

        /// What errors call it.
        var name: String { looks?.all.first ?? "face" }
    }

    /// Where two joints lie in a drawing.
    struct Pins: Sendable, Equatable {
        var from: SIMD2<Float>
        var to: SIMD2<Float>
    }

    /// How far a limb may turn against a bone, in degrees, clockwise above 0.
    struct Turn: Sendable {
        var from: Joint
        var to: Joint
        var within: ClosedRange<Float>
    }

    /// Pale rim and shadow beyond the drawings' edges, in rig units.
    struct Edges: Sendable {
        var rim: Float = 2.6
        var shadow: Float = 7
    }

    /// How the head stands, in torsos.
    struct Head: Sendable {
        /// From its middle to its crown.
        var crown: Float = 0.38
        /// The least and the most that its middle is away from the neck.
        var neck: ClosedRange<Float> = 0.42...0.68
    }

    /// When the lids fall.
    struct Blink: Sendable {
        /// Seconds from one to the next.
        var every: ClosedRange<Double> = 2...6
        /// Seconds from open to open.
        var seconds = 0.16
    }

    /// Pictures of where the figure was, fading.
    struct Afterimages: Sendable {
        var seconds = 0.4
        var count = 4
    }

    /// The colours of the drawings' red, green and blue in one emotion, as linear light.
    struct Papers: Sendable {
        var a: SIMD3<Float>
        var b: SIMD3<Float>
        var accent: SIMD3<Float>
    }

    /// What the face does in one emotion; numbers in drawing units, degrees or shares.
    struct Face: Decodable, Sendable {
        /// Degrees; above 0 the inner ends are low.
        var browAngle: Double
        var browHeight: Double
        var browCurve: Double
        /// How far the eye is open, 1 being usual.
        var lid: Double
        /// How far the lower lid rises, 0 to 1.
        var squint: Double
        /// The pupil's size, 1 being usual.
        var pupil: Double
        /// 1 smiles, -1 is the opposite.
        var mouthCurve: Double
        var mouthOpen: Double
        var mouthWidth: Double
        var cheek: Double
        var tear: Double
    }

    var name: String
    var manner = Manner.paper
    /// Drawing units that a torso takes.
    var unitsPerTorso: Float = 100
    var edges = Edges()
    var head = Head()
    var blink = Blink()
    var afterimages: Afterimages?
    /// Seconds after which each limb takes another of its drawings at random; nil keeps them.
    var shuffle: Double?
    /// The weight of its emotion at which a worn thing is first seen, and at which it is whole.
    var wear: ClosedRange<Double> = 0.33...0.63
    /// How dark the shadow on the floor is, or how bright the light, 0 to 1.
    var ground: Float = 0.72
    /// In the order of `Emotion.allCases`; nil takes the world's own.
    var papers: [Papers]?
    /// Back to front.
    var limbs: [Limb]
    /// In the order of `Emotion.allCases`; empty for a puppet that has no face.
    var faces: [Face] = []

    /// How large something worn in an emotion is at a weight of it, 0 to 1.
    func wornSize(_ weight: Double) -> Float {
        let span = max(wear.upperBound - wear.lowerBound, 1e-6)
        let share = Float(min(max((weight - wear.lowerBound) / span, 0), 1))
        return share * share * (3 - 2 * share)
    }

    /// The colours for a mix of worlds: the puppet's own, or those of the world.
    func papers(shares: [Double], world: World) -> Papers {
        guard let papers else {
            return Papers(a: world.paperA, b: world.paperB, accent: world.accent)
        }
        let mix = { (colour: (Papers) -> SIMD3<Float>) in
            zip(papers, shares).reduce(SIMD3<Float>.zero) { $0 + colour($1.0) * Float($1.1) }
        }
        return Papers(a: mix(\.a), b: mix(\.b), accent: mix(\.accent))
    }
}

/// Which drawings a limb has: one or several for all emotions, and others for some of them.
struct LimbLooks: Sendable {
    /// Names of files in the folder.
    var usual: [String]
    var variants: [Emotion: [String]] = [:]

    /// Every name once, the usual ones first.
    var all: [String] {
        var known: Set<String> = []
        return (usual + Emotion.allCases.flatMap { variants[$0] ?? [] })
            .filter { known.insert($0).inserted }
    }

    /// The drawings of an emotion.
    func names(in emotion: Emotion) -> [String] {
        if let own = variants[emotion], !own.isEmpty { return own }
        return usual.isEmpty ? Array(all.prefix(1)) : usual
    }
}

/// How a limb swings: as a pendulum with a spring.
struct SwingRule: Sendable {
    /// How much of the pendulum's angle is seen, 0 to 1.
    var amount: Float
    /// How hard it is drawn back to its place, per second squared.
    var stiffness: Float = 46
    /// How soon it comes to rest, per second.
    var damping: Float = 5
    /// How much of it hangs down, whichever way its limb points, 0 to 1.
    var gravity: Float = 0
}
