import CPango
import Foundation
import Signals

/// A sheet of a puppet in all seven moods, with its limbs one by one.
@MainActor
public struct PuppetSheet {
    private let folder: URL
    private let puppet: String
    private let poses: [Pose]

    /// Pixels of a picture of the stage, and of what is shown of it.
    private static let picture = (width: 640, height: 360)
    private static let cell = (width: 300, height: 360)
    private static let row = 132
    private static let title = 24

    /// A sheet of one of the program's own puppets by name, or of a folder's, in some poses (in
    /// torsos); none is a body at rest, one with its arms up, and one that strides.
    ///
    /// Throws `StageError.noPuppet`.
    public init(_ nameOrFolder: String, poses: [Pose] = []) throws {
        puppet = nameOrFolder
        folder = try PuppetFolder.find(nameOrFolder)
        self.poses = poses.isEmpty ? [.upright, .reaching, .striding] : poses
    }

    /// Draws the sheet off screen and writes it to a PNG file; returns what there is to say of the
    /// puppet. Throws `StageError`.
    public func write(to file: URL) throws -> [String] {
        let stage = try Stage(
            StageSettings(
                width: Self.picture.width, height: Self.picture.height, showsWords: false,
                puppet: puppet, backdropHeight: 180))
        let art = try PuppetArt(folder: folder, pixelsPerTorso: 80)
        let names = art.rig.limbs.enumerated().flatMap { index, limb in
            (limb.looks?.all ?? []).map { (index: index, name: $0) }
        }
        var known: Set<String> = []
        let drawings = names.filter { known.insert($0.name).inserted }
        let columns = Emotion.count
        let perRow = columns * Self.cell.width / Self.row
        let rows = (drawings.count + perRow - 1) / perRow
        let width = columns * Self.cell.width
        let height =
            Self.title + poses.count * Self.cell.height + rows * (Self.row + Self.title)

        let surface = cairo_image_surface_create(
            CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        defer { cairo_surface_destroy(surface) }
        guard let context = cairo_create(surface) else {
            throw StageError.noGraphics(reason: "Cairo has no memory for the sheet")
        }
        defer { cairo_destroy(context) }
        cairo_set_source_rgb(context, 0.13, 0.13, 0.15)
        cairo_paint(context)
        try drawMoods(stage, on: context)
        let top = Self.title + poses.count * Self.cell.height
        for (number, drawing) in drawings.enumerated() {
            drawLimb(
                drawing.name, of: art.rig.limbs[drawing.index],
                fit: art.fits[drawing.index][drawing.name], rig: art.rig,
                at: (number % perRow * Self.row, top + number / perRow * (Self.row + Self.title)),
                on: context)
        }
        cairo_surface_flush(surface)
        let status = cairo_surface_write_to_png(surface, file.path)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw StageError.unwritten(
                path: file.path, message: String(cString: cairo_status_to_string(status)))
        }
        return stage.takeRemarks()
    }

    private func drawMoods(_ stage: Stage, on context: OpaquePointer) throws {
        var time = 0.0
        for (column, emotion) in Emotion.allCases.enumerated() {
            write("\(emotion)", at: (column * Self.cell.width + 8, 3), on: context)
            for (row, pose) in poses.enumerated() {
                // A mood eases in; after six seconds nothing of the last is left.
                var drawn: Picture?
                for step in 0..<(row == 0 ? 8 : 3) {
                    drawn = nil
                    time += step < 6 ? 1 : 0.03
                    let scene = Scene(
                        time: time, pose: pose, roomMood: Mood(emotion), dancerMood: Mood(emotion),
                        energy: 0.3)
                    drawn = try stage.draw(scene)
                }
                if let drawn {
                    paint(
                        drawn, at: (column * Self.cell.width, Self.title + row * Self.cell.height),
                        on: context)
                }
            }
        }
    }

    private func paint(_ picture: Picture, at place: (x: Int, y: Int), on context: OpaquePointer) {
        let (width, height) = (picture.width, picture.height)
        var pixels = [UInt32](repeating: 0, count: width * height)
        for index in pixels.indices {
            let byte = { (channel: Int) in UInt32(picture.pixels[4 * index + channel]) }
            pixels[index] = byte(0) << 16 | byte(1) << 8 | byte(2)
        }
        let left = (width - Self.cell.width) / 2
        pixels.withUnsafeMutableBytes { bytes in
            let image = cairo_image_surface_create_for_data(
                bytes.bindMemory(to: UInt8.self).baseAddress, CAIRO_FORMAT_RGB24, Int32(width),
                Int32(height), Int32(4 * width))
            cairo_save(context)
            cairo_rectangle(
                context, Double(place.x), Double(place.y), Double(Self.cell.width),
                Double(height))
            cairo_clip(context)
            cairo_set_source_surface(context, image, Double(place.x - left), Double(place.y))
            cairo_paint(context)
            cairo_restore(context)
            cairo_surface_destroy(image)
        }
    }

    /// One drawing on a light ground, with its two pins.
    private func drawLimb(
        _ name: String, of limb: PuppetRig.Limb, fit: PuppetArt.Fit?, rig: PuppetRig,
        at place: (x: Int, y: Int), on context: OpaquePointer
    ) {
        let side = Double(Self.row)
        let (x, y) = (Double(place.x), Double(place.y))
        let ground = rig.manner == .light ? 0.05 : 0.62
        cairo_set_source_rgb(context, ground, ground, ground * 1.05)
        cairo_rectangle(context, x + 2, y + 2, side - 4, side - 4)
        cairo_fill(context)
        let short = String((name.split(separator: "/").last ?? "").prefix(18))
        write(short, at: (place.x + 4, place.y + Self.row), on: context)
        guard let drawing = try? Drawing(PuppetFolder.file(name, in: folder)) else {
            write("cannot be drawn", at: (place.x + 8, place.y + 54), on: context)
            return
        }
        let box = drawing.extent
        let scale = Float(side - 16) / max(box.width, box.height)
        let left = Float(x) + (Float(side) - box.width * scale) / 2
        let top = Float(y) + (Float(side) - box.height * scale) / 2
        try? drawing.paint(
            on: context,
            in: Box(x: left, y: top, width: box.width * scale, height: box.height * scale))
        guard let fit else { return }
        for (pin, colour) in [
            (fit.pins.from, SIMD3(1.0, 1, 1)), (fit.pins.to, SIMD3(0.1, 0.1, 0.1)),
        ] {
            let at = SIMD2(left, top) + (pin - SIMD2(box.x, box.y)) * scale
            guard at.x >= Float(x), at.x <= Float(x + side), at.y >= Float(y),
                at.y <= Float(y + side)
            else { continue }
            cairo_new_path(context)
            cairo_arc(context, Double(at.x), Double(at.y), 4, 0, 2 * .pi)
            cairo_set_source_rgb(context, colour.x, colour.y, colour.z)
            cairo_fill_preserve(context)
            cairo_set_source_rgb(context, 0.9, 0.2, 0.5)
            cairo_set_line_width(context, 1.5)
            cairo_stroke(context)
        }
    }

    private func write(_ text: String, at place: (x: Int, y: Int), on context: OpaquePointer) {
        guard let layout = pango_cairo_create_layout(context) else { return }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        let font = pango_font_description_from_string("Noto Sans, DejaVu Sans, Sans")
        pango_font_description_set_absolute_size(font, 13 * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        pango_layout_set_text(layout, text, -1)
        cairo_set_source_rgb(context, 0.95, 0.94, 0.9)
        cairo_move_to(context, Double(place.x), Double(place.y))
        pango_cairo_show_layout(context, layout)
    }
}
