import Foundation

extension SafeTensorFile {
    /// Reads a file.
    ///
    /// Throws `SafeTensorError` naming the file and what is wrong with it: not there, cut short, a
    /// header that is not JSON, an array whose bytes do not fit its shape.
    public init(contentsOf file: URL) throws {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: file, options: .mappedIfSafe)
        } catch {
            throw SafeTensorError.unreadable(path: file.path, reason: "it cannot be opened")
        }
        do {
            try self.init(bytes)
        } catch SafeTensorError.unreadable(_, let reason) {
            throw SafeTensorError.unreadable(path: file.path, reason: reason)
        }
    }

    /// Reads the bytes of a file.
    public init(_ bytes: Data) throws {
        let header = try SafeTensorHeader(bytes)
        let body = bytes.dropFirst(header.length)
        self.init(metadata: header.metadata)
        for (name, place) in header.places {
            let start = body.startIndex + place.offset - header.length
            entries[name] = Entry(
                type: place.type, shape: place.shape,
                bytes: Data(body[start..<(start + place.byteCount)]))
        }
    }
}
