import CPango
import Foundation
import Signals

/// What a stage elsewhere needs before it can draw: shaders, the puppet's drawings, and numbers.
public struct StageKit: Sendable {
    /// The files by name: `kit.json`, `limbs.png`, and every shader, backdrops whole.
    public let files: [String: [UInt8]]

    /// The shaders of `Resources/shaders` that the browser's stage uses as they are.
    private static let shaders = [
        "noise.frag", "mix.frag", "composite.frag", "edges.frag", "ground.frag", "halo.frag",
    ]

    init(art: PuppetArt, tiles: [PuppetArt.Tile], backdrops: URL?) throws {
        var files: [String: [UInt8]] = [:]
        for name in Self.shaders {
            files[name] = try Self.bytes(of: StageFiles.shaders.appending(path: name))
        }
        let limbs = art.rig.manner == .paper ? "limbs" : "\(art.rig.manner)"
        files["limbs.frag"] = try Self.bytes(
            of: StageFiles.shaders.appending(path: "\(limbs).frag"))
        if let face = art.face { files["face.frag"] = Array(face.text.utf8) }
        for emotion in Emotion.allCases {
            let name = "\(emotion.rawValue).frag"
            let own = backdrops?.appending(path: name)
            let file = own.flatMap {
                FileManager.default.isReadableFile(atPath: $0.path) ? $0 : nil
            }
            files[name] = Array(
                try Backdrops.source(of: file ?? StageFiles.backdrops.appending(path: name)).utf8)
        }
        files["limbs.png"] = try Self.png(of: art)
        files["kit.json"] = try Self.numbers(of: art, tiles: tiles, hasFace: art.face != nil)
        self.files = files
    }

    private static func bytes(of file: URL) throws -> [UInt8] {
        Array(try StageFiles.text(of: file).utf8)
    }

    private static func numbers(
        of art: PuppetArt, tiles: [PuppetArt.Tile], hasFace: Bool
    ) throws -> [UInt8] {
        struct Numbers: Encodable {
            var manner: String
            var unit: Float
            var hasFace: Bool
            var ground: Float
            var torso: Float
            var floor: Float
            var rim: Float
            var shadow: Float
            var density: Float
            var tiles: [[Float]]
            var signals: [[Float]]
            var veils: [[Float]]
        }
        let list = { (colour: SIMD3<Float>) in [colour.x, colour.y, colour.z] }
        let numbers = Numbers(
            manner: "\(art.rig.manner)", unit: art.rig.unitsPerTorso, hasFace: hasFace,
            ground: art.rig.ground, torso: StageScript.framing.pixelsPerTorso,
            floor: StageScript.framing.floor, rim: art.rig.edges.rim,
            shadow: art.rig.edges.shadow, density: art.density,
            tiles: tiles.map {
                [
                    $0.uv.x, $0.uv.y, $0.uv.width, $0.uv.height, $0.extent.x, $0.extent.y,
                    $0.extent.width, $0.extent.height, $0.margin.x, $0.margin.y,
                ]
            },
            signals: World.all.map { list(stored($0.signal)) },
            veils: World.all.map { list(stored($0.deep * 0.6)) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return Array(try encoder.encode(numbers))
    }

    private static func png(of art: PuppetArt) throws -> [UInt8] {
        var pixels = art.pixels
        let bytes = Bytes()
        let status = pixels.withUnsafeMutableBytes { place -> cairo_status_t in
            let surface = cairo_image_surface_create_for_data(
                place.bindMemory(to: UInt8.self).baseAddress, CAIRO_FORMAT_ARGB32,
                Int32(art.width), Int32(art.height), Int32(4 * art.width))
            defer { cairo_surface_destroy(surface) }
            return cairo_surface_write_to_png_stream(
                surface,
                { place, data, count in
                    guard let place, let data else { return CAIRO_STATUS_WRITE_ERROR }
                    let bytes = Unmanaged<Bytes>.fromOpaque(place).takeUnretainedValue()
                    bytes.all.append(
                        contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
                    return CAIRO_STATUS_SUCCESS
                }, Unmanaged.passUnretained(bytes).toOpaque())
        }
        guard status == CAIRO_STATUS_SUCCESS else {
            throw StageError.unwritten(
                path: "limbs.png", message: String(cString: cairo_status_to_string(status)))
        }
        return bytes.all
    }

    /// What Cairo writes, piece by piece.
    private final class Bytes { var all: [UInt8] = [] }
}
