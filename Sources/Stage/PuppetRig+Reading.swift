import Foundation
import Signals

extension PuppetRig {
    /// Reads `puppet.json` of a folder; throws `StageError.rig` naming the file and the key.
    init(folder: URL) throws {
        let file = folder.appending(path: "puppet.json")
        guard let data = try? Data(contentsOf: file) else {
            throw StageError.missing(path: file.path)
        }
        guard data.count <= PuppetLimits.rigBytes else {
            throw StageError.rig(
                path: file.path, message: "it is larger than \(PuppetLimits.rigBytes / 1000) kB")
        }
        do {
            self = try JSONDecoder().decode(PuppetRig.self, from: data)
        } catch let error as DecodingError {
            throw StageError.rig(path: file.path, message: PuppetRig.words(for: error))
        }
    }

    private static func words(for error: DecodingError) -> String {
        let (context, last, what): (DecodingError.Context, [any CodingKey], String?) =
            switch error {
            case .keyNotFound(let key, let context): (context, [key], "is missing")
            case .typeMismatch(let type, let context): (context, [], "should be \(noun(for: type))")
            case .valueNotFound(let type, let context):
                (context, [], "should be \(noun(for: type))")
            case .dataCorrupted(let context): (context, [], nil)
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), [], nil)
            }
        var way = ""
        for key in context.codingPath + last {
            if let index = key.intValue {
                way += "[\(index)]"
            } else {
                way += (way.isEmpty ? "" : ".") + key.stringValue
            }
        }
        guard let what else {
            let reason =
                (context.underlyingError as NSError?)?.userInfo["NSDebugDescription"] as? String
                ?? context.debugDescription
            return way.isEmpty ? reason : "\(way): \(reason)"
        }
        return "\(way.isEmpty ? "the file" : way) \(what)"
    }

    private static func noun(for type: any Any.Type) -> String {
        switch type {
        case is Bool.Type: "true or false"
        case is String.Type: "a text"
        case is Float.Type, is Double.Type, is Int.Type: "a number"
        case is [Float].Type, is [Double].Type, is [Any].Type: "a list"
        default: "\(type)".hasPrefix("Array") ? "a list" : "an object"
        }
    }
}

extension PuppetRig: Decodable {
    /// Every key of the file itself.
    enum Key: String, CodingKey, CaseIterable {
        case name, manner, unitsPerTorso, edges, head, blink, afterimages, shuffle, wear, ground
        case papers, limbs, faces
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        name = try values.decodeIfPresent(String.self, forKey: .name) ?? "puppet"
        manner = try values.word(.manner, else: .paper)
        unitsPerTorso = try values.number(.unitsPerTorso, within: 1...10_000, else: 100)
        edges = try values.decodeIfPresent(Edges.self, forKey: .edges) ?? Edges()
        head = try values.decodeIfPresent(Head.self, forKey: .head) ?? Head()
        blink = try values.decodeIfPresent(Blink.self, forKey: .blink) ?? Blink()
        afterimages = try values.decodeIfPresent(Afterimages.self, forKey: .afterimages)
        if values.contains(.shuffle) {
            shuffle = Double(try values.number(.shuffle, within: 0.1...60, else: 1))
        }
        let bounds = try values.range(.wear, within: 0...1, else: 0.33...0.63)
        wear = Double(bounds.lowerBound)...Double(bounds.upperBound)
        ground = try values.number(.ground, within: 0...1, else: 0.72)
        papers = try values.byEmotion(Papers.self, forKey: .papers)
        limbs = try values.decode([Limb].self, forKey: .limbs)
        guard !limbs.isEmpty, limbs.count <= PuppetLimits.limbs else {
            throw DecodingError.dataCorruptedError(
                forKey: .limbs, in: values,
                debugDescription: "has \(limbs.count) limbs; 1 to \(PuppetLimits.limbs) are drawn")
        }
        faces = try values.byEmotion(Face.self, forKey: .faces) ?? []
        if faces.isEmpty, limbs.contains(where: { $0.looks == nil }) {
            throw DecodingError.keyNotFound(
                Key.faces, .init(codingPath: [], debugDescription: ""))
        }
    }
}

