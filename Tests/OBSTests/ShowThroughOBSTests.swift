import Broadcast
import Desk
import Foundation
import Motion
import TestSupport
import Testing

@testable import OBS
@testable import Show

/// OBS's stream and recording, as the desk of a show asks for them.
@Suite(.serialized, .enabled(if: Dancer.shipped != nil && (try? locate(program: "ffmpeg")) != nil))
@MainActor struct ShowThroughOBSTests {
    /// Runs `work` with a show that goes through this OBS and follows it, and ends the show; true where
    /// OBS was left in the second and a half that an end may take, which a busy machine may miss.
    @discardableResult
    private func withShow(
        through studio: FakeStudio, streams: Bool = false,
        first: @escaping @Sendable (String) -> FakeOBS.Answer? = { _ in nil },
        _ work: @escaping @MainActor @Sendable (LiveShow) async throws -> Void
    ) async throws -> Bool {
        try await studio.served(first: first).serve { address in
            try await withShow(at: address, streams: streams, work)
        }
    }

    @discardableResult
    private func withShow(
        at address: OBSAddress, streams: Bool = false,
        _ work: @MainActor (LiveShow) async throws -> Void
    ) async throws -> Bool {
        var settings = ShowSettings()
        settings.outputs = [.obs]
        (settings.width, settings.height) = (64, 64)
        settings.stageQuality = .low
        settings.reader = "fast"
        settings.obs.address = address
        settings.obs.password = OBSPassword("stage")
        settings.obs.streams = streams
        let show = try LiveShow(settings)
        let following = show.followOBS()
        do { try await work(show) } catch {
            following?.cancel()
            throw error
        }
        await show.leaveOBS(following)?.value
        await following?.value
        await show.broadcaster.finish(within: .milliseconds(500))
        return !show.account.report.faults.contains { $0.part == "obs" }
    }

    /// Gives an order and waits until OBS has done it, or not.
    private func order(
        _ work: OBSWork, on: Bool, number: Int = 1, of show: LiveShow
    ) async throws -> DeskDeed {
        show.follow(
            DeskOrder(number: number, command: .obs(work, on: on), by: "tester"),
            at: Beat(number: 30, secondsBehind: 0))
        try await wait { show.deeds.contains { $0.number == number } }
        return try #require(show.deeds.last { $0.number == number })
    }

    private func wait(until isSo: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(600)
        while !isSo() {
            try #require(ContinuousClock.now < end, "it did not come in ten minutes")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func waitForOBS(_ show: LiveShow) async throws {
        try await wait { show.obsAccount.studio?.isThere == true }
    }

    @Test func streamAndRecordingStartAndEnd() async throws {
        let studio = FakeStudio()
        let isLeft = try await withShow(through: studio) { show in
            try await waitForOBS(show)
            let begun = try await order(.stream, on: true, of: show)
            #expect(begun.refusal == nil && begun.by == "tester" && begun.time == 1)
            #expect(begun.what.hasPrefix("starts OBS's stream: "))
            #expect(studio.state.isStreaming && !studio.state.isRecording)
            #expect(studio.state.scene == OBSSetup.name)
            let recording = try await order(.recording, on: true, number: 2, of: show)
            #expect(recording.refusal == nil && studio.state.isRecording)
            let again = try await order(.recording, on: true, number: 3, of: show)
            #expect(again.what == "starts OBS's recording (it was so already)")
            let ended = try await order(.recording, on: false, number: 4, of: show)
            #expect(ended.what.hasSuffix("recording stopped: /videos/show.mkv"))
            #expect(studio.state.isStreaming && !studio.state.isRecording)
            #expect(show.obsWish.stream && !show.obsWish.recording)
        }
        // What was begun at the desk ends with the show.
        if isLeft { #expect(!studio.state.isStreaming) }
    }

    @Test func whatTheDeskEndedTheShowDoesNotBeginAgain() async throws {
        let studio = FakeStudio()
        try await withShow(through: studio, streams: true) { show in
            try await waitForOBS(show)
            #expect(studio.state.isStreaming)
            #expect(try await order(.stream, on: false, of: show).refusal == nil)
            #expect(!studio.state.isStreaming && show.obsWish.isEmpty)
        }
    }

    @Test func whatOBSRefusesIsSaid() async throws {
        let studio = FakeStudio()
        let isLeft = try await withShow(
            through: studio,
            first: { $0 == "StartStream" ? .refuse(code: 500, comment: "no server is set") : nil }
        ) { show in
            try await waitForOBS(show)
            let refused = try await order(.stream, on: true, of: show)
            #expect(refused.refusal?.contains("no server is set") == true)
            #expect(show.obsWish.isEmpty)
            #expect(try await order(.recording, on: true, number: 2, of: show).refusal == nil)
        }
        if isLeft { #expect(!studio.state.isRecording) }
    }

    @Test func anOBSThatIsNotThereIsSaidAtOnce() async throws {
        let port = try DeafPort()
        try await withShow(at: OBSAddress(host: "127.0.0.1", port: port.number)) { show in
            #expect(show.obsAccount.studio == nil)
            let refused = try await order(.stream, on: true, of: show)
            #expect(
                refused.refusal
                    == "No OBS is connected at 127.0.0.1:\(port.number); the show waits for it.")
            try await wait { show.obsAccount.isLost }
            #expect(try await order(.recording, on: true, number: 2, of: show).refusal != nil)
        }
    }
}
