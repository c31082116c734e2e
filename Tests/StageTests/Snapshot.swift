import CPango
import Foundation
import Signals

/// Pictures as PNG files, read and written by Cairo.
enum Snapshot {
    /// A stored picture's red, green and blue, the top row first; nil where there is none.
    static func read(_ name: String) -> (width: Int, height: Int, bytes: [UInt8])? {
        read(file: Bundle.module.bundleURL.appending(path: "Snapshots/\(name).png"))
    }

    /// A picture of a file's, as `read(_:)` gives it.
    static func read(file: URL) -> (width: Int, height: Int, bytes: [UInt8])? {
        let surface = cairo_image_surface_create_from_png(file.path)
        defer { cairo_surface_destroy(surface) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
            let data = cairo_image_surface_get_data(surface)
        else { return nil }
        let width = Int(cairo_image_surface_get_width(surface))
        let height = Int(cairo_image_surface_get_height(surface))
        let stride = Int(cairo_image_surface_get_stride(surface))
        var bytes: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let pixel = data + y * stride + 4 * x
                bytes += [pixel[2], pixel[1], pixel[0]]
            }
        }
        return (width, height, bytes)
    }

    /// Root of the mean square difference of a picture and a stored one, in steps of 255; nil where
    /// nothing of that name and size is stored.
    static func difference(_ picture: Picture, from name: String) -> Double? {
        guard let stored = read(name), stored.width == picture.width,
            stored.height == picture.height
        else { return nil }
        var sum = 0.0
        for pixel in 0..<picture.width * picture.height {
            for channel in 0..<3 {
                let a = Double(picture.pixels[4 * pixel + channel])
                let b = Double(stored.bytes[3 * pixel + channel])
                sum += (a - b) * (a - b)
            }
        }
        return (sum / Double(3 * picture.width * picture.height)).squareRoot()
    }

    /// Writes a picture, to look at or to store anew.
    static func write(_ picture: Picture, to file: URL) {
        let surface = cairo_image_surface_create(
            CAIRO_FORMAT_RGB24, Int32(picture.width), Int32(picture.height))
        defer { cairo_surface_destroy(surface) }
        guard let data = cairo_image_surface_get_data(surface) else { return }
        let stride = Int(cairo_image_surface_get_stride(surface))
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                let from = 4 * (y * picture.width + x)
                let to = y * stride + 4 * x
                data[to] = picture.pixels[from + 2]
                data[to + 1] = picture.pixels[from + 1]
                data[to + 2] = picture.pixels[from]
            }
        }
        cairo_surface_mark_dirty(surface)
        cairo_surface_write_to_png(surface, file.path)
    }
}