extension PuppetRig.Limb: Decodable {
    /// Every key of a limb.
    enum Key: String, CodingKey, CaseIterable {
        case drawing, variants, face, from, to, at, pins, scale, length, anchor, stretch, turn
        case mirror, swing, worn, gaze, drop, blinks
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        if values.contains(.face) {
            faceShader = try? values.decode(String.self, forKey: .face)
            if let faceShader { try PuppetRig.Limb.checkName(faceShader, .face, values) }
        } else {
            looks = try PuppetRig.Limb.looks(values)
        }
        if values.contains(.at) {
            from = try values.joint(.at)
            to = from.upwards
        } else {
            from = try values.joint(.from)
            to = try values.joint(.to)
            guard from != to else {
                throw DecodingError.dataCorruptedError(
                    forKey: .to, in: values, debugDescription: "is the same joint as from")
            }
        }
        pins = try PuppetRig.Limb.pins(values)
        if pins == nil, looks == nil {
            throw DecodingError.keyNotFound(
                Key.pins, .init(codingPath: decoder.codingPath, debugDescription: ""))
        }
        scale = try values.number(.scale, within: 0.001...1000, else: 1)
        if values.contains(.length) {
            length = try values.number(.length, within: 0.1...10_000, else: 1)
        }
        anchor = try values.word(.anchor, else: .from)
        stretch = try values.range(.stretch, within: 0.05...20, else: 1...1)
        turn = try values.decodeIfPresent(PuppetRig.Turn.self, forKey: .turn)
        mirrored = try values.decodeIfPresent(Bool.self, forKey: .mirror) ?? false
        swing = try values.decodeIfPresent(SwingRule.self, forKey: .swing)
        if let name = try values.decodeIfPresent(String.self, forKey: .worn) {
            guard let emotion = Emotion(rawValue: name) else {
                throw values.unknownWord(name, .worn, of: Emotion.allCases.map(\.rawValue))
            }
            worn = emotion
        }
        let moves = try values.decodeIfPresent([Float].self, forKey: .gaze) ?? [0, 0]
        guard moves.count == 2 else { throw values.wrong(.gaze, "needs two numbers") }
        gaze = SIMD2(moves[0], moves[1])
        drop = try values.number(.drop, within: -1000...1000, else: 0)
        blinks = try values.decodeIfPresent(Bool.self, forKey: .blinks) ?? false
    }

    private static func looks(_ values: KeyedDecodingContainer<Key>) throws -> LimbLooks {
        var looks = LimbLooks(usual: [])
        let variants = try values.decodeIfPresent([String: Names].self, forKey: .variants) ?? [:]
        for (name, names) in variants {
            guard let emotion = Emotion(rawValue: name) else {
                throw values.unknownWord(name, .variants, of: Emotion.allCases.map(\.rawValue))
            }
            looks.variants[emotion] = names.all
        }
        if values.contains(.drawing) || variants.isEmpty {
            looks.usual = try values.decode(Names.self, forKey: .drawing).all
        }
        guard let first = looks.all.first, !first.isEmpty else {
            throw values.wrong(.drawing, "names no file")
        }
        for name in looks.all { try checkName(name, .drawing, values) }
        return looks
    }

    /// A file of the folder, and of no other place.
    private static func checkName(
        _ name: String, _ key: Key, _ values: KeyedDecodingContainer<Key>
    ) throws {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !name.contains("\0"), !parts.contains(where: { $0.isEmpty || $0 == ".." }) else {
            throw values.wrong(key, "\"\(name)\" is not a file inside the puppet's folder")
        }
    }

