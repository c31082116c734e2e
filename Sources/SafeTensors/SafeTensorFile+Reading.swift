import Foundation

extension SafeTensorFile {
    private struct Header: Decodable {
        var dtype: String
        var shape: [Int]
        var dataOffsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

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
        func broken(_ reason: String) -> SafeTensorError {
            .unreadable(path: "the data", reason: reason)
        }
        guard bytes.count >= 8 else { throw broken("it has only \(bytes.count) bytes") }
        let length = bytes.withUnsafeBytes {
            UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
        }
        guard length >= 2, length <= 100_000_000 else {
            throw broken("it does not start with the length of a header")
        }
        let start = 8 + Int(length)
        guard start <= bytes.count else { throw broken("it ends inside its header") }
        let header = bytes.dropFirst(8).prefix(Int(length))
        guard
            var object = try? JSONSerialization.jsonObject(with: Data(header)) as? [String: Any]
        else { throw broken("its header is not a JSON object") }
        let metadata = object.removeValue(forKey: "__metadata__") as? [String: String] ?? [:]
        let headers: [String: Header]
        do {
            headers = try JSONDecoder().decode(
                [String: Header].self, from: JSONSerialization.data(withJSONObject: object))
        } catch { throw broken("its header does not describe arrays") }

        let body = bytes.dropFirst(start)
        self.init(metadata: metadata)
        for (name, header) in headers {
            guard let type = ElementType(rawValue: header.dtype) else {
                throw broken("\(name) has the unknown type \(header.dtype)")
            }
            guard header.dataOffsets.count == 2, header.shape.allSatisfy({ $0 >= 0 }),
                let low = header.dataOffsets.first, let high = header.dataOffsets.last,
                low >= 0, low <= high,
                let size = Self.byteCount(of: header.shape, type: type), high - low == size
            else { throw broken("the place of \(name) does not fit its shape \(header.shape)") }
            guard high <= body.count else {
                throw broken("it is cut short: \(name) ends \(high - body.count) bytes past it")
            }
            let range = (body.startIndex + low)..<(body.startIndex + high)
            entries[name] = Entry(type: type, shape: header.shape, bytes: Data(body[range]))
        }
    }

    /// Bytes that an array takes; nil when the product overflows.
    private static func byteCount(of shape: [Int], type: ElementType) -> Int? {
        var size = type.size
        for length in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: length)
            if overflow { return nil }
            size = product
        }
        return size
    }
}
