import Crypto
import Foundation

/// One message of obs-websocket 5: a number that says what it is, and its data.
///
/// Source: the protocol's document, https://github.com/obsproject/obs-websocket (docs/generated).
struct OBSMessage: Codable, Equatable {
    /// What a message is.
    enum Operation: Int, Codable {
        case hello = 0
        case identify = 1
        case identified = 2
        case reidentify = 3
        case event = 5
        case request = 6
        case response = 7
        case batch = 8
        case batchResponse = 9
    }

    private enum CodingKeys: String, CodingKey {
        case operation = "op"
        case data = "d"
    }

    var operation: Operation
    var data: OBSValue

    /// The version of the protocol that is spoken here.
    static let version = 1

    init(_ operation: Operation, _ data: OBSValue) {
        self.operation = operation
        self.data = data
    }

    /// Reads a message; throws `OBSError.unreadable` with its beginning where it is none.
    init(_ text: String) throws(OBSError) {
        guard let message = try? JSONDecoder().decode(OBSMessage.self, from: Data(text.utf8)) else {
            throw .unreadable(String(text.prefix(80)))
        }
        self = message
    }

    /// The message as it travels.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Nothing in a message can fail to be written but a number that is none.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// Our half of the greeting.
    ///
    /// Throws `OBSError` when OBS speaks another version, or wants a password and there is none.
    static func identify(
        after hello: OBSMessage, password: OBSPassword?, events: Int, address: OBSAddress
    ) throws(OBSError) -> OBSMessage {
        guard hello.operation == .hello else { throw .unreadable("a greeting that is none") }
        let version = hello.data["rpcVersion"]?.whole ?? 0
        guard version >= Self.version else { throw .anotherVersion(version) }
        var data: [String: OBSValue] = [
            "rpcVersion": OBSValue(Self.version), "eventSubscriptions": OBSValue(events),
        ]
        if let challenge = hello.data["authentication"] {
            guard let password else { throw .noPassword(address) }
            data["authentication"] = .text(
                answer(
                    to: challenge["challenge"]?.text ?? "", salt: challenge["salt"]?.text ?? "",
                    password: password.secret))
        }
        return OBSMessage(.identify, .object(data))
    }

    /// base64(SHA-256(base64(SHA-256(password + salt)) + challenge)), as the protocol has it.
    static func answer(to challenge: String, salt: String, password: String) -> String {
        let hashed = { (text: String) in
            Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
        }
        return hashed(hashed(password + salt) + challenge)
    }
}

/// Something that happened in OBS.
public struct OBSEvent: Sendable, Equatable {
    /// What happened, such as `StreamStateChanged`.
    public var type: String
    /// What is to know of it.
    public var data: OBSValue
}
