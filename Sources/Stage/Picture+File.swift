import CPango
import Foundation
import Signals

extension Picture {
    /// Writes the picture as a PNG file, which takes some tens of milliseconds.
    ///
    /// Throws `StageError.unwritten`.
    public func write(toPNG file: URL) throws {
        let surface = cairo_image_surface_create(
            CAIRO_FORMAT_ARGB32, Int32(width), Int32(height))
        defer { cairo_surface_destroy(surface) }
        guard let data = cairo_image_surface_get_data(surface) else {
            throw StageError.unwritten(path: file.path, message: "Cairo has no memory for it")
        }
        let stride = Int(cairo_image_surface_get_stride(surface))
        for y in 0..<height {
            for x in 0..<width {
                // Cairo's pixels are premultiplied, as the stage's are, and BGRA in memory.
                let from = 4 * (y * width + x)
                let to = y * stride + 4 * x
                data[to] = pixels[from + 2]
                data[to + 1] = pixels[from + 1]
                data[to + 2] = pixels[from]
                data[to + 3] = pixels[from + 3]
            }
        }
        cairo_surface_mark_dirty(surface)
        let status = cairo_surface_write_to_png(surface, file.path)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw StageError.unwritten(
                path: file.path, message: String(cString: cairo_status_to_string(status)))
        }
    }
}
