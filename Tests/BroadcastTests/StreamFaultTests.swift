import Foundation
import Signals
import Testing

@testable import Broadcast

/// Faults of a live show's outputs, with a real server and in real time, which a busy machine does not
/// keep: they run where `EMOTIONMOTION_LONG_TESTS` is 1.
@Suite(.serialized, .enabled(if: hasEncoder && StreamServer.isThere && isLongRun))
struct StreamFaultTests {
    private let clock = ContinuousClock()

    private func settings() -> EncoderSettings {
        var settings = EncoderSettings(width: 320, height: 180)
        settings.streamBitsPerSecond = 1_000_000
        return settings
    }

    /// Pictures in live pace.
    private struct Feed {
        var number = 0
        let begin = ContinuousClock.now

        /// Sends until `isDone` or for this many seconds; false when time was up.
        mutating func send(
            _ output: Broadcaster, atMost seconds: Double, until isDone: () throws -> Bool
        ) async throws -> Bool {
            let end = number + Int(seconds * 30)
            while number < end {
                if try isDone() { return true }
                await output.send(picture(number))
                number += 1
                try await Task.sleep(until: begin + .seconds(Double(number) / 30))
            }
            return false
        }
    }

    private func faults(of broadcaster: Broadcaster) async -> [OutputFault] {
        var faults: [OutputFault] = []
        for await fault in broadcaster.faults { faults.append(fault) }
        return faults
    }

    @Test func aLostServerIsFoundAgainWithinTwoSecondsAndTheFileIsWhole() async throws {
        let scratch = try Scratch()
        let server = try StreamServer(in: scratch)
        try server.start()
        let broadcaster = try Broadcaster(
            to: [
                OutputAddress("rtmp://127.0.0.1:\(server.port)/live/evening"),
                .movie(path: scratch.path("show.mp4")),
            ], settings: settings())
        var feed = Feed()
        let hasBegun = try await feed.send(broadcaster, atMost: 10) {
            try !server.recordings().isEmpty
        }
        try #require(hasBegun)
        server.stop()
        _ = try await feed.send(broadcaster, atMost: 2) { false }
        let before = try server.recordings().count
        try server.start()
        let back = clock.now
        let isBack = try await feed.send(broadcaster, atMost: 5) {
            try server.recordings().count > before
        }
        #expect(isBack)
        #expect(clock.now - back < .seconds(2))
        _ = try await feed.send(broadcaster, atMost: 1.5) { false }
        await broadcaster.finish()

        let movie = try Probe(scratch.path("show.mp4"))
        #expect(movie.pictures == feed.number)
        let words = await faults(of: broadcaster)
        #expect(words.allSatisfy { $0.output.hasPrefix("rtmp://127.0.0.1") })
        #expect(words.contains { $0.reason.hasPrefix("back after") })
        #expect(try Probe(server.recordings()[before]).pictures > 30)
    }

    @Test func twoServersAndAFileAtOnceAreEachOnTheirOwn() async throws {
        let scratch = try Scratch()
        let other = try Scratch()
        let servers = [try StreamServer(in: scratch), try StreamServer(in: other)]
        for server in servers { try server.start() }
        let broadcaster = try Broadcaster(
            to: servers.map { try OutputAddress("rtmp://127.0.0.1:\($0.port)/live/evening") }
                + [.movie(path: scratch.path("show.mp4"))], settings: settings())
        var feed = Feed()
        _ = try await feed.send(broadcaster, atMost: 10) {
            try servers.allSatisfy { try !$0.recordings().isEmpty }
        }
        servers[0].stop()
        _ = try await feed.send(broadcaster, atMost: 2) { false }
        await broadcaster.finish()
        let kept = try Probe(servers[1].recordings()[0])
        #expect(kept.pictures > feed.number - 15)
        #expect(kept.stream("h264")?.width == 320)
        #expect(kept.stream("aac") != nil)
        let keyframes = try Probe.keyframes(servers[1].recordings()[0])
        #expect(keyframes.count > 1)
        #expect(zip(keyframes, keyframes.dropFirst()).allSatisfy { abs($1 - $0 - 2) < 0.01 })
        #expect(try Probe(scratch.path("show.mp4")).pictures == feed.number)
        #expect(try servers[1].recordings().count == 1)
    }

