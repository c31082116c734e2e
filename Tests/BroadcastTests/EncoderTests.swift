import Foundation
import Signals
import Synchronization
import TestSupport
import Testing

@testable import Broadcast

/// Faults as they came.
final class FaultLog: Sendable {
    private let faults = Mutex<[OutputFault]>([])
    var all: [OutputFault] { faults.withLock { $0 } }
    func add(_ fault: OutputFault) { faults.withLock { $0.append(fault) } }
}

func quickSettings(width: Int = 320, height: Int = 180) -> EncoderSettings {
    var settings = EncoderSettings(width: width, height: height)
    settings.whenFull = .wait
    settings.backOff = [.milliseconds(1)]
    return settings
}

@Suite(.enabled(if: hasEncoder), .serialized) struct EncoderTests {
    /// Pictures of a movie of `numbers`, each number's picture once.
    private func movie(_ path: String, of numbers: [Int]) async throws -> OutputCounts {
        let encoder = try Encoder(movie: path, settings: quickSettings()) {
            Issue.record("\($0)")
        }
        encoder.start()
        for number in numbers { await encoder.send(picture(number)) }
        await encoder.finish()
        return encoder.counts
    }

    @Test(arguments: [1, 60, 130])
    func aMovieIsAsLongAsTheShow(_ pictures: Int) async throws {
        let scratch = try Scratch()
        let path = scratch.path("first night: 1 %d.mp4")
        let counts = try await movie(path, of: Array(0..<pictures))
        let probe = try Probe(path)
        let seconds = Double(pictures) / 30

        let video = try #require(probe.stream("h264"))
        #expect(probe.pictures == pictures)
        #expect((video.width, video.height) == (320, 180))
        #expect(video.pixFmt == "yuv420p")
        #expect(video.colorSpace == "bt709")
        #expect(video.colorRange == "tv")
        #expect(abs(try #require(video.startTime.flatMap { Double($0) })) < 0.001)
        #expect(abs(try #require(video.duration.flatMap { Double($0) }) - seconds) < 0.001)
        let sound = try #require(probe.stream("aac"))
        #expect(abs(try #require(sound.duration.flatMap { Double($0) }) - seconds) < 0.05)
        #expect(try Probe.keyframes(path) == [0, 2, 4].filter { $0 < seconds })
        #expect(counts.sent == pictures)
        #expect(counts.written == pictures)
        #expect(counts.dropped == 0)
    }

    @Test func aMissingPictureIsFilledSoThatTheMovieKeepsTime() async throws {
        let scratch = try Scratch()
        let counts = try await movie(scratch.path("show.mp4"), of: [0, 1, 5, 6])
        #expect(try Probe(scratch.path("show.mp4")).pictures == 7)
        #expect(counts.written == 7)
        #expect(counts.repeated == 3)
    }

    @Test func coloursComeBackAsTheyWere() async throws {
        let scratch = try Scratch()
        let path = scratch.path("show.mp4")
        _ = try await movie(path, of: Array(0..<10))
        let pixels = try output(
            of: "ffmpeg",
            [
                "-v", "error", "-i", path, "-vf", "scale=in_color_matrix=bt709:in_range=tv",
                "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-",
            ])
        let middle = 3 * (90 * 320 + 160)
        #expect(pixels.count == 3 * 320 * 180)
        for (lane, value) in [200, 40, 30].enumerated() {
            #expect(abs(Int(pixels[middle + lane]) - value) <= 6)
        }
    }

    /// A picture whose left half is not there.
    private func halfAPicture(_ number: Int) -> Picture {
        let half = picture(number)
        for y in 0..<half.height {
            for x in 0..<half.width / 2 {
                for lane in 0..<4 { half.pixels[4 * (y * half.width + x) + lane] = 0 }
            }
        }
        return half
    }

    @Test(arguments: ["alone.mov", "frames"])
    func alphaIsKept(_ name: String) async throws {
        let scratch = try Scratch()
        let path = scratch.path(name)
        var settings = quickSettings()
        settings.hasAlpha = true
        let report = { @Sendable (fault: OutputFault) in _ = Issue.record("\(fault)") }
        let encoder =
            name == "frames"
            ? try Encoder(frames: path, settings: settings, report: report)
            : try Encoder(movie: path, settings: settings, report: report)
        encoder.start()
        for number in 0..<6 { await encoder.send(halfAPicture(number)) }
        await encoder.finish()
        let file = name == "frames" ? path + "/000005.png" : path
        let pixels = try output(
            of: "ffmpeg",
            [
                "-v", "error", "-i", file, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgba",
                "-",
            ])
        #expect(pixels.count == 4 * 320 * 180)
        #expect(pixels[4 * (90 * 320 + 40) + 3] < 3)
        #expect(pixels[4 * (90 * 320 + 280) + 3] > 252)
        if name != "frames" {
            let video = try #require(try Probe(file).stream("prores"))
            #expect(video.pixFmt?.hasPrefix("yuva444p") == true)
        }
    }

    @Test func anEncoderThatIsKilledTwiceLeavesThreeFilesThatPlay() async throws {
        let scratch = try Scratch()
        let faults = FaultLog()
        let encoder = try Encoder(
            movie: scratch.path("show.mp4"), settings: quickSettings(), report: faults.add)
        encoder.start()
        var number = 0
        func send() async {
            await encoder.send(picture(number))
            number += 1
        }
        while scratch.size("show.mp4") == 0, number < 3000 { await send() }
        let first = try #require(encoder.child)
        #expect(kill(first, SIGKILL) == 0)
        while faults.all.isEmpty, number < 6000 { await send() }
        while scratch.size("show-2.mp4") == 0, number < 9000 { await send() }
        let second = try #require(encoder.child)
        #expect(kill(second, SIGKILL) == 0)
        while faults.all.count < 2, number < 12_000 { await send() }
        for _ in 0..<90 { await send() }
        await encoder.finish()

        #expect(faults.all.count == 2)
        #expect(faults.all.first?.reason.contains("show-2.mp4") == true)
        #expect(try scratch.names() == ["show-2.mp4", "show-3.mp4", "show.mp4"])
        #expect(try Probe(scratch.path("show.mp4")).pictures >= 30)
        #expect(try Probe(scratch.path("show-2.mp4")).pictures >= 30)
        #expect(try Probe(scratch.path("show-3.mp4")).pictures >= 90)
        #expect(try Probe(scratch.path("show.mp4")).stream("aac") != nil)
    }

    @Test func anEncoderThatHangsIsCutOff() async throws {
        let scratch = try Scratch()
        var settings = quickSettings()
        settings.whenFull = .dropOldest
        settings.program = try scratch.program("sleep 600; true")
        let faults = FaultLog()
        let encoder = try Encoder(
            movie: scratch.path("show.mp4"), settings: settings, report: faults.add)
        encoder.start()
        for number in 0..<20 { await encoder.send(picture(number)) }
        let begin = ContinuousClock.now
        await encoder.finish()
        // It would have slept for ten minutes; a busy machine may be slow.
        #expect(.now - begin < .seconds(60))
        #expect(encoder.child == nil)
        #expect(encoder.counts.sent == 20)
        #expect(faults.all.count == 1)
    }

    @Test func aStoppedShowsMovieIsWrittenToItsEnd() async throws {
        let scratch = try Scratch()
        let encoder = try Encoder(
            movie: scratch.path("show.mp4"), settings: quickSettings(),
            report: { Issue.record("\($0)") })
        encoder.start()
        for number in 0..<30 { await encoder.send(picture(number)) }
        // A show is stopped by cancelling its task.
        let ending = Task {
            while !Task.isCancelled { await Task.yield() }
            await encoder.finish(within: .seconds(30))
        }
        ending.cancel()
        await ending.value
        #expect(encoder.child == nil)
        #expect(try Probe(scratch.path("show.mp4")).pictures == 30)
    }

    @Test func anEncoderThatStaysDownHoldsNobodyUp() async throws {
        let scratch = try Scratch()
        var settings = quickSettings()
        settings.program = try scratch.program("echo 'no such codec' >&2; exit 3")
        let faults = FaultLog()
        let encoder = try Encoder(
            movie: scratch.path("show.mp4"), settings: settings, report: faults.add)
        encoder.start()
        for number in 0..<200 { await encoder.send(picture(number)) }
        await encoder.finish()
        #expect(encoder.counts.sent == 200)
        #expect(encoder.counts.dropped > 100)
        #expect(faults.all.count >= 2)
        #expect(faults.all.first?.reason.contains("no such codec") == true)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aFullDiskIsReportedAndTheShowGoesOnElsewhere() async throws {
        let scratch = try Scratch()
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("show.mp4"), withDestinationPath: "/dev/full")
        let faults = FaultLog()
        let encoder = try Encoder(
            movie: scratch.path("show.mp4"), settings: quickSettings(), report: faults.add)
        encoder.start()
        var number = 0
        while faults.all.isEmpty, number < 3000 {
            await encoder.send(picture(number))
            number += 1
        }
        for number in number..<(number + 40) { await encoder.send(picture(number)) }
        await encoder.finish()
        #expect(faults.all.first?.reason.contains("No space left") == true)
        let pictures = try Probe(scratch.path("show-2.mp4")).pictures
        #expect(pictures >= 40, "\(encoder.counts) \(faults.all)")
    }

    @Test func aFolderThatVanishesIsTriedAgain() async throws {
        let scratch = try Scratch()
        let folder = scratch.path("evening")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let faults = FaultLog()
        let encoder = try Encoder(
            movie: folder + "/show.mp4", settings: quickSettings(), report: faults.add)
        try FileManager.default.removeItem(atPath: folder)
        encoder.start()
        var number = 0
        while faults.all.isEmpty, number < 3000 {
            await encoder.send(picture(number))
            number += 1
        }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        while scratch.size("evening/show.mp4") == 0, number < 30000 {
            await encoder.send(picture(number))
            number += 1
        }
        await encoder.finish()
        #expect(faults.all.first?.reason.contains("No such file or directory") == true)
        #expect(try Probe(folder + "/show.mp4").pictures >= 30)
    }

    @Test func aShowWithoutAPictureTouchesNothingAndReportsNothing() async throws {
        let scratch = try Scratch()
        let counts = try await movie(scratch.path("show.mp4"), of: [])
        #expect(try scratch.names().isEmpty)
        let earlier = Data("an earlier evening".utf8)
        try earlier.write(to: URL(fileURLWithPath: scratch.path("show.mp4")))
        _ = try await movie(scratch.path("show.mp4"), of: [])
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path("show.mp4"))) == earlier)
        #expect(counts == OutputCounts())
    }

    @Test func framesAreThePicturesInOrder() async throws {
        let scratch = try Scratch()
        let faults = FaultLog()
        let encoder = try Encoder(
            frames: scratch.path("100% frames"), settings: quickSettings(width: 33, height: 17),
            report: faults.add)
        encoder.start()
        let pictures = (0..<12).map { picture($0, width: 33, height: 17, red: UInt8(20 * $0)) }
        for picture in pictures { await encoder.send(picture) }
        await encoder.finish()

        let names = try scratch.names(in: "100% frames")
        #expect(names == (0..<12).map { String(format: "%06d.png", $0) })
        let pixels = try output(
            of: "ffmpeg",
            ["-v", "error", "-i", "%06d.png", "-f", "rawvideo", "-pix_fmt", "rgba", "-"],
            in: scratch.path("100% frames"))
        #expect(pixels == pictures.reduce(into: Data()) { $0.append(contentsOf: $1.pixels) })
        #expect(faults.all.isEmpty)
    }

    @Test func aFolderWithFramesIsRefused() throws {
        let scratch = try Scratch()
        try Data().write(to: URL(fileURLWithPath: scratch.path("000007.png")))
        #expect(throws: BroadcastError.framesThere(folder: scratch.folder)) {
            try Encoder(frames: scratch.folder, settings: quickSettings()) { _ in }
        }
    }

    @Test func whatCannotBeWrittenIsAnErrorBeforeTheShow() throws {
        let scratch = try Scratch()
        for path in ["/dev/null/show.mp4", scratch.path("missing/show.mp4"), scratch.folder] {
            #expect(throws: BroadcastError.self) {
                try Encoder(movie: path, settings: quickSettings()) { _ in }
            }
        }
        #expect(throws: BroadcastError.self) {
            try Encoder(frames: "/dev/null/frames", settings: quickSettings()) { _ in }
        }
        #expect(throws: BroadcastError.oddSize(width: 321, height: 180)) {
            try Encoder(
                movie: scratch.path("a.mp4"), settings: quickSettings(width: 321)
            ) { _ in }
        }
    }

    @Test func aMissingEncoderIsAnErrorBeforeTheShow() throws {
        let scratch = try Scratch()
        for program in ["no-such-encoder", scratch.path("ffmpeg"), scratch.folder] {
            var settings = quickSettings()
            settings.program = program
            #expect(throws: BroadcastError.encoderMissing(program: program)) {
                try Encoder(movie: scratch.path("a.mp4"), settings: settings) { _ in }
            }
        }
    }

    @Test func aStreamReachesItsServer() async throws {
        let scratch = try Scratch()
        let port = try freePort()
        let server = Process()
        server.executableURL = URL(fileURLWithPath: try locate(program: "ffmpeg"))
        server.arguments = [
            "-v", "quiet", "-nostdin", "-listen", "1", "-f", "flv",
            "-i", "rtmp://127.0.0.1:\(port)/live/secret", "-c", "copy", scratch.path("got.flv"),
        ]
        try server.run()
        let faults = FaultLog()
        let address = try #require(StreamAddress("rtmp://127.0.0.1:\(port)/live/secret"))
        var settings = quickSettings()
        // The server may take a moment to listen; until then the encoder fails and is started again.
        settings.backOff = [.milliseconds(100)]
        let encoder = try Encoder(stream: address, settings: settings, report: faults.add)
        encoder.start()
        var number = 0
        while encoder.counts.written < 90, number < 100_000 {
            await encoder.send(picture(number))
            await Task.yield()
            number += 1
        }
        await encoder.finish()
        server.waitUntilExit()
        let probe = try Probe(scratch.path("got.flv"))
        #expect(probe.pictures >= 30)
        #expect(probe.stream("aac") != nil)
        for fault in faults.all { #expect(!"\(fault)".contains("secret")) }
    }
}
