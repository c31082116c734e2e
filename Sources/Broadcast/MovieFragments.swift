import Foundation

/// The boxes of a fragmented MP4 file (ISO/IEC 14496-12), as far as closing one needs them.
enum MovieFragments {
    /// Cuts off what an encoder left behind half written, so that the file plays without a complaint.
    /// Does nothing to a file that ends well or is no movie.
    static func trim(_ path: String) {
        let file = open(path, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        let size = lseek(file, 0, SEEK_END)
        let end = wholeEnd(of: file, size: size)
        if end > 0, end < size { _ = ftruncate(file, end) }
    }

    /// Where the last whole fragment, header with its pictures, ends.
    private static func wholeEnd(of file: CInt, size: off_t) -> off_t {
        var position: off_t = 0
        var end: off_t = 0
        while let box = box(at: position, in: file), position + box.size <= size {
            position += box.size
            // A fragment's header is worth nothing without the pictures that follow it.
            if box.kind != "moof" { end = position }
        }
        return end
    }

    private static func box(at position: off_t, in file: CInt) -> (kind: String, size: off_t)? {
        var header = [UInt8](repeating: 0, count: 16)
        let count = header.withUnsafeMutableBytes { pread(file, $0.baseAddress, 16, position) }
        guard count >= 8 else { return nil }
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            bytes.reduce(0) { $0 << 8 | UInt64($1) }
        }
        let short = number(header[0..<4])
        let size = short == 1 && count == 16 ? number(header[8..<16]) : short
        guard size >= 8, let size = off_t(exactly: size) else { return nil }
        return (String(decoding: header[4..<8], as: UTF8.self), size)
    }
}
