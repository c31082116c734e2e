import Foundation
import Signals

/// A small mark in a picture's lower left corner that a program can read from the stream: which picture
/// this is, when it was drawn, and what the dancer feels.
///
/// Two rows of 40 black and white blocks, from the left, the upper row first, the highest bit first:
/// 8 bits 0xB2, 24 of the picture's number, 32 of the time in milliseconds since 1970, 3 of the
/// strongest emotion, 5 of its weight in parts of 31, and 8 of a checksum over the ten bytes before
/// (CRC-8, polynomial 0x07). What is larger than its bits counts on from 0.
public struct PictureMark: Sendable, Equatable {
    /// The picture's number, 24 bits of it.
    public var number: Int
    /// Milliseconds since 1970, 32 bits of them.
    public var milliseconds: Int
    /// The strongest emotion.
    public var emotion: Emotion
    /// Its weight, from 0 to 31.
    public var weight: Int

    private static let blocksInRow = 40
    private static let beginning: UInt8 = 0xB2

    /// The mark of a picture that is drawn now.
    public init(_ number: Int, _ mood: Mood, at time: Date = Date()) {
        self.number = number & 0xFF_FFFF
        milliseconds = Int(time.timeIntervalSince1970 * 1000) & 0xFFFF_FFFF
        emotion = mood.strongest
        weight = Int((Double(mood[emotion]) * 31).rounded())
    }

    /// Pixels along a block's side, in a picture of this height: eight at 720, so that blocks lie on
    /// the encoder's own.
    static func side(height: Int) -> Int { max(2, height / 90) }

    /// Draws the mark. Only for the picture's owner, before it is handed on.
    public func draw(on picture: Picture) {
        let side = Self.side(height: picture.height)
        guard Self.blocksInRow * side <= picture.width else { return }
        for (index, isWhite) in bits.enumerated() {
            let left = index % Self.blocksInRow * side
            let top = picture.height - (2 - index / Self.blocksInRow) * side
            let value: UInt8 = isWhite ? 235 : 16
            for y in top..<top + side {
                for x in left..<left + side {
                    let place = 4 * (y * picture.width + x)
                    for channel in 0..<3 { picture.pixels[place + channel] = value }
                    picture.pixels[place + 3] = 255
                }
            }
        }
    }

    /// The mark of a picture; nil where there is none or it cannot be read.
    public init?(of picture: Picture) {
        let side = Self.side(height: picture.height)
        guard Self.blocksInRow * side <= picture.width else { return nil }
        var bytes = [UInt8](repeating: 0, count: 10)
        for index in 0..<2 * Self.blocksInRow {
            let x = index % Self.blocksInRow * side + side / 2
            let y = picture.height - (2 - index / Self.blocksInRow) * side + side / 2
            let isWhite = picture.pixels[4 * (y * picture.width + x) + 1] > 127
            bytes[index / 8] = bytes[index / 8] << 1 | (isWhite ? 1 : 0)
        }
        guard bytes[0] == Self.beginning, Self.checksum(bytes.dropLast()) == bytes[9],
            Int(bytes[8] >> 5) < Emotion.allCases.count
        else { return nil }
        let value = { (range: Range<Int>) in bytes[range].reduce(0) { $0 << 8 | Int($1) } }
        number = value(1..<4)
        milliseconds = value(4..<8)
        emotion = Emotion.allCases[Int(bytes[8] >> 5)]
        weight = Int(bytes[8] & 31)
    }

    private var bits: [Bool] {
        let index = Emotion.allCases.firstIndex(of: emotion) ?? 0
        var bytes: [UInt8] = [Self.beginning]
        for shift in [16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
        for shift in [24, 16, 8, 0] {
            bytes.append(UInt8(truncatingIfNeeded: milliseconds >> shift))
        }
        bytes.append(UInt8(index) << 5 | UInt8(min(31, max(0, weight))))
        bytes.append(Self.checksum(bytes[...]))
        return bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 == 1 } }
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        bytes.reduce(0) { sum, byte in
            (0..<8).reduce(sum ^ byte) { sum, _ in sum & 0x80 != 0 ? sum << 1 ^ 0x07 : sum << 1 }
        }
    }
}
