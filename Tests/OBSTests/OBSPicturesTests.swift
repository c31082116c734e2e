import OBS
import Testing

@Suite struct OBSPicturesTests {
    @Test func whatCameBetweenTwoCountsIsAddedAndANewBeginningCountsFromNothing() {
        var before = OBSPictures()
        before.stream = 100
        before.render = 500
        var now = OBSPictures()
        now.stream = 130
        now.render = 20  // OBS was started again
        now.streamDropped = 4
        var sum = OBSPictures()
        sum.add(from: before, to: now)
        #expect(sum.stream == 30)
        #expect(sum.render == 20)
        #expect(sum.streamDropped == 4)
        #expect(sum.encoder == 0)
    }
}
