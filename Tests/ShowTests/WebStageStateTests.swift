import Foundation
import Signals
import Stage
import Testing

@testable import Show

@Suite struct WebStageStateTests {
    @Test func linesTellWhichFilesTheyAreDrawnWith() throws {
        var state = WebStageState()
        let pose = Pose(points: Body25.allCases.map { _ in Keypoint(x: 0, y: -1) })
        let scene = Scene(
            time: 0, pose: pose, roomMood: Mood(.fear), dancerMood: Mood(.fear), number: 7)
        #expect(state.line(for: scene) == nil)
        for revision in 1...2 {
            let puppet = ["paper", "light"][revision - 1]
            state.take(try StageScript(puppet: puppet, seed: 1), of: puppet)
            #expect(state.puppet == puppet)
            let bytes = state.line(for: scene)
            let line = String(decoding: try #require(bytes), as: UTF8.self)
            #expect(line.hasPrefix("{\"revision\":\(revision),\"number\":7,"))
        }
    }
}