    private static func pins(_ values: KeyedDecodingContainer<Key>) throws -> PuppetRig.Pins? {
        guard let numbers = try values.decodeIfPresent([Float].self, forKey: .pins) else {
            return nil
        }
        guard numbers.allSatisfy(\.isFinite) else { throw values.wrong(.pins, "is no number") }
        if values.contains(.at), numbers.count == 2 {
            // Standing on one joint: upwards in the drawing is upwards of the head.
            let pin = SIMD2(numbers[0], numbers[1])
            return PuppetRig.Pins(from: pin, to: pin - SIMD2(0, 1))
        }
        guard numbers.count == 4, numbers[0] != numbers[2] || numbers[1] != numbers[3] else {
            throw values.wrong(
                .pins,
                values.contains(.at)
                    ? "needs one pin, two numbers" : "needs two different pins, four numbers")
        }
        return PuppetRig.Pins(
            from: SIMD2(numbers[0], numbers[1]), to: SIMD2(numbers[2], numbers[3]))
    }

    /// One file's name or several.
    private struct Names: Decodable {
        var all: [String]
        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let one = try? value.decode(String.self) {
                all = [one]
            } else {
                all = try value.decode([String].self)
            }
        }
    }
}

extension PuppetRig.Turn: Decodable {
    private enum Key: String, CodingKey { case from, to, within }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        from = try values.joint(.from)
        to = try values.joint(.to)
        within = try values.range(.within, within: -180...180, else: -180...180)
    }
}

extension PuppetRig.Edges: Decodable {
    private enum Key: String, CodingKey { case rim, shadow }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        rim = try values.number(.rim, within: 0...1000, else: rim)
        shadow = try values.number(.shadow, within: 0...1000, else: shadow)
    }
}

extension PuppetRig.Head: Decodable {
    private enum Key: String, CodingKey { case crown, neck }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        crown = try values.number(.crown, within: 0.05...3, else: crown)
        neck = try values.range(.neck, within: 0.05...3, else: neck)
    }
}

extension PuppetRig.Blink: Decodable {
    private enum Key: String, CodingKey { case every, seconds }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let bounds = try values.range(.every, within: 0.5...600, else: 2...6)
        every = Double(bounds.lowerBound)...Double(bounds.upperBound)
        seconds = Double(try values.number(.seconds, within: 0.05...2, else: 0.16))
    }
}

extension PuppetRig.Afterimages: Decodable {
    private enum Key: String, CodingKey { case seconds, count }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        seconds = Double(try values.number(.seconds, within: 0.05...2, else: 0.4))
        count = Int(try values.number(.count, within: 1...8, else: 4))
    }
}

extension PuppetRig.Papers: Decodable {
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        let colours = try value.decode([String].self).map { text in
            guard text.count == 7, text.first == "#", let hex = UInt32(text.dropFirst(), radix: 16)
            else {
                throw DecodingError.dataCorruptedError(
                    in: value, debugDescription: "\"\(text)\" is no colour; write #RRGGBB")
            }
            return linear(hex)
        }
        guard colours.count == 3 else {
            throw DecodingError.dataCorruptedError(
                in: value, debugDescription: "needs three colours: two papers and the accent")
        }
        (a, b, accent) = (colours[0], colours[1], colours[2])
    }
}

extension SwingRule: Decodable {
    private enum Key: String, CodingKey { case amount, stiffness, damping, gravity }

    init(from decoder: any Decoder) throws {
        if let amount = try? decoder.singleValueContainer().decode(Float.self) {
            self.init(amount: min(max(amount, 0), 2))
            return
        }
        self.init(amount: 1)
        let values = try decoder.container(keyedBy: Key.self)
        amount = try values.number(.amount, within: 0...2, else: amount)
        stiffness = try values.number(.stiffness, within: 5...400, else: stiffness)
        damping = try values.number(.damping, within: 0.5...40, else: damping)
        gravity = try values.number(.gravity, within: 0...1, else: gravity)
    }
}
