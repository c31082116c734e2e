import Affect
import Broadcast
import Chat
import Desk
import Foundation
import Motion
import Signals
import Stage
import Testing

@testable import Show

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What the desk asks for, through the server of a show that runs.
@Suite(.serialized, .enabled(if: Dancer.shipped != nil)) @MainActor
struct DeskOrderTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "orders-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// A show with two voices, one angry and one glad, and somebody at its desk.
    @MainActor private final class Evening {
        let show: LiveShow
        let desk: URL
        let token: String
        let performance: Task<ShowReport, any Error>

        init(_ settings: ShowSettings) async throws {
            show = try LiveShow(settings)
            await show.openDesk()
            let link = try #require(show.deskServer?.deskLink)
            let parts = try #require(URLComponents(string: link))
            token = try #require(parts.queryItems?.first { $0.name == "token" }?.value)
            desk = try #require(URL(string: "http://127.0.0.1:\(parts.port ?? 0)/desk/"))
            performance = Task { [show] in try await show.perform() }
        }

        func put(_ path: String) async throws -> Int {
            var request = URLRequest(url: desk.appending(path: path))
            request.httpMethod = "PUT"
            request.httpBody = Data(#"{"by":"tester"}"#.utf8)
            return try await send(request).status
        }

        func get(_ path: String) async throws -> (status: Int, data: Data) {
            try await send(URLRequest(url: desk.appending(path: path)))
        }

        func post(_ body: String) async throws -> (status: Int, data: Data) {
            var request = URLRequest(url: desk.appending(path: "command"))
            request.httpMethod = "POST"
            request.httpBody = Data(body.utf8)
            return try await send(request)
        }

        private func send(_ request: URLRequest) async throws -> (status: Int, data: Data) {
            var request = request
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
            let (data, response) = try await URLSession.shared.data(for: request)
            return ((response as? HTTPURLResponse)?.statusCode ?? 0, data)
        }

        /// Gives an order and waits until the show has carried it out, or refused.
        func order(_ body: String) async throws -> DeskDeed {
            struct Answer: Decodable { var number: Int }
            let answer = try await post(body)
            try #require(answer.status == 202, "\(body): \(answer.status)")
            let number = try JSONDecoder().decode(Answer.self, from: answer.data).number
            try await wait { $0.deeds.contains { $0.number == number } }
            return try #require(show.deeds.last { $0.number == number })
        }

        /// Waits for something of the show, for as long as a busy machine may need.
        func wait(until isSo: @MainActor (LiveShow) -> Bool) async throws {
            let end = ContinuousClock.now + .seconds(600)
            while !isSo(show) {
                try #require(ContinuousClock.now < end, "it did not come in ten minutes")
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        func close() async throws -> ShowReport {
            _ = try await post(#"{"do":"unlock"}"#)
            _ = try await post(#"{"do":"end"}"#)
            return try await performance.value
        }
    }

    private func settings(drawing: Bool = true) throws -> ShowSettings {
        var settings = ShowSettings()
        let chat = folder.appendingPathComponent("chat.jsonl")
        // The last message is far off, so that no show ends by itself before a busy machine is done.
        let lines = (Array(0..<2_400) + [400_000]).flatMap { beat in
            [("a", "I hate this, I am so angry"), ("b", "what a wonderful happy night")].map {
                #"{"type":"message","id":"\#($0.0)\#(beat)","time":\#(Double(beat) / 4),"#
                    + #""author":{"id":"\#($0.0)","name":"\#($0.0)"},"text":"\#($0.1)"}"#
            }
        }
        try Data(lines.joined(separator: "\n").utf8).write(to: chat)
        settings.chats = [.replay(path: chat.path)]
        settings.outputs = [.poses(path: folder.appendingPathComponent("poses.jsonl").path)]
        if drawing {
            settings.outputs.append(.movie(path: folder.appendingPathComponent("show.mp4").path))
        }
        (settings.width, settings.height) = (160, 90)
        settings.reader = "fast"
        settings.desk = WebAddress(host: "127.0.0.1", port: 0)
        settings.deskLog = folder.appendingPathComponent("state/deeds.jsonl").path
        settings.corrections = folder.appendingPathComponent("state/corrections.tsv").path
        settings.recordings = folder.path
        settings.cues = [ShowCue(.at(3_000), [.title("The second half")])]
        return settings
    }

    @Test func theDanceIsTuned() async throws {
        let evening = try await Evening(settings(drawing: false))
        let deed = try await evening.order(
            #"{"do":"tune","guidance":2.5,"temperature":0.75,"pace":-0.5,"by":"tester"}"#)
        #expect(deed.refusal == nil && deed.by == "tester")
        #expect(deed.what == "sets guidance to 2.5, temperature to 0.75, pace to -0.5")
        #expect(
            evening.show.tuning == DanceTuning(guidance: 2.5, temperature: 0.75, pace: -0.5))
        let none = try await evening.order(#"{"do":"puppet","name":"light"}"#)
        #expect(none.refusal == "This show draws no puppet.")
        #expect(try await evening.order(#"{"do":"record","on":true}"#).refusal != nil)
        #expect(try await evening.close().poses > 0)
    }

    @Test func thePictureIsSteered() async throws {
        let evening = try await Evening(settings())
        let show = evening.show
        #expect(try await evening.order(#"{"do":"puppet","name":"light"}"#).refusal == nil)
        #expect(show.stage?.puppet == "light")
        let path = try await evening.order(#"{"do":"puppet","name":"/etc"}"#)
        #expect(path.refusal == "The show knows no puppet /etc." && show.stage?.puppet == "light")
        #expect(try await evening.order(#"{"do":"backdrop","emotion":"fear"}"#).refusal == nil)
        #expect(show.world.mood(instead: Mood(.anger), at: 9_999) == Mood(.fear))
        #expect(try await evening.order(#"{"do":"backdrop"}"#).refusal == nil)
        #expect(show.world.mood(instead: Mood(.anger), at: 9_999) == nil)
        _ = try await evening.order(#"{"do":"title","words":"Room 7"}"#)
        #expect(show.title.shown == "Room 7")
        _ = try await evening.order(#"{"do":"cue","number":1}"#)
        #expect(show.title.shown == "The second half" && !show.cues.list[0].isWaiting)
        #expect(try await evening.order(#"{"do":"cue","number":2}"#).refusal != nil)
        _ = try await evening.order(#"{"do":"words","on":false}"#)
        #expect(!show.steering.showsWords)
        _ = try await evening.close()
    }

    @Test func thePictureIsSeenWhileSomebodyLooks() async throws {
        let evening = try await Evening(settings())
        var picture = try await evening.get("preview")
        for _ in 0..<15_000 where picture.status != 200 {
            #expect(picture.status == 204)
            try await Task.sleep(for: .milliseconds(40))
            picture = try await evening.get("preview")
        }
        #expect(picture.status == 200)
        #expect(picture.data.starts(with: [0xFF, 0xD8, 0xFF]) && picture.data.count < 20_000)
        #expect(try await evening.get("gallery.svg").status == 200)
        _ = try await evening.close()
    }

    @Test func theGallerysCodeIsOnThePictureForPhones() async throws {
        var settings = try settings()
        settings.gallery = WebAddress(host: "127.0.0.1", port: 0)
        (settings.width, settings.height) = (640, 360)
        settings.stageQuality = .low
        let evening = try await Evening(settings)
        let show = evening.show
        let link = try #require(show.deskServer?.galleryLink)
        #expect(show.galleryCode != nil && !show.steering.showsCode)
        let shown = try await evening.order(#"{"do":"code","on":true}"#)
        #expect(shown.refusal == nil && shown.what == "shows the gallery's code")
        var picture: Picture?
        show.onBeat = { _, drawn in
            // What is drawn after the order; a copy, as the stage draws into its pictures again.
            guard picture == nil, let drawn else { return }
            let copy = Picture(width: drawn.width, height: drawn.height)
            copy.pixels.copyMemory(from: UnsafeRawBufferPointer(drawn.pixels))
            picture = copy
        }
        try await evening.wait { _ in picture != nil }
        show.onBeat = nil
        #expect(try await evening.order(#"{"do":"code","on":false}"#).refusal == nil)
        #expect(!show.steering.showsCode)
        _ = try await evening.close()
        let file = folder.appendingPathComponent("coded.png")
        try #require(picture).write(toPNG: file)
        if let read = try readWithZbar(file) { #expect(read == link) }
    }

    @Test func withoutAGalleryThereIsNoCodeAndNoOBS() async throws {
        let evening = try await Evening(settings(drawing: false))
        let code = try await evening.order(#"{"do":"code","on":true}"#)
        #expect(code.refusal == "This show draws no pictures.")
        let obs = try await evening.order(#"{"do":"obs","output":"stream","on":true}"#)
        #expect(obs.refusal == "This show does not go through OBS: --output obs does that.")
        _ = try await evening.close()
    }

    @Test func theGalleryIsWeighedAndItsKeysAreWrittenDown() async throws {
        let evening = try await Evening(settings(drawing: false))
        #expect(evening.show.listener.galleryWeight == 1)
        let weighed = try await evening.order(#"{"do":"weigh","gallery":0.5,"by":"tester"}"#)
        #expect(weighed.what == "lets a voice of the gallery weigh 0.5" && weighed.refusal == nil)
        #expect(evening.show.listener.galleryWeight == 0.5)
        #expect(try await evening.put("inputs/camera") == 201)
        try await evening.wait { $0.deeds.count == 2 }
        #expect(evening.show.deeds[1].what == "makes a key for the input camera")
        #expect(evening.show.deeds[1].by == "tester" && evening.show.deeds[1].refusal == nil)
        _ = try await evening.close()
        let log = try String(
            contentsOf: folder.appendingPathComponent("state/deeds.jsonl"), encoding: .utf8)
        #expect(log.contains(#""command":{"do":"issue","input":"camera"}"#))
    }

    @Test func aRecordingThatCannotBeWrittenIsRefusedInWords() async throws {
        var settings = try settings()
        settings.recordings = folder.appendingPathComponent("nowhere").path
        let evening = try await Evening(settings)
        let refused = try await evening.order(#"{"do":"record","on":true}"#)
        #expect(refused.refusal?.contains("nowhere/emotionmotion-") == true)
        #expect(refused.refusal?.contains("cannot be written") == true)
        #expect(evening.show.broadcaster.tallies.allSatisfy { !$0.isRecording })
        _ = try await evening.close()
    }

    @Test func aVoiceIsMutedAndHeardAgain() async throws {
        let evening = try await Evening(settings(drawing: false))
        let show = evening.show
        try await evening.wait { $0.journal.events.contains { $0.author == "a" } }
        let event = try #require(show.journal.events.last { $0.author == "a" })
        let deed = try await evening.order(#"{"do":"mute","event":\#(event.number)}"#)
        #expect(deed.refusal == nil && deed.what == "mutes a")
        #expect(show.journal.events.allSatisfy { $0.author != "a" || $0.isRemoved })
        #expect(show.captions.lines.allSatisfy { $0.author?.name != "a" })
        let count = show.listener.counts.read
        try await evening.wait { $0.listener.counts.read > count + 3 }
        #expect(show.journal.events.allSatisfy { $0.author != "a" || $0.isRemoved })
        #expect(show.roomMood[.happiness] > show.roomMood[.anger])

        _ = try await evening.order(#"{"do":"mute","word":"Wonderful"}"#)
        let muted = show.listener.counts.muted
        try await evening.wait { $0.listener.counts.muted > muted }
        #expect(show.mutes.list.map(\.what) == ["a", "“Wonderful”"])
        #expect(try await evening.order(#"{"do":"unmute","number":1}"#).what == "hears a again")
        try await evening.wait { show in
            show.journal.events.contains { $0.author == "a" && !$0.isRemoved }
        }
        #expect(try await evening.order(#"{"do":"mute","event":99999}"#).refusal != nil)
        let name = show.chats.list[0].name
        _ = try await evening.order(#"{"do":"mute","source":"\#(name)"}"#)
        let read = show.listener.counts.read
        let events = show.chats.list[0].events
        try await evening.wait { $0.chats.list[0].events > events + 4 }
        #expect(show.listener.counts.read == read)
        _ = try await evening.close()
    }

    @Test func aReadingIsCorrectedInAFileThatTrainingTakes() async throws {
        let evening = try await Evening(settings(drawing: false))
        try await evening.wait { $0.journal.events.contains { $0.author == "a" } }
        let event = try #require(evening.show.journal.events.last { $0.author == "a" })
        let deed = try await evening.order(
            #"{"do":"correct","event":\#(event.number),"emotions":["surprise","fear"]}"#)
        #expect(deed.refusal == nil)
        #expect(
            try await evening.order(#"{"do":"correct","event":0,"emotions":["fear"]}"#).refusal
                != nil)
        let report = try await evening.close()
        #expect(!report.faults.contains { $0.part == "desk" }, "\(report.faults)")
        let file = folder.appendingPathComponent("state/corrections.tsv")
        let texts = try LabelledText.read(file)
        #expect(texts.map(\.text) == ["I hate this, I am so angry"])
        #expect(texts.first.map { Set($0.emotions) } == [.surprise, .fear])
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func outputsAreStoppedAndStartedAndARecordingIsMade() async throws {
        let evening = try await Evening(settings())
        let show = evening.show
        func written(_ place: Int) -> Int { show.broadcaster.tallies[place].counts.written }
        let movie = try #require(
            show.broadcaster.tallies.firstIndex { $0.name.hasSuffix("show.mp4") })
        try await evening.wait { $0.broadcaster.tallies[movie].counts.written > 10 }
        // The encoder opens its file when it has something to write.
        let file = folder.appendingPathComponent("show.mp4").path
        try await evening.wait { _ in size(of: file) > 0 }
        _ = try await evening.order(#"{"do":"output","number":\#(movie + 1),"on":false}"#)
        #expect(show.broadcaster.tallies[movie].standing == .stopped)
        _ = try await evening.order(#"{"do":"record","on":true}"#)
        #expect(try await evening.order(#"{"do":"record","on":true}"#).refusal != nil)
        let recording = try #require(show.broadcaster.tallies.firstIndex { $0.isRecording })
        try await evening.wait { $0.broadcaster.tallies[recording].counts.written > 10 }
        _ = try await evening.order(#"{"do":"record","on":false}"#)
        let before = written(movie)
        let again = try await evening.order(#"{"do":"output","number":\#(movie + 1),"on":true}"#)
        #expect(again.refusal == nil)
        #expect(show.broadcaster.tallies[movie].name.hasSuffix("show-2.mp4"))
        let name = show.broadcaster.tallies[recording].name
        #expect(name.split(separator: "/").last?.hasPrefix("emotionmotion-") == true)
        try await evening.wait { $0.broadcaster.tallies[movie].counts.written > before + 10 }
        #expect(try await evening.order(#"{"do":"output","number":9,"on":true}"#).refusal != nil)
        let report = try await evening.close()
        #expect(!report.faults.contains { $0.part == "desk" }, "\(report.faults)")
        // A machine that is too busy for its encoders cuts them off and says so; then files may lack.
        guard !report.faults.contains(where: { $0.part == "broadcast" }) else { return }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".mp4") }.sorted()
        #expect(files.count == 3 && files[0].hasPrefix("emotionmotion-"))
        #expect(files[1...] == ["show-2.mp4", "show.mp4"])
        for file in files {
            #expect(size(of: folder.appendingPathComponent(file).path) > 1_000, "\(file)")
        }
    }

    private func size(of path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int ?? 0
    }

    @Test func everyDeedIsWrittenDownInItsOrder() async throws {
        let evening = try await Evening(settings(drawing: false))
        _ = try await evening.order(#"{"do":"hold","emotion":"fear","strength":0.5,"by":"one"}"#)
        _ = try await evening.order(#"{"do":"lock","by":"one"}"#)
        #expect(try await evening.post(#"{"do":"release","by":"two"}"#).status == 423)
        #expect(evening.show.steering.hold?.emotion == .fear)
        _ = try await evening.order(#"{"do":"calm","by":"two"}"#)
        #expect(evening.show.steering.hold?.emotion == .neutral)
        _ = try await evening.close()
        struct Line: Decodable {
            var at: String
            var command: DeskCommand
            var deed: DeskDeed
        }
        let file = folder.appendingPathComponent("state/deeds.jsonl")
        let lines = try Data(contentsOf: file).split(separator: 10).map {
            try JSONDecoder().decode(Line.self, from: $0)
        }
        #expect(
            lines.map(\.command) == [
                .hold(.fear, strength: 0.5), .lock(.everybody), .calm, .unlock, .end,
            ])
        #expect(lines.map(\.deed.by) == ["one", "one", "two", "", ""])
        #expect(lines[0].deed.what == "holds fear at 50 %" && lines[0].at.hasSuffix("Z"))
    }
}

/// What zbar reads of a picture; nil where zbar is not on this machine.
private func readWithZbar(_ file: URL) throws -> String? {
    guard let program = try? locate(program: "zbarimg") else { return nil }
    let process = Process()
    let words = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["--quiet", "--raw", file.path]
    process.standardOutput = words
    process.standardError = FileHandle.nullDevice
    try process.run()
    let read = words.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: read, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
}
