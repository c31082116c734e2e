import CRsvg
import Signals
import Testing

@testable import Stage

@Suite struct PictureJPEGTests {
    /// A picture whose left half is red and whose right half is blue.
    private func halves(width: Int, height: Int) -> Picture {
        let picture = Picture(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let at = 4 * (y * width + x)
                picture.pixels[at + (2 * x < width ? 0 : 2)] = 200
                picture.pixels[at + 3] = 255
            }
        }
        return picture
    }

    /// A file's size and the colours at two places, as a decoder of others sees them.
    private func decoded(
        _ file: [UInt8], at places: [(x: Int, y: Int)]
    ) throws -> (width: Int, height: Int, colours: [[Int]]) {
        let loader = try #require(gdk_pixbuf_loader_new())
        defer { g_object_unref(UnsafeMutableRawPointer(loader)) }
        #expect(gdk_pixbuf_loader_write(loader, file, gsize(file.count), nil) != 0)
        #expect(gdk_pixbuf_loader_close(loader, nil) != 0)
        let picture = try #require(gdk_pixbuf_loader_get_pixbuf(loader))
        let pixels = try #require(gdk_pixbuf_get_pixels(picture))
        let stride = Int(gdk_pixbuf_get_rowstride(picture))
        let channels = Int(gdk_pixbuf_get_n_channels(picture))
        return (
            Int(gdk_pixbuf_get_width(picture)), Int(gdk_pixbuf_get_height(picture)),
            places.map { place in
                (0..<3).map { Int(pixels[place.y * stride + place.x * channels + $0]) }
            }
        )
    }

    @Test func aPictureIsMadeSmallInItsOwnShapeAndColours() throws {
        let file = try #require(halves(width: 1280, height: 720).jpeg(width: 480))
        let seen = try decoded(file, at: [(40, 20), (440, 250)])
        #expect(seen.width == 480 && seen.height == 270)
        #expect(abs(seen.colours[0][0] - 200) < 8 && seen.colours[0][2] < 8)
        #expect(abs(seen.colours[1][2] - 200) < 8 && seen.colours[1][0] < 8)
        #expect(file.count < 20_000)
    }

    @Test func aSmallPictureKeepsItsSize() throws {
        let file = try #require(halves(width: 64, height: 36).jpeg(width: 480))
        let seen = try decoded(file, at: [])
        #expect(seen.width == 64 && seen.height == 36)
    }
}
