import CGLES
import CPango

/// How a piece of text is set.
struct TextStyle: Hashable {
    /// Height of the letters' em, in pixels.
    var size: Int
    var isBold = false
    /// The widest a line may be, in pixels, before it is cut off with an ellipsis.
    var widest: Int
    /// How many lines the text may take.
    var lines = 1
}

/// Text as textures: each piece is set once and kept until room is needed for newer ones.
final class TextCache {
    /// A set piece of text, premultiplied, with its size in pixels.
    struct Written {
        var texture: GLuint
        var width: Int
        var height: Int
    }

    private struct Key: Hashable {
        // Bytes, not characters: canonically equivalent texts may be set differently.
        var bytes: [UInt8]
        var style: TextStyle
    }
    private struct Entry {
        var written: Written
        var lastUse: Int
    }

    /// How many pieces are kept.
    static let capacity = 192
    /// Messages are cut to this many characters before they are set.
    static let longestText = 300

    private var entries: [Key: Entry] = [:]
    private var uses = 0
    /// How many pieces have been set so far; unchanged text adds none.
    private(set) var settings = 0
    private let measure: OpaquePointer?

    init() {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 1, 1)
        measure = cairo_create(surface)
        cairo_surface_destroy(surface)
    }

    deinit { cairo_destroy(measure) }

    /// How many pieces are kept now.
    var count: Int { entries.count }

    /// The texture of a text; nil when there is nothing to see.
    func written(_ text: String, _ style: TextStyle) -> Written? {
        let key = Key(bytes: Array(text.utf8.prefix(4 * TextCache.longestText)), style: style)
        uses += 1
        if let known = entries[key] {
            entries[key]?.lastUse = uses
            return known.written
        }
        guard let made = set(String(text.prefix(TextCache.longestText)), style) else { return nil }
        settings += 1
        if entries.count >= TextCache.capacity { forgetOldest() }
        entries[key] = Entry(written: made, lastUse: uses)
        return made
    }

    private func forgetOldest() {
        guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        var texture = oldest.value.written.texture
        glDeleteTextures(1, &texture)
        entries[oldest.key] = nil
    }

    private func set(_ text: String, _ style: TextStyle) -> Written? {
        guard !text.isEmpty, let measure, let layout = pango_cairo_create_layout(measure) else {
            return nil
        }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
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
        pango_layout_set_text(layout, text, -1)

        var ink = PangoRectangle()
        var logical = PangoRectangle()
        pango_layout_get_pixel_extents(layout, &ink, &logical)
        let left = min(ink.x, logical.x)
        let right = max(ink.x + ink.width, logical.x + logical.width)
        let width = right - left + 2
        let height = logical.height + 2
        guard ink.width > 0, width > 0, height > 0 else { return nil }
        return paint(layout, width: width, height: height, x: 1 - left, y: 1 - logical.y)
    }

    private func paint(
        _ layout: OpaquePointer, width: Int32, height: Int32, x: Int32, y: Int32
    ) -> Written? {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height)
        defer { cairo_surface_destroy(surface) }
        guard let context = cairo_create(surface) else { return nil }
        defer { cairo_destroy(context) }
        cairo_set_source_rgba(context, 1, 0.985, 0.955, 1)
        cairo_move_to(context, Double(x), Double(y))
        pango_cairo_show_layout(context, layout)
        cairo_surface_flush(surface)
        guard let pixels = cairo_image_surface_get_data(surface) else { return nil }
        let texture = makeTexture(
            cairoPixels: pixels, width: Int(width), height: Int(height),
            stride: Int(cairo_image_surface_get_stride(surface)))
        return Written(texture: texture, width: Int(width), height: Int(height))
    }
}
