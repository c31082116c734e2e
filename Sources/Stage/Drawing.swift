import CPango
import CRsvg
import Foundation

/// An SVG file of a puppet's limb.
final class Drawing {
    /// The drawing's extent in its own units.
    let width: Float
    let height: Float
    private let handle: UnsafeMutablePointer<RsvgHandle>
    private let path: String

    /// Reads a file; throws `StageError` when it is not there or is no SVG with a `viewBox`.
    init(_ file: URL) throws {
        path = file.path
        guard let data = try? Data(contentsOf: file) else {
            throw StageError.missing(path: file.path)
        }
        var failure: UnsafeMutablePointer<GError>?
        let handle = data.withUnsafeBytes { bytes in
            rsvg_handle_new_from_data(
                bytes.bindMemory(to: UInt8.self).baseAddress, gsize(bytes.count), &failure)
        }
        guard let handle else {
            throw StageError.drawing(path: file.path, message: Drawing.reason(&failure))
        }
        var hasBox: gboolean = 0
        var box = RsvgRectangle()
        rsvg_handle_get_intrinsic_dimensions(handle, nil, nil, nil, nil, &hasBox, &box)
        guard hasBox != 0, box.width > 0, box.height > 0 else {
            g_object_unref(handle)
            throw StageError.drawing(path: file.path, message: "it has no viewBox")
        }
        self.handle = handle
        width = Float(box.width)
        height = Float(box.height)
    }

    deinit { g_object_unref(handle) }

    /// Paints the drawing into a box of a Cairo context.
    func paint(on context: OpaquePointer, in box: Box) throws {
        var failure: UnsafeMutablePointer<GError>?
        var viewport = RsvgRectangle(
            x: Double(box.x), y: Double(box.y), width: Double(box.width),
            height: Double(box.height))
        guard rsvg_handle_render_document(handle, context, &viewport, &failure) != 0 else {
            throw StageError.drawing(path: path, message: Drawing.reason(&failure))
        }
    }

    private static func reason(_ failure: inout UnsafeMutablePointer<GError>?) -> String {
        guard let error = failure else { return "no reason given" }
        defer { g_error_free(error) }
        return error.pointee.message.map { String(cString: $0) } ?? "no reason given"
    }
}
