import CLiblo

/// An OSC bundle as the bytes of one datagram.
enum OSCPacket {
    /// Writes a bundle of messages with the time tag of this moment.
    static func bytes(of messages: [OSCMessage]) -> [UInt8] {
        var now = lo_timetag()
        lo_timetag_now(&now)
        let bundle = lo_bundle_new(now)
        // Frees the messages in it too.
        defer { lo_bundle_free_recursive(bundle) }
        for message in messages {
            lo_bundle_add_message(bundle, message.address, written(message))
        }
        var bytes = [UInt8](repeating: 0, count: lo_bundle_length(bundle))
        bytes.withUnsafeMutableBytes { place in
            var size = 0
            _ = lo_bundle_serialise(bundle, place.baseAddress, &size)
        }
        return bytes
    }

    private static func written(_ message: OSCMessage) -> lo_message? {
        let written = lo_message_new()
        for argument in message.arguments {
            switch argument {
            case .integer(let integer): lo_message_add_int32(written, integer)
            case .number(let number): lo_message_add_float(written, number)
            case .text(let text): lo_message_add_string(written, text)
            }
        }
        return written
    }
}
