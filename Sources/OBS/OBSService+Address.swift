import Broadcast

extension OBSService {
    /// The service of a stream's address, its key taken from the show's keys.
    ///
    /// Throws `BroadcastError` where the address is none or holds a key, or where no key is there for
    /// it, and `OBSError.notAStream` where it is another output.
    public init(_ address: String, keys: StreamKeys) throws {
        guard case .stream(let stream) = try OutputAddress(address, keys: keys) else {
            throw OBSError.notAStream(address)
        }
        (server, key) = stream.serverAndKey
    }
}
