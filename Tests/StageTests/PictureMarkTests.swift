import Foundation
import Signals
import Testing

@testable import Stage

@Suite struct PictureMarkTests {
    private func marked(
        _ number: Int, width: Int = 1280, height: Int = 720, at seconds: Double = 1_764_000_000.25
    ) -> (mark: PictureMark, picture: Picture) {
        let picture = Picture(width: width, height: height)
        for index in picture.pixels.indices { picture.pixels[index] = UInt8(index * 7 % 251) }
        let mark = PictureMark(
            number, Mood(.sadness), at: Date(timeIntervalSince1970: seconds))
        mark.draw(on: picture)
        return (mark, picture)
    }

    @Test(arguments: [(1280, 720), (640, 360), (1920, 1080)])
    func aMarkIsReadAsItWasDrawn(width: Int, height: Int) {
        let (mark, picture) = marked(123_456, width: width, height: height)
        #expect(PictureMark(of: picture) == mark)
        #expect(mark.number == 123_456 && mark.emotion == .sadness && mark.weight == 31)
        #expect(mark.milliseconds == 1_764_000_000_250 & 0xFFFF_FFFF)
    }

    @Test func numbersBeyondTheMarkCountOnFromNothing() {
        #expect(marked(0x100_0005).mark.number == 5)
    }

    @Test func aDamagedMarkIsNone() {
        let (_, picture) = marked(77)
        // One block of the number turned over.
        let place = 4 * ((720 - 12) * 1280 + 12 * 8 + 4) + 1
        picture.pixels[place] = picture.pixels[place] > 127 ? 0 : 255
        #expect(PictureMark(of: picture) == nil)
    }

    @Test func aPictureWithoutAMarkHasNone() {
        #expect(PictureMark(of: Picture(width: 1280, height: 720)) == nil)
    }

    @Test func aMarkTouchesOnlyItsCorner() {
        let (_, picture) = marked(9)
        let isTouched = picture.pixels.indices.contains { index in
            let (x, y) = (index / 4 % 1280, index / 4 / 1280)
            return (x >= 320 || y < 704) && picture.pixels[index] != UInt8(index * 7 % 251)
        }
        #expect(!isTouched)
    }
}
