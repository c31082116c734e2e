import CGLES
import CPango
import Foundation

/// All of a puppet's drawings in one texture, whose opacity also says how near the next paper is.
struct LimbAtlas {
    /// One drawing's place.
    struct Tile {
        /// The drawing with its margin, in the texture's 0 to 1.
        var uv: Box
        /// The drawing's extent and the margin round it, in its own units.
        var width: Float
        var height: Float
        var margin: Float

        /// The drawing with no more than some of its margin, in its units and in the texture.
        func box(margin wanted: Float) -> (drawn: Box, uv: Box) {
            let less = max(margin - wanted, 0)
            let whole = SIMD2(width + 2 * margin, height + 2 * margin)
            let shrink = SIMD2(less * uv.width, less * uv.height) / whole
            return (
                Box(x: 0, y: 0, width: width, height: height).grown(by: margin - less),
                Box(
                    x: uv.x + shrink.x, y: uv.y + shrink.y, width: uv.width - 2 * shrink.x,
                    height: uv.height - 2 * shrink.y)
            )
        }
    }

    let texture: GLuint
    private(set) var tiles: [String: Tile] = [:]

    /// Paints the drawings of these names, `density` texels to a unit.
    init(
        drawings names: Set<String>, in folder: URL, density: Float, fullScreen: FullScreen
    ) throws {
        let drawings = try names.sorted().map {
            ($0, try Drawing(folder.appending(path: "\($0).svg")))
        }
        let margin = (LimbAtlas.shadow * density).rounded(.up) + 2
        let sizes = drawings.map {
            (
                Int(($0.1.width * density + 2 * margin).rounded(.up)),
                Int(($0.1.height * density + 2 * margin).rounded(.up))
            )
        }
        let (size, places) = LimbAtlas.packed(sizes)

        let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(size), Int32(size))
        defer { cairo_surface_destroy(surface) }
        guard let context = cairo_create(surface) else {
            throw StageError.noGraphics(reason: "Cairo has no memory for the puppet")
        }
        defer { cairo_destroy(context) }
        for (index, (name, drawing)) in drawings.enumerated() {
            let place = places[index]
            try drawing.paint(
                on: context,
                in: Box(
                    x: Float(place.x) + margin, y: Float(place.y) + margin,
                    width: drawing.width * density, height: drawing.height * density))
            let whole = Float(size)
            tiles[name] = Tile(
                uv: Box(
                    x: Float(place.x) / whole, y: Float(place.y) / whole,
                    width: (drawing.width * density + 2 * margin) / whole,
                    height: (drawing.height * density + 2 * margin) / whole),
                width: drawing.width, height: drawing.height, margin: margin / density)
        }
        cairo_surface_flush(surface)
        guard let pixels = cairo_image_surface_get_data(surface) else {
            throw StageError.noGraphics(reason: "Cairo has no memory for the puppet")
        }
        var limbs = makeTexture(
            cairoPixels: pixels, width: size, height: size,
            stride: Int(cairo_image_surface_get_stride(surface)))
        defer { glDeleteTextures(1, &limbs) }
        texture = try LimbAtlas.withEdges(
            limbs, size: size, density: density, fullScreen: fullScreen)
    }

    /// How far the pale rim and the shadow reach beyond the paper, in drawing units.
    static let rim: Float = 2.6
    static let shadow: Float = 7

    private static func withEdges(
        _ limbs: GLuint, size: Int, density: Float, fullScreen: FullScreen
    ) throws -> GLuint {
        let program = try StageFiles.program(vertex: "full.vert", fragment: "edges.frag")
        let target = try RenderTarget(width: size, height: size)
        target.begin()
        program.use()
        bindTexture(limbs, unit: 0)
        glUniform2f(program["u_size"], Float(size), Float(size))
        glUniform1f(program["u_reach"], shadow * density)
        glUniform1f(program["u_rim"], rim * density)
        fullScreen.draw()
        return target.texture
    }

    /// Boxes on shelves, the tallest first, in the smallest square of a power of two that holds
    /// them.
    static func packed(
        _ sizes: [(width: Int, height: Int)]
    ) -> (size: Int, places: [(x: Int, y: Int)]) {
        let order = sizes.indices.sorted { sizes[$0].height > sizes[$1].height }
        var size = 256
        while true {
            var places = [(x: Int, y: Int)](repeating: (0, 0), count: sizes.count)
            var x = 0
            var y = 0
            var shelf = 0
            for index in order {
                if x + sizes[index].width > size {
                    y += shelf
                    x = 0
                    shelf = 0
                }
                places[index] = (x, y)
                x += sizes[index].width
                shelf = max(shelf, sizes[index].height)
            }
            let widest = sizes.map(\.width).max() ?? 0
            if y + shelf <= size, widest <= size { return (size, places) }
            size *= 2
        }
    }
}
