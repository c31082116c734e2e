/// Walks through the bytes of a BVH file, counting lines.
///
/// Works on bytes: lines may end in CRLF, and a Swift string would take that for one character.
struct BVHReader {
    let bytes: [UInt8]
    let path: String
    private(set) var place = 0
    private(set) var line = 1

    init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    private func broken(_ reason: String) -> ClipError {
        .line(path: path, line: line, reason: reason)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }

    /// The next word, or nil at the end of the file; `line` is then the word's own line.
    private mutating func word() -> String? {
        while place < bytes.count, Self.isSpace(bytes[place]) {
            if bytes[place] == 0x0A { line += 1 }
            place += 1
        }
        let start = place
        while place < bytes.count, !Self.isSpace(bytes[place]) { place += 1 }
        return start == place ? nil : String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func number(for what: String) throws -> Double {
        guard let word = word() else { throw broken("the file ends where \(what) should stand") }
        guard let number = Self.number(in: Array(word.utf8)) else {
            throw broken("\(what) should be a number, not \"\(word)\"")
        }
        return number
    }

    /// The tree of joints, up to and including the word `MOTION`.
    mutating func joints() throws -> [BVHFile.Joint] {
        guard word() == "HIERARCHY" else {
            throw broken("a BVH file starts with the word HIERARCHY")
        }
        var joints: [BVHFile.Joint] = []
        var open: [Int] = []  // the joints whose braces are open, outermost first
        var channels = 0
        while let word = word() {
            switch word {
            case "ROOT", "JOINT":
                open.append(joints.count)
                joints.append(try joint(named: nil, under: open.dropLast().last, channels))
            case "End":
                guard let parent = open.last else { throw broken("an End Site hangs on no joint") }
                open.append(joints.count)
                let name = joints[parent].name + "_End"
                joints.append(try joint(named: name, under: parent, channels))
            case "OFFSET":
                guard let joint = open.last else { throw broken("an OFFSET belongs to no joint") }
                joints[joint].offset.x = try number(for: "the offset's x")
                joints[joint].offset.y = try number(for: "the offset's y")
                joints[joint].offset.z = try number(for: "the offset's z")
            case "CHANNELS":
                guard let joint = open.last else { throw broken("CHANNELS belong to no joint") }
                joints[joint].channels = try channelNames()
                channels += joints[joint].channels.count
            case "}":
                guard open.popLast() != nil else { throw broken("a } closes no joint") }
            case "MOTION":
                guard open.isEmpty else { throw broken("MOTION comes before the joints' last }") }
                guard channels > 0 else { throw broken("no joint has CHANNELS") }
                return joints
            default:
                throw broken(
                    "expected JOINT, End Site, OFFSET, CHANNELS, } or MOTION, not \"\(word)\"")
            }
        }
        throw broken("the file ends before the word MOTION")
    }

    /// Reads a joint's name (which may hold spaces) up to its opening brace.
    private mutating func joint(
        named given: String?, under parent: Int?, _ firstChannel: Int
    ) throws -> BVHFile.Joint {
        var words: [String] = []
        while let word = word(), word != "{" {
            guard word != "OFFSET", word != "}" else { throw broken("a joint's { is missing") }
            words.append(word)
        }
        guard let name = given ?? (words.isEmpty ? nil : words.joined(separator: " ")) else {
            throw broken("a joint has no name")
        }
        return BVHFile.Joint(
            name: name, parent: parent, offset: .zero, channels: [], firstChannel: firstChannel)
    }

    private mutating func channelNames() throws -> [BVHFile.Channel] {
        let count = try number(for: "the number of CHANNELS")
        guard count >= 0, count <= 6, count == count.rounded() else {
            throw broken("a joint has 0 to 6 channels, not \(count)")
        }
        return try (0..<Int(count)).map { _ in
            guard let word = word() else { throw broken("the file ends inside CHANNELS") }
            guard let channel = BVHFile.Channel(rawValue: word) else {
                throw broken("a channel is Xposition … Zrotation, not \"\(word)\"")
            }
            return channel
        }
    }

    /// `Frames: N` and `Frame Time: SECONDS`.
    mutating func motionHeader() throws -> (frames: Int, seconds: Double) {
        guard word() == "Frames:" else { throw broken("expected \"Frames:\" and their number") }
        let frames = try number(for: "the number of frames")
        guard frames >= 1, frames <= 10_000_000, frames == frames.rounded() else {
            throw broken("the number of frames should be 1 or more, not \(frames)")
        }
        guard word() == "Frame", word() == "Time:" else {
            throw broken("expected \"Frame Time:\" and its seconds")
        }
        let seconds = try number(for: "the frame time")
        guard seconds > 0.0001, seconds <= 10 else {
            throw broken("the frame time should be seconds a frame, not \(seconds)")
        }
        return (Int(frames), seconds)
    }

    /// The numbers: one line a frame.
    mutating func frames(count: Int, channels: Int) throws -> [Float] {
        // The count is the file's word, so it reserves no more than the bytes could hold.
        var values: [Float] = []
        values.reserveCapacity(min(count * channels, bytes.count / 2))
        var end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
        var found = 0
        while end < bytes.count, found < count {
            let start = end + 1
            line += 1
            end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let before = values.count
            try numbers(in: start..<end, into: &values)
            if values.count == before { continue }
            guard values.count - before == channels else {
                throw broken(
                    "a frame has \(channels) numbers, one a channel, not \(values.count - before)")
            }
            found += 1
        }
        guard found == count else {
            throw broken("the file ends after \(found) frames; its header says \(count)")
        }
        return values
    }

    private func numbers(in range: Range<Int>, into values: inout [Float]) throws {
        try bytes.withUnsafeBufferPointer { buffer in
            guard let bytes = buffer.baseAddress else { return }
            let end = range.upperBound
            var place = range.lowerBound
            while place < end {
                if bytes[place] <= 0x20 {
                    place += 1
                    continue
                }
                let start = place
                while place < end, bytes[place] > 0x20 { place += 1 }
                let word = UnsafeBufferPointer(start: bytes + start, count: place - start)
                guard let number = Self.number(in: word) else {
                    let text = String(decoding: word.prefix(20), as: UTF8.self)
                    throw broken(
                        "number \(values.count + 1) of the motion is not a number: \"\(text)\"")
                }
                values.append(Float(number))
            }
        }
    }
}
