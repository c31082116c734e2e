import Foundation

/// What a drawing may not do, seen before any library opens it.
enum DrawingCheck {
    /// What is wrong with a file's bytes, in words that finish "FILE cannot be drawn:"; nil where
    /// nothing is.
    static func complaint(about data: Data) -> String? {
        isPNG(data) ? pngComplaint(data) : svgComplaint(data)
    }

    /// Whether the bytes begin as a PNG file does.
    static func isPNG(_ data: Data) -> Bool {
        data.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    }

    private static func pngComplaint(_ data: Data) -> String? {
        guard data.count <= PuppetLimits.pngBytes else {
            return "it is \(data.count / 1_000_000) MB; "
                + "\(PuppetLimits.pngBytes / 1_000_000) MB are read"
        }
        guard data.count >= 24 else { return "it breaks off in its first bytes" }
        // The header comes first: its width and height are the bytes 16 to 23, the highest first.
        let number = { (at: Int) in
            data.dropFirst(at).prefix(4).reduce(0) { $0 << 8 | Int($1) }
        }
        let (width, height) = (number(16), number(20))
        guard (1...PuppetLimits.pngSide).contains(width),
            (1...PuppetLimits.pngSide).contains(height)
        else {
            return "it is \(width)x\(height) pixels; at most \(PuppetLimits.pngSide) a side are "
                + "drawn, and a limb needs a few hundred"
        }
        return nil
    }

    private static func svgComplaint(_ data: Data) -> String? {
        guard data.count <= PuppetLimits.svgBytes else {
            return "it is \(data.count / 1000) kB; \(PuppetLimits.svgBytes / 1000) kB are read"
        }
        if data.starts(with: [0x1F, 0x8B]) { return "it is compressed; save it as plain SVG" }
        guard String(validating: data, as: UTF8.self) != nil, !data.contains(0) else {
            return "it is neither PNG nor SVG in UTF-8"
        }
        let bytes = [UInt8](data)
        if let name = places(of: "encoding", in: Array(bytes.prefix(200))).first,
            let encoding = value(of: bytes[(name + 8)...]),
            !["utf-8", "us-ascii"].contains(encoding.lowercased())
        {
            return "it is written in \(encoding); save it in UTF-8"
        }
        guard count("<svg", in: bytes) + count(":svg", in: bytes) > 0 else {
            return "it is neither PNG nor SVG"
        }
        if count("<!ENTITY", in: bytes) > 0 {
            return "it declares entities; save it as plain SVG without them"
        }
        if count("@import", in: bytes) + count("<?xml-stylesheet", in: bytes) > 0 {
            return "it takes its style from another file; a drawing holds all that it needs"
        }
        if count("<image", in: bytes) + count(":image", in: bytes) > 0 {
            return "it holds another picture; use a PNG file itself as the drawing"
        }
        let elements = elementCount(in: bytes)
        guard elements <= PuppetLimits.svgElements else {
            return "it has \(elements) elements; \(PuppetLimits.svgElements) are drawn, "
                + "and a limb needs a few"
        }
        let uses = count("<use", in: bytes) + count(":use", in: bytes)
        guard uses <= PuppetLimits.svgUses else {
            return "it uses elements again \(uses) times; \(PuppetLimits.svgUses) are drawn"
        }
        return referenceComplaint(bytes)
    }

    private static func referenceComplaint(_ bytes: [UInt8]) -> String? {
        for start in places(of: "href", in: bytes) {
            let target = value(of: bytes[(start + 4)...]) ?? "#"
            if !target.isEmpty, !target.hasPrefix("#") {
                return "it refers to \"\(target.prefix(60))\"; a drawing holds all that it needs"
            }
        }
        for start in places(of: "url(", in: bytes) {
            let inside = String(decoding: bytes[(start + 4)...].prefix(80), as: UTF8.self)
                .prefix { $0 != ")" }.replacing("&quot;", with: "\"")
                .trimmingCharacters(in: .whitespaces.union(CharacterSet(charactersIn: "\"'")))
            if !inside.hasPrefix("#") {
                return "it refers to \"\(inside)\"; a drawing holds all that it needs"
            }
        }
        return nil
    }

    private static func elementCount(in bytes: [UInt8]) -> Int {
        var count = 0
        var isOpen = false
        for byte in bytes {
            // A tag's name begins with a letter or _; all else after < is an end, a comment, a …
            if isOpen, byte | 0x20 >= UInt8(ascii: "a") || byte == 0x5F { count += 1 }
            isOpen = byte == UInt8(ascii: "<")
        }
        return count
    }

    private static func count(_ word: String, in bytes: [UInt8]) -> Int {
        places(of: word, in: bytes).count
    }

    private static func places(of word: String, in bytes: [UInt8]) -> [Int] {
        let data = Data(bytes)
        let word = Data(word.utf8)
        var places: [Int] = []
        var rest = data.startIndex..<data.endIndex
        while let found = data.range(of: word, in: rest) {
            places.append(found.lowerBound)
            rest = found.upperBound..<data.endIndex
        }
        return places
    }

    /// The value of an attribute, from where its name ends; nil where none follows.
    private static func value(of bytes: ArraySlice<UInt8>) -> String? {
        let isSpace = { (byte: UInt8) in byte == 0x20 || (9...13).contains(byte) }
        var rest = bytes.drop(while: isSpace)
        guard rest.first == UInt8(ascii: "=") else { return nil }
        rest = rest.dropFirst().drop(while: isSpace)
        guard let quote = rest.first, quote == 0x22 || quote == 0x27 else { return nil }
        return String(decoding: rest.dropFirst().prefix(200).prefix { $0 != quote }, as: UTF8.self)
    }
}
