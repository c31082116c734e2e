import CPango
import Foundation
import Signals

/// A puppet read and painted, ready for the graphics driver: its rig, and all its drawings in one
/// picture. Made without OpenGL, so that it can be made beside a running show.
struct PuppetArt: Sendable {
    /// One drawing's place.
    struct Tile: Sendable {
        /// The inked part of the drawing with its margin, in the texture's 0 to 1.
        var uv: Box
        /// The inked part of the drawing, in its own units.
        var extent: Box
        /// The margin round it, in its own units.
        var margin: SIMD2<Float>

        /// The drawing with a part of its margin, 0 to 1, in its units and in the texture.
        func box(share: Float) -> (drawn: Box, uv: Box) {
            let kept = margin * min(share, 1)
            let whole = SIMD2(extent.width, extent.height) + 2 * margin
            let less = (margin - kept) * SIMD2(uv.width, uv.height) / whole
            return (
                Box(
                    x: extent.x - kept.x, y: extent.y - kept.y, width: extent.width + 2 * kept.x,
                    height: extent.height + 2 * kept.y),
                Box(
                    x: uv.x + less.x, y: uv.y + less.y, width: uv.width - 2 * less.x,
                    height: uv.height - 2 * less.y)
            )
        }
    }

    /// How one drawing lies on one limb.
    struct Fit: Sendable {
        var tile: Tile
        /// Where the limb's joints lie in the drawing.
        var pins: PuppetRig.Pins
        /// Rig units that a unit of the drawing takes.
        var scale: Float
    }

    let rig: PuppetRig
    /// The text and path of the face's shader; nil where the puppet has no face.
    let face: (text: String, path: String)?
    /// Texels a rig unit.
    let density: Float
    /// Cairo's premultiplied pixels, the top row first.
    let pixels: [UInt32]
    let width: Int
    let height: Int
    /// For each limb, the fits of its drawings by their names.
    let fits: [[String: Fit]]
    /// What could not be had and is drawn plainly, in plain words.
    let faults: [String]

    /// Reads and paints a puppet's folder, `pixelsPerTorso` being its size in the picture.
    ///
    /// A drawing that cannot be used is a fault and is drawn plainly; a rig that cannot be read
    /// throws `StageError`.
    init(folder: URL, pixelsPerTorso: Float) throws {
        let (rig, remarks) = try PuppetFolder.rig(in: folder)
        self.rig = rig
        var faults = remarks
        let uses = PuppetArt.sources(of: rig, in: folder, faults: &faults)

        var density = max(pixelsPerTorso / rig.unitsPerTorso * 1.25, 80 / rig.unitsPerTorso)
        var packed = try PuppetArt.paint(uses, rig: rig, density: density, faults: &faults)
        while packed == nil {
            density *= 0.7
            packed = try PuppetArt.paint(uses, rig: rig, density: density, faults: &faults)
        }
        guard let sheet = packed else { preconditionFailure("the loop ends with a sheet") }
        self.density = density
        (pixels, width, height) = (sheet.pixels, sheet.width, sheet.height)
        fits = rig.limbs.map { limb in
            guard let looks = limb.looks else { return [:] }
            return Dictionary(
                uniqueKeysWithValues: looks.all.compactMap { name in
                    let key = DrawingUse.key(name, limb)
                    guard let use = uses[key], let tile = sheet.tiles[key] else { return nil }
                    return (name, Fit(tile: tile, pins: use.pins, scale: use.scale))
                })
        }
        face = PuppetArt.face(of: rig, in: folder, faults: &faults)
        self.faults = faults
    }

    private static func face(
        of rig: PuppetRig, in folder: URL, faults: inout [String]
    ) -> (text: String, path: String)? {
        guard let limb = rig.limbs.first(where: { $0.looks == nil }) else { return nil }
        let usual = StageFiles.puppets.appending(path: "paper/face.frag")
        let file = limb.faceShader.map { folder.appending(path: $0) } ?? usual
        do {
            return (try StageFiles.text(of: file), file.path)
        } catch {
            faults.append("\(error) The usual face is drawn.")
            return (try? StageFiles.text(of: usual)).map { ($0, usual.path) }
        }
    }
}

/// A drawing as a limb uses it: at one scale, with its pins.
struct DrawingUse {
    var drawing: Drawing
    var pins: PuppetRig.Pins
    /// Rig units that a unit of the drawing takes.
    var scale: Float
    var path: String

