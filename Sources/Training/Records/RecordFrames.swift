import Foundation

/// The frames of a TFRecord file, as TensorBoard's event files are: a length (8 bytes, little-endian),
/// its checksum (4), the bytes, and their checksum (4).
/// https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
enum RecordFrames {
    /// One record in its frame.
    static func framed(_ record: Data) -> Data {
        let length = withUnsafeBytes(of: UInt64(record.count).littleEndian) { Data($0) }
        return length + bytes(maskedChecksum(length)) + record + bytes(maskedChecksum(record))
    }

    /// The whole records of a file, each with the place where its frame ends; what follows the first
    /// record that is cut short or damaged is left out.
    static func records(in file: Data) -> [(record: Data, end: Int)] {
        let file = Data(file)  // places from 0
        var records: [(record: Data, end: Int)] = []
        var place = 0
        while place + 12 <= file.count {
            let head = file[place..<(place + 8)]
            let length = head.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard file[(place + 8)..<(place + 12)] == bytes(maskedChecksum(head)),
                length <= UInt64(file.count)
            else { break }
            let start = place + 12
            let end = start + Int(length)
            guard end + 4 <= file.count else { break }
            let record = file[start..<end]
            guard file[end..<(end + 4)] == bytes(maskedChecksum(record)) else { break }
            place = end + 4
            records.append((Data(record), place))
        }
        return records
    }

    /// A checksum that is safe to store beside what it was made of: turned right by 15 bits and moved
    /// on by a constant.
    static func maskedChecksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let sum = checksum(bytes)
        return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
    }

    /// CRC-32C (Castagnoli 1993; RFC 3720, appendix B.4).
    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { sum, _ in
            sum & 1 == 1 ? (sum >> 1) ^ 0x82F6_3B78 : sum >> 1
        }
    }

    private static func bytes(_ number: UInt32) -> Data {
        withUnsafeBytes(of: number.littleEndian) { Data($0) }
    }
}
