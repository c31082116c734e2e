/// One value of an OSC message, of the four types that every OSC 1.0 program must know.
public enum OSCArgument: Sendable, Equatable {
    /// `i`, 32 bits.
    case integer(Int32)
    /// `f`, 32 bits.
    case number(Float)
    /// `s`; what is not ASCII goes as UTF-8.
    case text(String)
}

/// One OSC message: where it goes within the receiver, and what it carries.
public struct OSCMessage: Sendable, Equatable {
    /// The address pattern, with its first slash.
    public var address: String
    /// What it carries, in order.
    public var arguments: [OSCArgument]

    /// A message.
    public init(_ address: String, _ arguments: [OSCArgument]) {
        self.address = address
        self.arguments = arguments
    }

    /// A message of numbers alone; what is not a number goes as 0.
    init(_ address: String, numbers: some Sequence<Float>) {
        self.init(address, numbers.map { .number($0.isFinite ? $0 : 0) })
    }
}

extension String {
    /// This text for OSC: nothing that ends a string early or is no writing, at most so many
    /// characters and four times as many bytes, cut with an ellipsis.
    func bounded(to characters: Int) -> String {
        // A letter can carry marks without end: bytes are bounded too.
        var kept = ""
        var bytes = 0
        for (count, character) in self.enumerated() {
            let size = character.utf8.count
            guard count < characters, bytes + size <= 4 * characters else { return kept + "…" }
            bytes += size
            let isWriting = character.unicodeScalars.allSatisfy {
                $0.properties.generalCategory != .control
            }
            kept.append(isWriting ? character : " ")
        }
        return kept
    }
}