    /// Limbs that share a file share its place in the texture where they use it alike.
    static func key(_ name: String, _ limb: PuppetRig.Limb) -> String {
        limb.pins != nil
            ? "\(name)*\(limb.scale)" : "\(name)|\(limb.from)|\(limb.to)|\(limb.length ?? 0)"
    }
}

extension PuppetArt {
    private static func sources(
        of rig: PuppetRig, in folder: URL, faults: inout [String]
    ) -> [String: DrawingUse] {
        let body = PuppetBody(.upright, framing: .unit, head: rig.head)
        var uses: [String: DrawingUse] = [:]
        var files: [String: Drawing] = [:]
        var told: Set<String> = []
        for limb in rig.limbs {
            for name in limb.looks?.all ?? [] where uses[DrawingUse.key(name, limb)] == nil {
                let reach = body.place(limb.to).at - body.place(limb.from).at
                let usual =
                    limb.length ?? (reach * reach).sum().squareRoot() * rig.unitsPerTorso
                let key = DrawingUse.key(name, limb)
                let file = PuppetFolder.file(name, in: folder)
                do {
                    let drawing = try files[name] ?? Drawing(file)
                    files[name] = drawing
                    let use = fitted(drawing, to: limb, length: usual, path: file.path)
                    let side = max(drawing.extent.width, drawing.extent.height) * use.scale
                    guard side <= 12 * rig.unitsPerTorso else {
                        throw StageError.drawing(
                            path: file.path,
                            message: "it would be \(Int(side / rig.unitsPerTorso)) torsos large; "
                                + "see to unitsPerTorso, or to the limb's scale")
                    }
                    uses[key] = use
                } catch {
                    if told.insert(name).inserted {
                        faults.append("\(error) A plain shape is drawn in its place.")
                    }
                    uses[key] = plain(for: limb, length: usual, rig: rig)
                }
            }
        }
        return uses
    }

    private static func fitted(
        _ drawing: Drawing, to limb: PuppetRig.Limb, length: Float, path: String
    ) -> DrawingUse {
        if let pins = limb.pins {
            return DrawingUse(drawing: drawing, pins: pins, scale: limb.scale, path: path)
        }
        let box = drawing.extent
        let middle = box.x + box.width / 2
        if limb.to == limb.from.upwards {
            // Hung at one joint: its middle lies there, and it is `length` high.
            let pin = SIMD2(middle, box.y + box.height / 2)
            return DrawingUse(
                drawing: drawing, pins: PuppetRig.Pins(from: pin, to: pin - SIMD2(0, 1)),
                scale: length / box.height, path: path)
        }
        // A little of the drawing reaches beyond each joint, so that limbs overlap.
        let inset = 0.045 * box.height
        return DrawingUse(
            drawing: drawing,
            pins: PuppetRig.Pins(
                from: SIMD2(middle, box.y + inset), to: SIMD2(middle, box.maxY - inset)),
            scale: length / (box.height - 2 * inset), path: path)
    }

    /// A plain bar along the limb, or a plain disc where it hangs at one end.
    private static func plain(
        for limb: PuppetRig.Limb, length: Float, rig: PuppetRig
    ) -> DrawingUse {
        let colour: SIMD3<Double> =
            switch rig.manner {
            case .paper: limb.from == .head ? SIMD3(1, 0, 0) : SIMD3(0, 1, 0)
            case .drawn: SIMD3(0.78, 0.76, 0.72)
            case .light: SIMD3(0.3, 1, 0)
            }
        let pins =
            limb.pins.map { PuppetRig.Pins(from: $0.from * limb.scale, to: $0.to * limb.scale) }
            ?? PuppetRig.Pins(from: .zero, to: SIMD2(0, length))
        let unit = rig.unitsPerTorso / 100
        let isPoint = limb.to == limb.from.upwards || limb.from == .head || limb.anchor == .to
        let pin = limb.anchor == .from ? pins.from : pins.to
        let drawing = Drawing(
            plainFrom: isPoint ? pin : pins.from, to: isPoint ? pin + SIMD2(0, 0.01) : pins.to,
            width: isPoint ? (limb.from == .head ? 56 : 16) * unit : 15 * unit, colour: colour)
        return DrawingUse(drawing: drawing, pins: pins, scale: 1, path: "")
    }

    private typealias Sheet = (
        pixels: [UInt32], width: Int, height: Int, tiles: [String: Tile]
    )

