import Foundation
import Signals
import Testing

@testable import Broadcast

@Suite struct BroadcasterTests {
    private let pose = Pose(points: Array(repeating: Keypoint(x: 0, y: -1), count: Body25.count))

    @Test func aWindowIsTheStagesWork() async throws {
        let broadcaster = try Broadcaster(to: [.window], settings: quickSettings())
        #expect(!broadcaster.wantsPictures)
        #expect(broadcaster.tallies.isEmpty)
        await broadcaster.send(picture(0))
        await broadcaster.finish()
    }

    @Test func whatIsNotBuiltIsRefused() {
        #expect(throws: BroadcastError.notInThisVersion("obs")) {
            try Broadcaster(to: [.obs], settings: quickSettings())
        }
    }

    @Test func twoOutputsInOnePlaceAreRefused() throws {
        let scratch = try Scratch()
        let address = OutputAddress.poses(path: scratch.path("a.jsonl"))
        #expect(throws: BroadcastError.twice("\(address)")) {
            try Broadcaster(to: [address, .window, address], settings: quickSettings())
        }
    }

    @Test(.enabled(if: hasEncoder)) func aFaultOfOneOutputLeavesTheOthersAlone() async throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(
            atPath: scratch.path("gone"), withIntermediateDirectories: true)
        // Fails for one folder only, and encodes for the other.
        var settings = quickSettings()
        let real = try locate(program: "ffmpeg")
        settings.program = try scratch.program(
            #"case "$*" in *gone*) echo broken >&2; exit 1;; esac; exec "# + real + #" "$@""#)
        let addresses: [OutputAddress] = [
            .movie(path: scratch.path("gone/show.mp4")), .movie(path: scratch.path("show.mp4")),
            .poses(path: scratch.path("poses.jsonl")),
        ]
        let broadcaster = try Broadcaster(to: addresses, settings: settings)
        for number in 0..<60 {
            await broadcaster.send(picture(number))
            await broadcaster.send(pose, mood: Mood(.anger), time: Double(number) / 30)
        }
        await broadcaster.finish()

        var faults: [OutputFault] = []
        for await fault in broadcaster.faults { faults.append(fault) }
        #expect(!faults.isEmpty)
        #expect(faults.allSatisfy { $0.output == "\(addresses[0])" })
        #expect(faults.first?.reason.hasPrefix("broken") == true)
        #expect(try Probe(scratch.path("show.mp4")).pictures == 60)
        #expect(broadcaster.tallies.map(\.name) == addresses.map(\.description))
        #expect(broadcaster.tallies.map(\.counts.sent) == [60, 60, 60])
        #expect(broadcaster.tallies[1].counts.written == 60)
        #expect(broadcaster.tallies[2].counts.written == 60)
    }
}
