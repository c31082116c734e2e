import CPango
import Foundation
import Signals

@testable import Stage

/// A puppet's folder for one test, removed with it.
final class TestFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(
            path: "puppet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// A copy of one of the program's own puppets.
    convenience init(copyOf name: String) throws {
        try self.init()
        try FileManager.default.removeItem(at: url)
        try FileManager.default.copyItem(at: PuppetFolder.find(name), to: url)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, to name: String) throws {
        try text.write(to: url.appending(path: name), atomically: true, encoding: .utf8)
    }

    func write(_ data: Data, to name: String) throws {
        try data.write(to: url.appending(path: name))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: url.appending(path: name))
    }

    func text(_ name: String) throws -> String {
        try String(contentsOf: url.appending(path: name), encoding: .utf8)
    }

    /// Writes a PNG of one colour (0 to 1), making the folders on its way.
    func writePNG(_ name: String, width: Int32, height: Int32, _ colour: SIMD3<Double>) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height)
        defer { cairo_surface_destroy(surface) }
        let context = cairo_create(surface)
        defer { cairo_destroy(context) }
        cairo_set_source_rgb(context, colour.x, colour.y, colour.z)
        cairo_paint(context)
        cairo_surface_write_to_png(surface, file.path)
    }
}

/// A rig of these limbs, as JSON.
func rigText(_ limbs: String, more: String = "") -> String {
    "{\"unitsPerTorso\": 100, \(more)\"limbs\": [\(limbs)]}"
}

/// A valid limb's JSON with some keys of its own.
func limbText(_ more: String) -> String {
    "{\"from\": \"neck\", \"to\": \"midHip\", \(more)}"
}

let square =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 100\">"
    + "<path fill=\"#f00\" d=\"M0 0H40V100H0Z\"/></svg>"