    /// Paints all drawings, each cut to its ink; nil where they do not fit into one texture.
    private static func paint(
        _ uses: [String: DrawingUse], rig: PuppetRig, density: Float, faults: inout [String]
    ) throws -> Sheet? {
        let margin = Int((max(rig.edges.shadow, rig.edges.rim) * density).rounded(.up)) + 2
        var painted: [(key: String, use: DrawingUse, ink: InkedPixels)] = []
        for (key, use) in uses.sorted(by: { $0.key < $1.key }) {
            do {
                painted.append((key, use, try InkedPixels(use.drawing, density * use.scale)))
            } catch let error as StageError {
                faults.append("\(error) It is left out.")
            }
        }
        let (size, places) = LimbAtlas.packed(
            painted.map { ($0.ink.width + 2 * margin, $0.ink.height + 2 * margin) })
        guard size <= PuppetLimits.atlasSide else { return nil }
        let used = zip(painted, places).map { $0.0.ink.height + 2 * margin + $0.1.y }.max() ?? 1
        var sheet: Sheet = (Array(repeating: 0, count: size * used), size, used, [:])
        for ((key, use, ink), place) in zip(painted, places) {
            for row in 0..<ink.height {
                let from = row * ink.width
                let to = (place.y + margin + row) * size + place.x + margin
                sheet.pixels.replaceSubrange(
                    to..<to + ink.width, with: ink.pixels[from..<from + ink.width])
            }
            let texels = density * use.scale
            sheet.tiles[key] = Tile(
                uv: Box(
                    x: Float(place.x) / Float(size), y: Float(place.y) / Float(used),
                    width: Float(ink.width + 2 * margin) / Float(size),
                    height: Float(ink.height + 2 * margin) / Float(used)),
                extent: Box(
                    x: use.drawing.extent.x + Float(ink.left) / texels,
                    y: use.drawing.extent.y + Float(ink.top) / texels,
                    width: Float(ink.width) / texels, height: Float(ink.height) / texels),
                margin: SIMD2(repeating: Float(margin) / texels))
        }
        return sheet
    }
}

/// A drawing's pixels, without the empty rows and columns round its ink.
struct InkedPixels {
    private(set) var pixels: [UInt32] = []
    private(set) var left = 0
    private(set) var top = 0
    private(set) var width = 1
    private(set) var height = 1

    /// Paints at some texels a unit.
    init(_ drawing: Drawing, _ density: Float) throws {
        let across = max(Int((drawing.extent.width * density).rounded(.up)), 1)
        let down = max(Int((drawing.extent.height * density).rounded(.up)), 1)
        let surface = cairo_image_surface_create(
            CAIRO_FORMAT_ARGB32, Int32(clamping: across), Int32(clamping: down))
        defer { cairo_surface_destroy(surface) }
        guard let context = cairo_create(surface), cairo_status(context) == CAIRO_STATUS_SUCCESS
        else {
            throw StageError.noGraphics(
                reason: "Cairo has no memory for a drawing of \(across)x\(down) pixels")
        }
        defer { cairo_destroy(context) }
        try drawing.paint(
            on: context,
            in: Box(
                x: 0, y: 0, width: drawing.extent.width * density,
                height: drawing.extent.height * density))
        cairo_surface_flush(surface)
        guard let data = cairo_image_surface_get_data(surface) else {
            throw StageError.noGraphics(reason: "Cairo has no memory for a drawing")
        }
        let stride = Int(cairo_image_surface_get_stride(surface)) / 4
        data.withMemoryRebound(to: UInt32.self, capacity: stride * down) {
            trim($0, stride: stride, across: across, down: down)
        }
    }

    private mutating func trim(
        _ source: UnsafePointer<UInt32>, stride: Int, across: Int, down: Int
    ) {
        var (right, bottom) = (-1, -1)
        (left, top) = (across, down)
        for y in 0..<down {
            for x in 0..<across where source[y * stride + x] >> 24 > 3 {
                left = min(left, x)
                right = max(right, x)
                top = min(top, y)
                bottom = y
            }
        }
        guard right >= left else {
            (left, top, pixels) = (0, 0, [0])
            return
        }
        (width, height) = (right - left + 1, bottom - top + 1)
        pixels.reserveCapacity(width * height)
        for y in top...bottom {
            pixels.append(
                contentsOf: UnsafeBufferPointer(start: source + y * stride + left, count: width))
        }
    }
}
