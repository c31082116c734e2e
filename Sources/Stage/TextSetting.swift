import CPango

/// A piece of text laid out by Pango, and where its ink lies.
///
/// Marks above and below, slanted letters and swashes reach out of the box that Pango lays lines by;
/// they are painted all the same, and the box alone says where the words stand.
final class TextSetting {
    /// Pixels of ink, and a margin of one pixel, beyond the lines' own box.
    struct Overhang: Equatable {
        var left = 0
        var top = 0
        var right = 0
        var bottom = 0
    }

    /// Painted text: Cairo's premultiplied pixels.
    struct Painted {
        var pixels: [UInt32]
        var width: Int
        var height: Int
    }

    private let layout: OpaquePointer
    private let logical: PangoRectangle
    /// The lines' own box, in pixels, with a pixel on every side.
    let width: Int
    let height: Int
    /// What is painted beyond that box.
    let overhang: Overhang

    /// Lays text out; nil when there is nothing to see. `measure` is any Cairo context.
    init?(_ text: String, _ style: TextStyle, measure: OpaquePointer) {
        guard !text.isEmpty, let layout = pango_cairo_create_layout(measure) else { return nil }
        self.layout = layout
        TextSetting.prepare(layout, style)
        pango_layout_set_text(layout, text, -1)
        var ink = PangoRectangle()
        var logical = PangoRectangle()
        pango_layout_get_pixel_extents(layout, &ink, &logical)
        self.logical = logical
        width = Int(logical.width) + 2
        height = Int(logical.height) + 2
        // Marks can be heaped up without end; a line's height of them is enough.
        let most = Int32(style.size)
        let reach = { (over: Int32) in Int(min(max(over, 0), most)) }
        overhang = Overhang(
            left: reach(logical.x - ink.x), top: reach(logical.y - ink.y),
            right: reach(ink.x + ink.width - logical.x - logical.width),
            bottom: reach(ink.y + ink.height - logical.y - logical.height))
        guard ink.width > 0, logical.width > 0, logical.height > 0 else { return nil }
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    private static func prepare(_ layout: OpaquePointer, _ style: TextStyle) {
        let font = pango_font_description_from_string("Noto Sans, DejaVu Sans, Sans")
        defer { pango_font_description_free(font) }
        pango_font_description_set_absolute_size(font, Double(style.size) * Double(PANGO_SCALE))
        pango_font_description_set_weight(
            font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_layout_set_font_description(layout, font)
        // Figures of one width, so that numbers do not jump while they count.
        let attributes = pango_attr_list_new()
        pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"))
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
        pango_layout_set_single_paragraph_mode(layout, 1)
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_width(layout, Int32(style.widest) * PANGO_SCALE)
        // A negative height counts lines.
        pango_layout_set_height(layout, -Int32(style.lines))
    }

    /// Paints the text on as many pixels as it needs, and on `margin` more on every side.
    func painted(margin: Int = 0) -> Painted? {
        let across = width + overhang.left + overhang.right + 2 * margin
        let down = height + overhang.top + overhang.bottom + 2 * margin
        var pixels = [UInt32](repeating: 0, count: across * down)
        let isPainted = pixels.withUnsafeMutableBytes { bytes -> Bool in
            let surface = cairo_image_surface_create_for_data(
                bytes.bindMemory(to: UInt8.self).baseAddress, CAIRO_FORMAT_ARGB32,
                Int32(across), Int32(down), Int32(4 * across))
            defer { cairo_surface_destroy(surface) }
            guard let context = cairo_create(surface) else { return false }
            defer { cairo_destroy(context) }
            cairo_set_source_rgba(context, 1, 0.985, 0.955, 1)
            cairo_move_to(
                context, Double(margin + 1 + overhang.left) - Double(logical.x),
                Double(margin + 1 + overhang.top) - Double(logical.y))
            pango_cairo_show_layout(context, layout)
            cairo_surface_flush(surface)
            return cairo_status(context) == CAIRO_STATUS_SUCCESS
        }
        return isPainted ? Painted(pixels: pixels, width: across, height: down) : nil
    }
}
