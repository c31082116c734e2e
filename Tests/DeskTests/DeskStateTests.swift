import Foundation
import Signals
import Testing

@testable import Desk

/// Health at a glance, and addresses.
@Suite struct DeskStateTests {
    private func state(drawn: Int = 300, late: Int = 0, dropped: Int = 0) -> DeskState {
        var state = DeskState()
        state.time = 100
        state.picturesPerSecond = Double(drawn) / 10
        state.pictures.drawnLately = drawn
        state.pictures.lateLately = late
        state.pictures.droppedLately = dropped
        return state
    }

    @Test func picturesInTimeAreGreen() {
        #expect(state().health.light == .green)
        #expect(state(late: 2).health.light == .green)
    }

    @Test func latePicturesAreAmberAndManyAreRed() {
        #expect(state(late: 10).health.light == .amber)
        #expect(state(drawn: 200, dropped: 100).health.light == .red)
        #expect(state(drawn: 200, dropped: 100).health.reason.contains("100 of the last 300"))
        #expect(state(drawn: 0).health.light == .red)
    }

    @Test func aShowOfPosesNeedsNoPictures() {
        var poses = state(drawn: 0)
        poses.picturesPerSecond = nil
        #expect(poses.health.light == .green)
    }

    @Test func aFaultIsAmberForAWhile() {
        var faulty = state()
        faulty.faults = [.init(time: 95, part: "broadcast", what: "The stream is down.")]
        #expect(faulty.health.light == .amber && faulty.health.reason.contains("stream is down"))
        faulty.faults[0].time = 10
        #expect(faulty.health.light == .green)
    }

    @Test func memoryThatGrowsIsAmber() {
        var state = state()
        (state.memoryAtStart, state.memory) = (400 << 20, 600 << 20)
        #expect(state.health.light == .green)
        state.memory = 800 << 20
        #expect(state.health.light == .amber)
    }

    @Test func aStateReadsAsItIsWritten() throws {
        var state = state(late: 3)
        state.hold = .init(emotion: .fear, strength: 0.5)
        state.delays.pose = .init(p50: 1, p95: 2, maximum: 3)
        let data = try JSONEncoder().encode(state)
        #expect(try JSONDecoder().decode(DeskState.self, from: data) == state)
    }

    @Test func addressesReadAsTheyAreWritten() throws {
        #expect(try WebAddress("0.0.0.0:9000") == WebAddress(host: "0.0.0.0", port: 9000))
        #expect(try WebAddress("[::1]:80") == WebAddress(host: "::1", port: 80))
        #expect(try WebAddress("stage.local") == WebAddress(host: "stage.local", port: 8088))
        #expect(try WebAddress(":0") == WebAddress(host: "127.0.0.1", port: 0))
        #expect(WebAddress(host: "::1", port: 80).description == "[::1]:80")
        for wrong in ["", "a:b", "a:70000", "a b:1", "http://x:1/"] {
            #expect(throws: DeskError.address(wrong)) { try WebAddress(wrong) }
        }
    }
}
