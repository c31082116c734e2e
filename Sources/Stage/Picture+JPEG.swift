import CRsvg
import Signals

extension Picture {
    /// The picture `width` pixels across, or as it is where it is smaller, as a JPEG file; nil where
    /// there is no memory for it.
    ///
    /// Every pixel is the mean of four places in its square: a few milliseconds, for a thread that has
    /// time. A transparent picture is laid on black.
    public func jpeg(width wanted: Int, quality: Int = 78) -> [UInt8]? {
        let across = min(max(wanted, 1), width)
        let down = max(1, height * across / width)
        guard
            let small = gdk_pixbuf_new(
                GDK_COLORSPACE_RGB, 0, 8, Int32(across), Int32(down))
        else { return nil }
        defer { g_object_unref(UnsafeMutableRawPointer(small)) }
        guard let rows = gdk_pixbuf_get_pixels(small) else { return nil }
        shrink(to: (across, down), in: rows, stride: Int(gdk_pixbuf_get_rowstride(small)))
        return Self.file(of: small, quality: quality)
    }

    private func shrink(
        to size: (across: Int, down: Int), in rows: UnsafeMutablePointer<UInt8>, stride: Int
    ) {
        // A quarter and three quarters of a square, so that the four lie evenly in it.
        let columns = (0..<size.across).map { x in
            (
                4 * (width * (4 * x + 1) / (4 * size.across)),
                4 * (width * (4 * x + 3) / (4 * size.across))
            )
        }
        for y in 0..<size.down {
            let upper = 4 * width * (height * (4 * y + 1) / (4 * size.down))
            let lower = 4 * width * (height * (4 * y + 3) / (4 * size.down))
            var to = y * stride
            for (left, right) in columns {
                for channel in 0..<3 {
                    let sum =
                        Int(pixels[upper + left + channel]) + Int(pixels[upper + right + channel])
                        + Int(pixels[lower + left + channel]) + Int(pixels[lower + right + channel])
                    rows[to + channel] = UInt8(sum / 4)
                }
                to += 3
            }
        }
    }

    private static func file(of small: OpaquePointer, quality: Int) -> [UInt8]? {
        var buffer: UnsafeMutablePointer<CChar>?
        var count: gsize = 0
        let isWritten = "quality".withCString { key in
            "\(min(max(quality, 1), 100))".withCString { value in
                var keys: [UnsafeMutablePointer<CChar>?] = [
                    UnsafeMutablePointer(mutating: key), nil,
                ]
                var values: [UnsafeMutablePointer<CChar>?] = [
                    UnsafeMutablePointer(mutating: value), nil,
                ]
                return gdk_pixbuf_save_to_bufferv(
                    small, &buffer, &count, "jpeg", &keys, &values, nil) != 0
            }
        }
        guard isWritten, let buffer else { return nil }
        defer { g_free(buffer) }
        return UnsafeRawBufferPointer(start: buffer, count: Int(count)).map { $0 }
    }
}
