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
    /// A set piece of text, premultiplied.
    struct Written {
        var texture: GLuint
        /// Pixels of the box that its lines take.
        var width: Int
        var height: Int
        /// Pixels of the texture, which holds the ink beyond that box too.
        var texels: (width: Int, height: Int)
        var overhang: TextSetting.Overhang
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
        guard let measure, let setting = TextSetting(text, style, measure: measure),
            let painted = setting.painted()
        else { return nil }
        let texture = painted.pixels.withUnsafeBytes { pixels -> GLuint? in
            pixels.baseAddress.map {
                makeTexture(
                    cairoPixels: $0, width: painted.width, height: painted.height,
                    stride: 4 * painted.width)
            }
        }
        guard let texture else { return nil }
        return Written(
            texture: texture, width: setting.width, height: setting.height,
            texels: (painted.width, painted.height), overhang: setting.overhang)
    }
}
