import Broadcast
import Chat
import Foundation
import Motion
import Show
import Signals
import Testing

/// Whole shows in fast pace, small and short, through every part.
@Suite(.serialized, .enabled(if: Dancer.shipped != nil))
struct PerformanceTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "show-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func perform(
        _ lines: [String]? = nil, poses: String, seed: UInt64 = 7, seconds: Double = 2,
        and outputs: [OutputAddress] = [], rate: Int = 30
    ) async throws -> (report: ShowReport, bytes: Data) {
        var settings = ShowSettings()
        if let lines {
            let chat = folder.appendingPathComponent("chat.jsonl")
            try Data(lines.joined(separator: "\n").utf8).write(to: chat)
            settings.chats = [.replay(path: chat.path)]
        }
        let file = folder.appendingPathComponent(poses)
        settings.outputs = [.poses(path: file.path)] + outputs
        settings.pace = .fast
        settings.seed = seed
        settings.picturesPerSecond = rate
        settings.duration = seconds
        (settings.width, settings.height) = (320, 180)
        let report = try await LiveShow(settings).perform()
        return (report, try Data(contentsOf: file))
    }

    @Test func oneSeedAndOneChatGiveOneShow() async throws {
        let one = try await perform(poses: "one.jsonl")
        let other = try await perform(poses: "other.jsonl")
        #expect(one.bytes == other.bytes)
        #expect(one.report.poses == 60 && one.bytes.split(separator: 10).count == 60)
        let stranger = try await perform(poses: "stranger.jsonl", seed: 8)
        #expect(stranger.bytes != one.bytes)
    }

    @Test func sixtyPicturesASecondShowTheSameThirtyPoses() async throws {
        let frames = folder.appendingPathComponent("sixty")
        let thirty = try await perform(poses: "thirty.jsonl", seconds: 1)
        let sixty = try await perform(
            poses: "sixty.jsonl", seconds: 1, and: [.frames(folder: frames.path)], rate: 60)
        #expect(sixty.bytes == thirty.bytes)
        #expect(sixty.report.poses == 30 && sixty.report.pictures.drawn == 60)
        let pictures = try FileManager.default.contentsOfDirectory(
            at: frames, includingPropertiesForKeys: nil
        ).map { try Data(contentsOf: $0) }
        #expect(pictures.count == 60)
        #expect(Set(pictures).count == 60)
    }

    @Test func aTransparentBackgroundNeedsAnOutputWithAlpha() async {
        var settings = ShowSettings()
        settings.background = .transparent
        settings.outputs = [.frames(folder: "a"), .movie(path: "b.mp4")]
        let error = await #expect(throws: ShowError.self) { try await LiveShow(settings) }
        #expect(error == .needsAlpha("b.mp4"))
    }

    @Test func theWordsOfTheChatMoveTheMoodOfTheRoom() async throws {
        let lines = (0..<20).map {
            #"{"type":"message","id":"\#($0)","time":\#(Double($0) / 20),"#
                + #""author":{"id":"\#($0)","name":"x"},"text":"I hate this, I am so angry!!"}"#
        }
        let (report, _) = try await perform(lines, poses: "anger.jsonl")
        #expect(report.messages.read == 20)
        #expect(report.moods.first?.mood.strongest == .neutral)
        #expect(report.moods.last?.mood.strongest == .anger)
    }

    private func settings(replaying lines: [String], poses: String) throws -> ShowSettings {
        var settings = ShowSettings()
        let chat = folder.appendingPathComponent("by-" + poses)
        try Data(lines.joined(separator: "\n").utf8).write(to: chat)
        settings.chats = [.replay(path: chat.path)]
        settings.outputs = [.poses(path: folder.appendingPathComponent(poses).path)]
        settings.pace = .fast
        settings.seed = 7
        settings.duration = 2
        return settings
    }

    private func line(_ id: Int, at time: Double, roles: String, _ text: String) -> String {
        #"{"type":"message","id":"\#(id)","time":\#(time),"author":{"id":"\#(id)","name":"x","#
            + #""roles":[\#(roles)]},"text":"\#(text)"}"#
    }

    @Test func aRecordedShowIsPerformedAgainPoseByPose() async throws {
        var settings = try settings(
            replaying: (0..<20).map {
                line($0, at: 100 + Double($0) / 17, roles: "", "I hate this!!")
            }, poses: "first.jsonl")
        let recording = folder.appendingPathComponent("recorded.jsonl")
        settings.chatRecording = recording.path
        let first = try await LiveShow(settings).perform()
        #expect(first.chatRecording?.written == 20 && first.chatRecording?.dropped == 0)
        let poses = try Data(contentsOf: folder.appendingPathComponent("first.jsonl"))
        settings.chats = [.replay(path: recording.path)]
        settings.chatRecording = nil
        settings.outputs = [.poses(path: folder.appendingPathComponent("again.jsonl").path)]
        let again = try await LiveShow(settings).perform()
        #expect(again.moods == first.moods)
        #expect(try Data(contentsOf: folder.appendingPathComponent("again.jsonl")) == poses)
    }

    @Test func theOwnersCommandMovesTheShowAndNobodyElses() async throws {
        let command = "!GALLERY INPUT!:anger=10"
        let plain = try settings(
            replaying: [line(1, at: 0, roles: "", "hm")], poses: "plain.jsonl")
        let viewer = try settings(
            replaying: [line(1, at: 0, roles: "", command)], poses: "viewer.jsonl")
        let owner = try settings(
            replaying: [line(1, at: 0, roles: #""owner""#, command)], poses: "owner.jsonl")
        var moods = [[Double]]()
        for (settings, name) in [(plain, "plain"), (viewer, "viewer"), (owner, "owner")] {
            _ = try await LiveShow(settings).perform()
            let lines = try Data(contentsOf: folder.appendingPathComponent(name + ".jsonl"))
                .split(separator: 10)
            struct Line: Decodable { var mood: Mood }
            moods.append(
                try lines.map { try JSONDecoder().decode(Line.self, from: $0).mood[.anger] })
        }
        #expect(moods[2].max() ?? 0 > 0.5)
        #expect(moods[1].max() ?? 1 < 0.1 && moods[0].max() ?? 1 < 0.1)
    }

    @Test func aDamagedChatIsPerformedToItsEndAndCounted() async throws {
        let lines = [
            #"{"type":"message","id":"1","time":0,"text":"what a night"}"#,
            #"{"type":"message","id":"2","time":0.1,"te"#,
            "",
            #"{"type":"unknown","id":"3","time":0.2,"renderer":"liveChatNewThingRenderer"}"#,
            #"{"type":"message","id":"4","time":0.5,"text":"and a happy end"}"#,
        ]
        let (report, _) = try await perform(lines, poses: "damaged.jsonl", seconds: 1)
        #expect(report.poses == 30)
        #expect(report.messages.read == 2)
        #expect(report.messages.skipped == 3)
        #expect(report.messages.unknown == ["liveChatNewThingRenderer": 1])
    }

    @Test func everyPictureOfAFastShowIsKept() async throws {
        let frames = folder.appendingPathComponent("frames")
        let (report, _) = try await perform(
            poses: "frames.jsonl", seconds: 0.5, and: [.frames(folder: frames.path)])
        #expect(report.pictures.drawn == 15)
        #expect(report.pictures.late == 0 && report.pictures.dropped == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: frames.path).count == 15)
    }

    /// The main actor changes threads between beats: every picture must be drawn all the same.
    @Test func oneSeedGivesTheSamePictures() async throws {
        let folders = ["first", "second"].map { folder.appendingPathComponent($0) }
        for (index, frames) in folders.enumerated() {
            _ = try await perform(
                poses: "pictures-\(index).jsonl", seconds: 3,
                and: [.frames(folder: frames.path)])
        }
        for number in stride(from: 0, to: 90, by: 10) {
            let name = String(format: "%06d.png", number)
            let pictures = try folders.map { try Data(contentsOf: $0.appendingPathComponent(name)) }
            #expect(pictures[0] == pictures[1], "picture \(number)")
        }
    }

    @Test func cuesSteerTheShow() async throws {
        var settings = try settings(
            replaying: [line(1, at: 0, roles: "", "hm")], poses: "cues.jsonl")
        settings.cues = [
            ShowCue(.at(0.2), [.steer(.set(Mood(.fear))), .title("Fear")]),
            ShowCue(.at(1.5), [.steer(.end)]),
        ]
        let report = try await LiveShow(settings).perform()
        #expect(report.poses == 46)
        let last = try #require(
            try Data(contentsOf: folder.appendingPathComponent("cues.jsonl"))
                .split(separator: 10).last)
        struct Line: Decodable { var mood: Mood }
        #expect(try JSONDecoder().decode(Line.self, from: last).mood[.fear] > 0.5)
    }

    @Test func aCancelledShowEndsWithWhatItHas() async throws {
        var settings = ShowSettings()
        settings.outputs = [.poses(path: folder.appendingPathComponent("cut.jsonl").path)]
        settings.pace = .live
        let show = try await LiveShow(settings)
        let performance = Task { try await show.perform() }
        performance.cancel()
        let report = try await performance.value
        #expect(report.seconds < 60)
    }

    @Test func aMissingDancerIsToldInASentence() async {
        var settings = ShowSettings()
        settings.outputs = [.poses(path: folder.appendingPathComponent("none.jsonl").path)]
        settings.dancer = folder.appendingPathComponent("nobody.safetensors")
        let error = await #expect(throws: (any Error).self) { _ = try await LiveShow(settings) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("nobody.safetensors"))
    }

    @Test func fastPaceNeedsARecordingAndAFile() async {
        var settings = ShowSettings()
        settings.pace = .fast
        await #expect(throws: ShowError.fastPaceNeedsFile) { _ = try await LiveShow(settings) }
        settings.chats = [.standardInput]
        await #expect(throws: ShowError.fastPaceNeedsRecording("standard input")) {
            _ = try await LiveShow(settings)
        }
    }
}
