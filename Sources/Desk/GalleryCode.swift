import CQrencode

/// An address as a QR code, for phones.
///
/// Codes of ISO/IEC 18004 through libqrencode, error correction M: a projector's picture of it may be
/// damaged by about 15 %.
public struct GalleryCode: Sendable, Equatable {
    /// Modules on a side, without the quiet zone.
    public let side: Int
    /// Whether each module is dark, row by row.
    public let isDark: [Bool]

    /// Modules of white that scanners need around a code.
    public static let quietZone = 4

    /// The smallest code of a text; nil where it is empty or too long for one.
    public init?(_ text: String) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        guard let data = code.pointee.data else { return nil }
        side = Int(code.pointee.width)
        isDark = (0..<side * side).map { data[$0] & 1 == 1 }
    }

    /// The code as an SVG picture, black on white, its quiet zone with it.
    public var svg: String {
        let whole = side + 2 * Self.quietZone
        var path = ""
        for row in 0..<side {
            var column = 0
            while column < side {
                let begin = column
                while column < side, isDark[row * side + column] { column += 1 }
                if column > begin {
                    let (x, y) = (begin + Self.quietZone, row + Self.quietZone)
                    path += "M\(x) \(y)h\(column - begin)v1h-\(column - begin)z"
                }
                column += 1
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(whole) \(whole)\" "
            + "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h\(whole)v\(whole)H0z\"/>"
            + "<path d=\"\(path)\"/></svg>"
    }
}
