import Foundation
import Signals

/// A place on the body that a limb can hang on: a keypoint of BODY_25, or one of two of the head.
enum Joint: Hashable, Sendable {
    case keypoint(Body25)
    /// The middle of the head.
    case head
    /// The top of the head.
    case crown
}

/// How a puppet's drawings hang on a body: the file `puppet.json` of its folder.
struct PuppetRig: Decodable, Sendable {
    /// One drawing, or the face, hung on two joints.
    struct Limb: Sendable {
        /// Which end stays at its joint when the drawing is not as long as the body's limb.
        enum Anchor: String, Decodable, Sendable { case from, to }

        /// The SVG file's name without its ending; nil for the face.
        var drawing: String?
        var from: Joint
        var to: Joint
        /// Where the two joints lie in the drawing, in its own units.
        var pins: (from: SIMD2<Float>, to: SIMD2<Float>)
        var anchor: Anchor
        /// The least and the most by which the drawing may be stretched lengthwise.
        var stretch: ClosedRange<Float>
        /// Whether left and right change places in the drawing.
        var mirrored: Bool
        /// How far it follows the body's swing, 0 (stiff) to 1.
        var swing: Float
        /// The emotion that it is worn in; nil for all.
        var worn: Emotion?
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

    var unitsPerTorso: Float
    /// Back to front.
    var limbs: [Limb]
    var faces: [String: Face]

    /// Reads a puppet's folder; throws `StageError` naming the file and what is wrong in it.
    init(folder: URL) throws {
        let file = folder.appending(path: "puppet.json")
        guard let data = try? Data(contentsOf: file) else {
            throw StageError.missing(path: file.path)
        }
        do {
            self = try JSONDecoder().decode(PuppetRig.self, from: data)
        } catch DecodingError.dataCorrupted(let context) {
            throw StageError.rig(path: file.path, message: context.debugDescription)
        } catch DecodingError.keyNotFound(let key, let context) {
            let way = (context.codingPath + [key]).map(\.stringValue).joined(separator: ".")
            throw StageError.rig(path: file.path, message: "\(way) is missing")
        } catch DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context)
        {
            let way = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw StageError.rig(path: file.path, message: "\(way): \(context.debugDescription)")
        }
        for emotion in Emotion.allCases where faces[emotion.rawValue] == nil {
            throw StageError.rig(path: file.path, message: "faces.\(emotion) is missing")
        }
    }
}

extension PuppetRig.Limb: Decodable {
    private enum Key: String, CodingKey {
        case drawing, face, from, to, pins, anchor, stretch, mirror, swing, worn
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let isFace = try values.decodeIfPresent(Bool.self, forKey: .face) ?? false
        drawing = isFace ? nil : try values.decode(String.self, forKey: .drawing)
        from = try values.decode(Joint.self, forKey: .from)
        to = try values.decode(Joint.self, forKey: .to)
        let numbers = try values.decode([Float].self, forKey: .pins)
        guard numbers.count == 4, numbers[0] != numbers[2] || numbers[1] != numbers[3] else {
            throw DecodingError.dataCorruptedError(
                forKey: .pins, in: values,
                debugDescription: "\(drawing ?? "face") needs two pins as four numbers")
        }
        pins = (SIMD2(numbers[0], numbers[1]), SIMD2(numbers[2], numbers[3]))
        anchor = try values.decodeIfPresent(Anchor.self, forKey: .anchor) ?? .from
        let bounds = try values.decodeIfPresent([Float].self, forKey: .stretch) ?? [1, 1]
        guard bounds.count == 2, bounds[0] > 0, bounds[0] <= bounds[1] else {
            throw DecodingError.dataCorruptedError(
                forKey: .stretch, in: values,
                debugDescription: "\(drawing ?? "face") needs the least and the most stretch")
        }
        stretch = bounds[0]...bounds[1]
        mirrored = try values.decodeIfPresent(Bool.self, forKey: .mirror) ?? false
        swing = try values.decodeIfPresent(Float.self, forKey: .swing) ?? 0
        worn = try values.decodeIfPresent(Emotion.self, forKey: .worn)
    }
}

extension Joint: Decodable {
    private static let keypoints = Dictionary(
        uniqueKeysWithValues: Body25.allCases.map { ("\($0)", $0) })

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        switch try value.decode(String.self) {
        case "head": self = .head
        case "crown": self = .crown
        case let name:
            guard let keypoint = Joint.keypoints[name] else {
                throw DecodingError.dataCorruptedError(
                    in: value, debugDescription: "\"\(name)\" is no joint of BODY_25")
            }
            self = .keypoint(keypoint)
        }
    }
}
