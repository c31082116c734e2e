import Desk
import Foundation
import Motion
import Show
import Testing

/// A live show whose pages are taken away from it.
@Suite(.enabled(if: Dancer.shipped != nil)) struct DeskLossTests {
    @MainActor @Test func nothingOfTheShowStopsWhenTheServerIsKilled() async throws {
        let poses = FileManager.default.temporaryDirectory.appendingPathComponent(
            "desk-loss-\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: poses) }
        var settings = ShowSettings()
        settings.outputs = [.poses(path: poses.path)]
        settings.desk = WebAddress(host: "127.0.0.1", port: 0)
        settings.gallery = WebAddress(host: "127.0.0.1", port: 0)
        settings.seed = 7
        settings.duration = 3
        let show = try LiveShow(settings)
        await show.openDesk()
        var kills = 0
        var beats = 0
        var lastTime = 0.0
        show.onBeat = { beat, _ in
            if beat.number >= 15, beats.isMultiple(of: 10) {
                show.disturb(.deskBreaks)
                kills += 1
            }
            beats += 1
            lastTime = beat.time
        }
        let report = try await show.perform()
        #expect(kills >= 1 && lastTime > 2.9)
        // Not one beat went without its pose, and each is in the file.
        #expect(report.poses == beats)
        #expect(try Data(contentsOf: poses).split(separator: 10).count == beats)
        #expect(report.faults.contains { $0.part == "desk" && $0.what.contains("are gone") })
    }
}
