import Foundation
import Signals
import Testing

@testable import Broadcast
@testable import Sound

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
        for number in 0..<(seconds * 30) { await encoder.send(clapperPicture(number)) }
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

    @Test(.enabled(if: hasEncoder), arguments: [false, true])
    func aRecordingThatIsBegunLaterHasTheShowsSound(_ isForeseen: Bool) async throws {
        let scratch = try Scratch()
        let broadcaster = try Broadcaster(
            to: [.window], settings: quickSettings(), sound: [.score],
            mayRecordLater: isForeseen)
        _ = try broadcaster.record(to: scratch.path("later.mp4"))
        for number in 0..<90 {
            broadcaster.note(Mood(.happiness), at: number)
            await broadcaster.send(picture(number))
        }
        await broadcaster.finish()
        let sound = try soundSamples(of: scratch.path("later.mp4"))
        let loudest = sound.map { abs(Int($0)) }.max() ?? 0
        #expect(isForeseen ? loudest > 500 : loudest < 10)
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
        let sound = try soundSamples(of: scratch.path("show.mp4"))
        let loud = sound.dropFirst(4800).map { abs(Int($0)) }.filter { $0 > 500 }
        #expect(loud.count > 60_000)
    }
}

private let longClapper =
    ProcessInfo.processInfo.environment["EMOTIONMOTION_LONG_TESTS"] == "1" ? 3600 : 10
