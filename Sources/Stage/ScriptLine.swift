import Foundation

/// One JSON object being written, its numbers rounded: a line thirty times a second to every viewer.
struct ScriptLine {
    /// A message in one of the places beside the dancer.
    struct Caption: Encodable {
        var place: Int
        var id: String
        var author: String
        var text: String
        var age: Double
        var weight: Double
    }

    private var text = "{"

    /// The whole object.
    var bytes: [UInt8] { Array((text + "}").utf8) }

    private mutating func begin(_ name: String) {
        if text.utf8.count > 1 { text += "," }
        text += "\"\(name)\":"
    }

    mutating func add(_ name: String, _ number: Double, decimals: Int) {
        begin(name)
        write(number, decimals: decimals)
    }

    mutating func add(_ name: String, _ numbers: [Float], decimals: Int) {
        begin(name)
        write(numbers, decimals: decimals)
    }

    mutating func add(_ name: String, _ lists: [[Float]], decimals: Int) {
        begin(name)
        text += "["
        for (index, list) in lists.enumerated() {
            if index > 0 { text += "," }
            write(list, decimals: decimals)
        }
        text += "]"
    }

    mutating func add(_ name: String, _ captions: [Caption]) {
        begin(name)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A number that JSON has no word for must not lose the line.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "", negativeInfinity: "", nan: "")
        let written = (try? encoder.encode(captions)).map { String(decoding: $0, as: UTF8.self) }
        text += written ?? "[]"
    }

    private mutating func write(_ numbers: [Float], decimals: Int) {
        text += "["
        for (index, number) in numbers.enumerated() {
            if index > 0 { text += "," }
            write(Double(number), decimals: decimals)
        }
        text += "]"
    }

    private mutating func write(_ number: Double, decimals: Int) {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        // JSON has no word for what is no number.
        let held = number.isFinite ? min(max(number, -1e9), 1e9) : 0
        let rounded = (held * scale).rounded() / scale
        if rounded == rounded.rounded() {
            text += String(Int(rounded))
        } else {
            text += "\(rounded)"
        }
    }
}
