import Foundation

extension SafeTensorFile {
    /// The file's bytes; the same arrays always give the same bytes.
    public func encoded() throws -> Data {
        var header: [String: Any] = [:]
        if !metadata.isEmpty { header["__metadata__"] = metadata }
        var body = Data()
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            header[name] =
                [
                    "dtype": entry.type.rawValue, "shape": entry.shape,
                    "data_offsets": [body.count, body.count + entry.bytes.count],
                ] as [String: Any]
            body.append(entry.bytes)
        }
        var json = try JSONSerialization.data(
            withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
        // The format asks for spaces up to a multiple of 8, so that arrays lie aligned.
        while json.count % 8 != 0 { json.append(0x20) }
        var bytes = Data()
        withUnsafeBytes(of: UInt64(json.count).littleEndian) { bytes.append(contentsOf: $0) }
        return bytes + json + body
    }

    /// Writes the file whole or not at all.
    public func write(to file: URL) throws {
        do {
            try encoded().write(to: file, options: .atomic)
        } catch {
            throw SafeTensorError.unwritable(path: file.path)
        }
    }
}

/// Why a file of tensors cannot be used.
public enum SafeTensorError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case unwritable(path: String)
    case missing(name: String, found: [String])

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path) is not a whole safetensors file: \(reason)."
        case .unwritable(let path):
            "\(path) cannot be written. Is the folder there, and is there room on the disk?"
        case .missing(let name, let found):
            "There is no array \"\(name)\"; there are \(found.joined(separator: ", "))."
        }
    }
}
