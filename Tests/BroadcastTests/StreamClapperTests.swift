import Foundation
import Signals
import TestSupport
import Testing

@testable import Broadcast
@testable import Sound

/// Whether a viewer of a real server sees and hears together what was sent together.
@Suite(.enabled(if: hasEncoder && StreamServer.isThere && isLongRun))
struct StreamClapperTests {
    /// `EMOTIONMOTION_CLAPPER_SECONDS`: how long; 60 unless told.
    private let seconds =
        ProcessInfo.processInfo.environment["EMOTIONMOTION_CLAPPER_SECONDS"].flatMap { Int($0) }
        ?? 60

    @Test func aViewerHearsTheClickWithTheFlashForAsLongAsTheStreamLasts() async throws {
        let apart = try await clapsSeen(of: seconds) { _, _ in }
        // The viewer comes when the stream has begun.
        #expect(apart.count > seconds - 10)
        let first = try #require(apart.first)
        #expect(apart.allSatisfy { abs($0 - first) < 40 && abs($0) < 60 })
    }

    @Test func aViewerWhoStaysOnHearsTheClickWithTheFlashAfterTheEncoderWasKilledTwice()
        async throws
    {
        let apart = try await clapsSeen(of: 45) { encoder, number in
            if number == 15 * 30 + 10 || number == 30 * 30 + 4 {
                kill(try #require(encoder.child), SIGKILL)
            }
        }
        #expect(apart.count > 30)
        let first = try #require(apart.first)
        #expect(apart.allSatisfy { abs($0 - first) < 40 && abs($0) < 60 })
    }

    /// Milliseconds from flash to click of each clap that a viewer of so many seconds of stream got;
    /// before each picture something may happen to the encoder.
    private func clapsSeen(
        of seconds: Int, meanwhile: (Encoder, Int) throws -> Void
    ) async throws -> [Double] {
        let scratch = try Scratch()
        let server = try StreamServer(in: scratch)
        try server.start()
        let address = "rtmp://127.0.0.1:\(server.port)/live/clapper"
        let seen = scratch.path("seen.mkv")
        var settings = EncoderSettings(width: 64, height: 64)
        settings.streamBitsPerSecond = 300_000
        let encoder = try Encoder(
            stream: try #require(StreamAddress(address)), settings: settings,
            soundtrack: Soundtrack(of: [Clapper(every: 30)])
        ) { print("fault: \($0)") }
        encoder.start()
        encoder.soundtrack.note(Mood(.neutral), at: 0)
        let viewer = try viewer(of: address, into: seen)
        let begin = ContinuousClock.now
        for number in 0..<(seconds * 30) {
            try meanwhile(encoder, number)
            await encoder.send(clapperPicture(number))
            try await Task.sleep(until: begin + .seconds(Double(number + 1) / 30))
        }
        await encoder.finish()
        // The server leaves its viewers waiting when a stream is over, and not when it goes itself.
        try await Task.sleep(for: .seconds(2))
        server.stop()
        await ended(viewer)

        let apart = try clapperMilliseconds(seen)
        print("clapper, \(seconds) s: \(apart.count) claps seen, the click later than the flash by")
        print("\(apart.min() ?? 0) to \(apart.max() ?? 0) ms, first \(apart.first ?? 0),")
        print("last \(apart.last ?? 0)")
        print(try viewerReport(seen))
        return apart
    }

    /// Somebody who watches, and keeps what arrives as it is.
    private func viewer(of address: String, into path: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try locate(program: "ffmpeg"))
        process.arguments = ["-nostdin", "-v", "error", "-y", "-i", address, "-c", "copy", path]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Waits until it ends by itself, and kills it after ten seconds: what it kept plays even then.
    private func ended(_ process: Process) async {
        for _ in 0..<100 where process.isRunning { try? await Task.sleep(for: .milliseconds(100)) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// What ffprobe says of what a viewer got.
    private func viewerReport(_ path: String) throws -> String {
        let entries =
            "stream=codec_name,profile,width,height,pix_fmt,r_frame_rate,sample_rate,channels"
        return String(
            decoding: try output(
                of: "ffprobe",
                ["-v", "error", "-show_entries", entries, "-of", "compact=p=0", path]),
            as: UTF8.self)
    }
}
