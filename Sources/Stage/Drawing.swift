import CPango
import CRsvg
import Foundation

/// One file of a puppet: an SVG or a PNG, or the plain shape that stands in for one.
final class Drawing {
    /// The drawing's extent in its own units, from its top left.
    let extent: Box
    private let content: Content
    private let path: String

    private enum Content {
        case svg(UnsafeMutablePointer<RsvgHandle>)
        case png(OpaquePointer)
        case plain(from: SIMD2<Float>, to: SIMD2<Float>, width: Float, colour: SIMD3<Double>)
    }

    /// Reads a file; throws `StageError` when it is not there, is neither SVG nor PNG, or is more
    /// than `PuppetLimits` allow.
    init(_ file: URL) throws {
        path = file.path
        guard let data = try? Data(contentsOf: file, options: .mappedIfSafe) else {
            throw StageError.missing(path: file.path)
        }
        if let complaint = DrawingCheck.complaint(about: data) {
            throw StageError.drawing(path: file.path, message: complaint)
        }
        if DrawingCheck.isPNG(data) {
            let surface = cairo_image_surface_create_from_png(file.path)
            let status = cairo_surface_status(surface)
            guard let surface, status == CAIRO_STATUS_SUCCESS else {
                cairo_surface_destroy(surface)
                throw StageError.drawing(
                    path: file.path,
                    message:
                        "it breaks off or is damaged (\(String(cString: cairo_status_to_string(status))))"
                )
            }
            content = .png(surface)
            extent = Box(
                x: 0, y: 0, width: Float(cairo_image_surface_get_width(surface)),
                height: Float(cairo_image_surface_get_height(surface)))
        } else {
            let handle = try Drawing.svg(data, path: file.path)
            var hasBox: gboolean = 0
            var box = RsvgRectangle()
            rsvg_handle_get_intrinsic_dimensions(handle, nil, nil, nil, nil, &hasBox, &box)
            guard hasBox != 0, box.width > 0, box.height > 0 else {
                g_object_unref(handle)
                throw StageError.drawing(path: file.path, message: "it has no viewBox")
            }
            content = .svg(handle)
            extent = Box(
                x: Float(box.x), y: Float(box.y), width: Float(box.width),
                height: Float(box.height))
        }
    }

    /// A rounded bar between two places, for a drawing that cannot be had.
    init(plainFrom from: SIMD2<Float>, to: SIMD2<Float>, width: Float, colour: SIMD3<Double>) {
        path = "the plain drawing"
        content = .plain(from: from, to: to, width: width, colour: colour)
        let least = pointwiseMin(from, to) - width / 2
        let most = pointwiseMax(from, to) + width / 2
        extent = Box(
            x: least.x, y: least.y, width: most.x - least.x, height: most.y - least.y)
    }

    deinit {
        switch content {
        case .svg(let handle): g_object_unref(handle)
        case .png(let surface): cairo_surface_destroy(surface)
        case .plain: break
        }
    }

    private static func svg(
        _ data: Data, path: String
    ) throws -> UnsafeMutablePointer<RsvgHandle> {
        var failure: UnsafeMutablePointer<GError>?
        // Without a base address librsvg itself refuses every reference to another file.
        let handle = data.withUnsafeBytes { bytes in
            rsvg_handle_new_from_data(
                bytes.bindMemory(to: UInt8.self).baseAddress, gsize(bytes.count), &failure)
        }
        guard let handle else {
            throw StageError.drawing(path: path, message: Drawing.reason(&failure))
        }
        return handle
    }

    /// Paints the drawing into a box of a Cairo context.
    func paint(on context: OpaquePointer, in box: Box) throws {
        let scale = (
            x: Double(box.width / extent.width), y: Double(box.height / extent.height)
        )
        cairo_save(context)
        defer { cairo_restore(context) }
        switch content {
        case .svg(let handle):
            var failure: UnsafeMutablePointer<GError>?
            var viewport = RsvgRectangle(
                x: Double(box.x), y: Double(box.y), width: Double(box.width),
                height: Double(box.height))
            guard rsvg_handle_render_document(handle, context, &viewport, &failure) != 0 else {
                throw StageError.drawing(path: path, message: Drawing.reason(&failure))
            }
        case .png(let surface):
            cairo_translate(context, Double(box.x), Double(box.y))
            cairo_scale(context, scale.x, scale.y)
            cairo_set_source_surface(context, surface, 0, 0)
            cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_GOOD)
            cairo_paint(context)
        case .plain(let from, let to, let width, let colour):
            cairo_translate(context, Double(box.x), Double(box.y))
            cairo_scale(context, scale.x, scale.y)
            cairo_translate(context, -Double(extent.x), -Double(extent.y))
            cairo_set_source_rgb(context, colour.x, colour.y, colour.z)
            cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
            cairo_set_line_width(context, Double(width))
            cairo_move_to(context, Double(from.x), Double(from.y))
            cairo_line_to(context, Double(to.x), Double(to.y))
            cairo_stroke(context)
        }
    }

    private static func reason(_ failure: inout UnsafeMutablePointer<GError>?) -> String {
        guard let error = failure else { return "no reason given" }
        defer { g_error_free(error) }
        return error.pointee.message.map { String(cString: $0) } ?? "no reason given"
    }
}
