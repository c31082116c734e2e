import Foundation
import Signals
import Testing

@testable import Broadcast
@testable import Sound

/// A click at the first frame of every picture whose number this divides.
private final class Clapper: SoundSource, @unchecked Sendable {
    private let every: Int
    private var number = 0

    init(every: Int) { self.every = every }

    func add(to mix: UnsafeMutableBufferPointer<Float>, mood: Mood) {
        if number.isMultiple(of: every) {
            for frame in 0..<96 { mix[2 * frame] = 0.7; mix[2 * frame + 1] = 0.7 }
        }
        number += 1
    }
}

@Suite struct SoundtrackTests {
    @Test func withoutSourcesItIsSilent() {
        #expect(Soundtrack().block(7).allSatisfy { $0 == 0 })
        #expect(Soundtrack().block(7).count == 3200)
    }

    @Test func everybodyGetsTheSameBlockAndWhatIsLongPastIsSilent() {
        let track = Soundtrack(of: [Score(seed: 1)])
        for number in 0..<200 { track.note(Mood(.happiness), at: number) }
        let block = track.block(60)
        #expect(track.block(61) != block)
        #expect(track.block(60) == block)
        _ = track.block(199)
        #expect(track.block(60).allSatisfy { $0 == 0 })
    }

    @Test func theMoodOfEachPictureIsHeard() {
        func sound(_ second: Emotion) -> [Int16] {
            let track = Soundtrack(of: [Score(seed: 1)])
            for number in 0..<60 { track.note(Mood(number < 30 ? .neutral : second), at: number) }
            return (0..<60).flatMap { track.block($0) }
        }
        let (one, other) = (sound(.anger), sound(.happiness))
        #expect(one.prefix(90_000) == other.prefix(90_000))
        #expect(one != other)
    }

    @Test func addressesAreRead() throws {
        #expect(try SoundAddress("score") == .score)
        #expect(try SoundAddress("pulse:") == .input(system: "pulse", name: "default"))
        #expect(try SoundAddress("alsa:hw:0") == .input(system: "alsa", name: "hw:0"))
        #expect(throws: BroadcastError.unknownSound("no-such-song.ogg")) {
            try SoundAddress("no-such-song.ogg")
        }
    }

    /// A flash and a click together every second, through the encoder and back.
    @Test(.enabled(if: hasEncoder), arguments: [60, longClapper])
    func flashAndClickStayTogether(_ seconds: Int) async throws {
        let scratch = try Scratch()
        let path = scratch.path("clapper.mp4")
        let encoder = try Encoder(
            movie: path, settings: quickSettings(width: 64, height: 64),
            soundtrack: Soundtrack(of: [Clapper(every: 30)])
        ) { Issue.record("\($0)") }
        encoder.start()
        encoder.soundtrack.note(Mood(.neutral), at: 0)
        let (black, white) = (flash(0), flash(255))
        for number in 0..<(seconds * 30) {
            let shown = number.isMultiple(of: 30) ? white : black
            let picture = Picture(width: 64, height: 64)
            picture.pixels.copyMemory(from: UnsafeRawBufferPointer(shown.pixels))
            picture.number = number
            await encoder.send(picture)
        }
        await encoder.finish()
        let apart = try clapperMilliseconds(path)
        // What `EMOTIONMOTION_LONG_TESTS` is for.
        if seconds > 60 { print("apart: \(apart.min() ?? 0) to \(apart.max() ?? 0) ms") }
        #expect(apart.count == seconds)
        // The limiter holds sound back by 5 ms.
        #expect(apart.allSatisfy { abs($0 - 5) < 15 })
        let first = try #require(apart.dropFirst().first)
        #expect(apart.allSatisfy { abs($0 - first) < 5 })
    }

    @Test(.enabled(if: hasEncoder)) func aFileOfMusicIsPlayedInALoop() async throws {
        let scratch = try Scratch()
        _ = try output(
            of: "ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=0.5",
                scratch.path("tone.wav"),
            ])
        let broadcaster = try Broadcaster(
            to: [.movie(path: scratch.path("show.mp4"))], settings: quickSettings(),
            sound: [.file(path: scratch.path("tone.wav"))])
        for number in 0..<60 { await broadcaster.send(picture(number)) }
        await broadcaster.finish()
        let sound = try samples(of: scratch.path("show.mp4"))
        let loud = sound.dropFirst(4800).map { abs(Int($0)) }.filter { $0 > 500 }
        #expect(loud.count > 60_000)
    }
}

private let longClapper =
    ProcessInfo.processInfo.environment["EMOTIONMOTION_LONG_TESTS"] == "1" ? 3600 : 10

private func flash(_ value: UInt8) -> Picture {
    let picture = Picture(width: 64, height: 64)
    picture.pixels.initializeMemory(as: UInt8.self, repeating: value)
    return picture
}

/// The left side of a movie's sound, 48,000 numbers a second.
private func samples(of path: String) throws -> [Int16] {
    let data = try output(
        of: "ffmpeg", ["-v", "error", "-i", path, "-ac", "1", "-f", "s16le", "-ar", "48000", "-"])
    return data.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
}

/// For each flash, by how many milliseconds its click comes later.
private func clapperMilliseconds(_ path: String) throws -> [Double] {
    let sound = try samples(of: path)
    // A decoder's output begins at the first sample, which may lie before the first picture.
    let begin = try Probe(path).stream("aac")?.startTime.flatMap { Double($0) } ?? 0
    var clicks: [Double] = []
    for (index, value) in sound.enumerated() where abs(Int(value)) > 6000 {
        let time = 1000 * begin + Double(index) / 48
        if clicks.last.map({ time - $0 > 500 }) ?? true { clicks.append(time) }
    }
    let light = try output(
        of: "ffmpeg",
        [
            "-v", "error", "-i", path, "-vf", "scale=1:1", "-vsync", "passthrough", "-f",
            "rawvideo", "-pix_fmt", "gray", "-",
        ])
    let flashes = light.enumerated().filter { $0.element > 128 }.map { Double($0.offset) / 0.03 }
    return zip(flashes, clicks).map { $1 - $0 }
}
