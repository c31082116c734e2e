import Signals
import Testing

@testable import Broadcast

@Suite struct BonePictureTests {
    private func standing() -> Pose {
        Pose(
            points: Body25.allCases.map { _ in Keypoint(x: 160, y: 90) })
    }

    private func ink(_ picture: Picture, x: Int, y: Int) -> UInt8 {
        picture.pixels[4 * (y * picture.width + x)]
    }

    @Test func aBoneIsDarkFromEndToEndAndThePaperIsNot() {
        var pose = standing()
        pose[.neck] = Keypoint(x: 160, y: 40)
        let picture = Picture(width: 320, height: 180)
        picture.drawBones(of: pose)
        #expect(ink(picture, x: 160, y: 40) < 60 && ink(picture, x: 160, y: 65) < 60)
        #expect(ink(picture, x: 40, y: 40) == 244)
        #expect(picture.pixels[3] == 255)
    }

    @Test func whatWasNotSeenOrLiesOutsideIsNotDrawn() {
        var pose = standing()
        for point in Body25.allCases { pose[point] = .unseen }
        let empty = Picture(width: 64, height: 64)
        empty.drawBones(of: pose)
        #expect(empty.pixels.enumerated().allSatisfy { $1 == [244, 240, 230, 255][$0 % 4] })
        for point in Body25.allCases { pose[point] = Keypoint(x: .nan, y: 1e30) }
        pose[.nose] = Keypoint(x: -500, y: 1e9)
        pose[.neck] = Keypoint(x: 900, y: -1e9)
        empty.drawBones(of: pose)
    }
}
