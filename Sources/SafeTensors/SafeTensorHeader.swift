import Foundation

/// What stands at the beginning of a safetensors file: which arrays it holds, and where.
struct SafeTensorHeader {
    /// Where an array lies.
    struct Place: Sendable {
        var type: SafeTensorFile.ElementType
        var shape: [Int]
        /// Bytes from the beginning of the file.
        var offset: Int
        var byteCount: Int
    }

    private struct Header: Decodable {
        var dtype: String
        var shape: [Int]
        var dataOffsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    let metadata: [String: String]
    let places: [String: Place]
    /// Bytes of the header with the length before it: the arrays begin there.
    let length: Int

    /// The header of a file's bytes; every array is known to lie within them.
    init(_ bytes: Data) throws {
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
        metadata = object.removeValue(forKey: "__metadata__") as? [String: String] ?? [:]
        let headers: [String: Header]
        do {
            headers = try JSONDecoder().decode(
                [String: Header].self, from: JSONSerialization.data(withJSONObject: object))
        } catch { throw broken("its header does not describe arrays") }

        let room = bytes.count - start
        var places: [String: Place] = [:]
        for (name, header) in headers {
            guard let type = SafeTensorFile.ElementType(rawValue: header.dtype) else {
                throw broken("\(name) has the unknown type \(header.dtype)")
            }
            guard header.dataOffsets.count == 2, header.shape.allSatisfy({ $0 >= 0 }),
                let low = header.dataOffsets.first, let high = header.dataOffsets.last,
                low >= 0, low <= high,
                let size = Self.byteCount(of: header.shape, type: type), high - low == size
            else { throw broken("the place of \(name) does not fit its shape \(header.shape)") }
            guard high <= room else {
                throw broken("it is cut short: \(name) ends \(high - room) bytes past it")
            }
            places[name] = Place(
                type: type, shape: header.shape, offset: start + low, byteCount: size)
        }
        self.places = places
        self.length = start
    }

    /// Bytes that an array takes; nil when the product overflows.
    private static func byteCount(
        of shape: [Int], type: SafeTensorFile.ElementType
    ) -> Int? {
        var size = type.size
        for length in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: length)
            if overflow { return nil }
            size = product
        }
        return size
    }
}