    @Test func aKilledEncoderIsBackWithinASecond() async throws {
        let scratch = try Scratch()
        let server = try StreamServer(in: scratch)
        try server.start()
        let address = try #require(
            StreamAddress("rtmp://127.0.0.1:\(server.port)/live/evening"))
        let broadcaster = try Broadcaster(to: [.stream(address)], settings: settings())
        let encoder = try #require(broadcaster.encoders.first)
        var feed = Feed()
        _ = try await feed.send(broadcaster, atMost: 10) { try !server.recordings().isEmpty }
        let first = try #require(encoder.child)
        kill(first, SIGKILL)
        let killed = clock.now
        let isBack = try await feed.send(broadcaster, atMost: 5) {
            encoder.child.map { $0 != first } == true
        }
        #expect(isBack)
        #expect(clock.now - killed < .seconds(1))
        _ = try await feed.send(broadcaster, atMost: 4) { try server.recordings().count > 1 }
        await broadcaster.finish()
        #expect(try server.recordings().count > 1)
        #expect(await faults(of: broadcaster).first?.reason.contains("signal 9") == true)
    }

    @Test func aServerThatStopsReadingIsLeftAndFoundAgain() async throws {
        let scratch = try Scratch()
        let server = try StreamServer(in: scratch)
        try server.start()
        var settings = settings()
        settings.streamStallLimit = .seconds(1)
        settings.streamBitsPerSecond = 4_000_000
        let broadcaster = try Broadcaster(
            to: [OutputAddress("rtmp://127.0.0.1:\(server.port)/live/evening")],
            settings: settings)
        var feed = Feed()
        _ = try await feed.send(broadcaster, atMost: 10) { try !server.recordings().isEmpty }
        server.pause(true)
        _ = try await feed.send(broadcaster, atMost: 8) {
            broadcaster.tallies[0].counts.dropped > 60
        }
        server.pause(false)
        _ = try await feed.send(broadcaster, atMost: 5) { try server.recordings().count > 1 }
        await broadcaster.finish()
        let words = await faults(of: broadcaster).map(\.reason)
        #expect(words.contains { $0.contains("it took no picture for") })
        #expect(try server.recordings().count > 1)
    }

    /// Needs a small disk of its own, so it runs where one may be mounted.
    @Test(.enabled(if: SmallDisk.mayBeMounted))
    func aFullDiskClosesTheRecordingAndTheStreamGoesOn() async throws {
        let scratch = try Scratch()
        let disk = try SmallDisk(at: scratch.path("disk"), bytes: 600_000)
        let server = try StreamServer(in: scratch)
        try server.start()
        var settings = settings()
        settings.roomToGoOn = 300_000
        let broadcaster = try Broadcaster(
            to: [
                OutputAddress("rtmp://127.0.0.1:\(server.port)/live/evening"),
                .movie(path: scratch.path("disk/show.mp4")),
            ], settings: settings)
        var feed = Feed()
        _ = try await feed.send(broadcaster, atMost: 10) { scratch.size("disk/show.mp4") > 5_000 }
        // The disk fills up while the show records.
        try disk.fill(scratch.path("disk/other"))
        _ = try await feed.send(broadcaster, atMost: 12) {
            broadcaster.tallies[1].counts.dropped > 30
        }
        let first = try Probe(scratch.path("disk/show.mp4"))
        #expect(first.pictures >= 30)
        #expect(first.complaints.isEmpty)
        try FileManager.default.removeItem(atPath: scratch.path("disk/other"))
        let before = broadcaster.tallies[1].counts.written
        _ = try await feed.send(broadcaster, atMost: 5) {
            broadcaster.tallies[1].counts.written > before + 40
        }
        await broadcaster.finish()
        let words = await faults(of: broadcaster)
        #expect(words.count == 1)
        #expect(words.first?.reason.hasPrefix("the disk is full") == true)
        #expect(try Probe(scratch.path("disk/show-2.mp4")).pictures > 30)
        #expect(try server.recordings().count == 1)
        #expect(try Probe(server.recordings()[0]).pictures > feed.number - 15)
        withExtendedLifetime(disk) {}
    }
}

let isLongRun = ProcessInfo.processInfo.environment["EMOTIONMOTION_LONG_TESTS"] == "1"

/// A disk in memory.
final class SmallDisk {
    static let mayBeMounted: Bool = {
        let scratch = try? Scratch()
        return (try? scratch.map { try SmallDisk(at: $0.path("disk"), bytes: 100_000) }) != nil
    }()

    private let path: String

    init(at path: String, bytes: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        _ = try output(of: "mount", ["-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", path])
        var here = stat()
        var above = stat()
        stat(path, &here)
        stat(path + "/..", &above)
        if here.st_dev == above.st_dev { throw POSIXError(.EPERM) }
    }

    /// Writes a file as large as the disk allows.
    func fill(_ path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        try #require(file >= 0)
        let page = [UInt8](repeating: 0, count: 4096)
        while write(file, page, page.count) > 0 {}
        close(file)
    }

    deinit { _ = try? output(of: "umount", [path]) }
}
