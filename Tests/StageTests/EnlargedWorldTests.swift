import CGLES
import Foundation
import Signals
import Testing

@testable import Stage

@MainActor
@Suite(.serialized) struct EnlargedWorldTests {
    /// Every pixel of a painted world as one way enlarges it.
    private func enlarged(byProcessor: Bool, gain: Double, width: Int = 320) throws -> [UInt8] {
        let surface = try Surface(StageSettings(width: width, height: 180))
        try surface.makeCurrent()
        defer { surface.release() }
        let fullScreen = FullScreen()
        let world = try RenderTarget(width: 97, height: 54)
        // Noise has the steepest changes there are.
        let noise = try StageFiles.program(vertex: "full.vert", fragment: "noise.frag")
        world.begin()
        noise.use()
        glUniform2f(noise["u_size"], 97, 54)
        fullScreen.draw()
        let target = try RenderTarget(width: width, height: 180)
        let enlarged = try EnlargedWorld(
            width: width, height: 180, fullScreen: fullScreen, byProcessor: byProcessor)
        enlarged.take(world, gain: gain)
        enlarged.lay(into: target)
        let picture = Picture(width: width, height: 180)
        target.read(into: picture.pixels)
        return Array(picture.pixels)
    }

    @Test(arguments: [1, 0.4])
    func theProcessorEnlargesAsTheCardDoes(_ gain: Double) throws {
        let card = try enlarged(byProcessor: false, gain: gain)
        let processor = try enlarged(byProcessor: true, gain: gain)
        for lane in 0..<3 {
            let places = stride(from: lane, to: card.count, by: 4)
            let most = places.map { abs(Int(card[$0]) - Int(processor[$0])) }.max()
            #expect(try #require(most) <= 3)
            // They are no empty pictures.
            #expect(places.contains { card[$0] > 60 } && places.contains { card[$0] < 60 })
        }
        #expect(stride(from: 3, to: processor.count, by: 4).allSatisfy { processor[$0] == 255 })
    }

    @Test func aWidthThatDividesByNothingIsFilledToItsEdge() throws {
        let card = try enlarged(byProcessor: false, gain: 1, width: 317)
        let processor = try enlarged(byProcessor: true, gain: 1, width: 317)
        for y in 0..<180 {
            let last = 4 * (y * 317 + 316)
            #expect(abs(Int(card[last]) - Int(processor[last])) <= 3)
        }
    }
}
