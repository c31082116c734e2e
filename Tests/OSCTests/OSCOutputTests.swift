import Broadcast
import Foundation
import Signals
import Testing

@testable import OSC

@Suite struct OSCOutputTests {
    private let pose = Pose(
        points: (0..<25).map { Keypoint(x: Float($0) / 8, y: -Float($0), confidence: 0.5) })

    private func output(to receiver: Receiver) throws -> OSCOutput {
        try OSCOutput(host: "127.0.0.1", port: receiver.port)
    }

    private func message(_ id: String, _ text: String) -> ChatEvent {
        ChatEvent(
            id: id, time: 0, author: ChatAuthor(id: "u1", name: "Ana"), kind: .message(text: text),
            source: "twitch:somebody")
    }

    @Test func aPoseIsOneBundleWithMoodsAndTheTimeOfDay() async throws {
        let receiver = try Receiver()
        let output = try output(to: receiver)
        output.note(
            OSCMoment(
                roomMood: Mood(.fear), dancerMood: Mood(.anger), energy: 0.25, chatRate: 12.5))
        let before = Date().timeIntervalSince1970
        await output.send(pose, mood: Mood(.happiness), time: 1.5)
        let bundle = try receiver.bundle()
        let after = Date().timeIntervalSince1970

        // NTP counts from 1900.
        let time = Double(bundle.seconds) - 2_208_988_800 + Double(bundle.fraction) / 4_294_967_296
        #expect(time >= before - 0.001 && time <= after + 0.001)
        #expect(
            bundle.messages.map(\.address) == [
                "/emotionmotion/version", "/emotionmotion/time", "/emotionmotion/mood",
                "/emotionmotion/mood/room", "/emotionmotion/mood/dancer", "/emotionmotion/energy",
                "/emotionmotion/rate", "/emotionmotion/pose",
            ])
        #expect(bundle.messages[0].integers == [1])
        #expect(bundle.messages[1].numbers == [1.5])
        #expect(bundle.messages[2].numbers == [0, 0, 0, 1, 0, 0, 0])
        #expect(bundle.messages[3].numbers == [0, 0, 1, 0, 0, 0, 0])
        #expect(bundle.messages[4].numbers == [1, 0, 0, 0, 0, 0, 0])
        #expect(bundle.messages[5].numbers == [0.25])
        #expect(bundle.messages[6].numbers == [12.5])
        #expect(bundle.messages[7].types == "," + String(repeating: "f", count: 75))
        #expect(bundle.messages[7].numbers == pose.points.flatMap { [$0.x, $0.y, $0.confidence] })
        #expect(output.counts.written == 1)
    }

    @Test func aBundleFitsInOneFrameOfTheNetwork() async throws {
        let receiver = try Receiver()
        let output = try output(to: receiver)
        await output.send(pose, mood: Mood(.neutral), time: 36_000)
        #expect(try receiver.datagram().count < 1_472)
    }

    @Test func whatIsNoNumberGoesAsZero() async throws {
        let receiver = try Receiver()
        let output = try output(to: receiver)
        var pose = pose
        pose[.nose] = Keypoint(x: .nan, y: .infinity, confidence: 1)
        await output.send(pose, mood: Mood(.neutral), time: .nan)
        let messages = try receiver.bundle().messages
        #expect(messages[1].numbers == [0])
        #expect(messages[7].numbers.prefix(3) == [0, 0, 1])
    }

    @Test func messagesGoWithTheirReading() throws {
        let receiver = try Receiver()
        let event = message("m1", "héllo 😂 \u{0}\n%s {}")
        let mood = Mood(.surprise)
        try output(to: receiver).send(
            [event], readings: [Reading(event: event, mood: mood, confidence: 0.5)])
        let bundle = try receiver.bundle()
        let sent = try #require(bundle.messages.first)
        #expect(bundle.messages.count == 1)
        #expect(sent.address == "/emotionmotion/message")
        #expect(sent.types == ",ssssffffffff")
        #expect(sent.texts == ["twitch:somebody m1", "twitch u1", "Ana", "héllo 😂   %s {}"])
        #expect(sent.numbers == [0.5, 0, 0, 0, 0, 0, 0, 1])
    }

    @Test func wordsThatTheShowDidNotReadStayHere() throws {
        let receiver = try Receiver()
        let output = try output(to: receiver)
        let gone = ChatEvent(id: "d", time: 1, kind: .deleted(target: "m1"), source: "twitch:a")
        output.send([message("m1", "muted"), gone], readings: [])
        let first = try #require(try receiver.bundle().messages.first)
        #expect(first.address == "/emotionmotion/removed")
        #expect(first.texts == ["twitch:a m1"])
    }

    @Test func textIsBoundedInCharactersAndBytes() throws {
        #expect("short".bounded(to: 5) == "short")
        #expect("longer".bounded(to: 5) == "longe…")
        let zalgo = "a" + String(repeating: "\u{301}", count: 10_000)
        #expect(zalgo.bounded(to: 300).utf8.count <= 1_203)
        #expect(
            String(repeating: "é\u{301}\u{301}", count: 999).bounded(to: 300).utf8.count <= 1_203)
    }

    @Test func aFloodOfMessagesIsCutAndCounted() throws {
        let receiver = try Receiver()
        let output = try output(to: receiver)
        let events = (0..<500).map { message("\($0)", "hey") }
        let readings = events.map { Reading(event: $0, mood: Mood(.neutral), confidence: 1) }
        output.send(events, readings: readings)
        #expect(output.counts.dropped == 480)
        #expect(output.counts.written == OSCOutput.mostEvents)
        let first = try receiver.bundle()
        #expect(first.messages.first?.texts.first == "twitch:somebody 480")
    }

    @Test func theEndIsToldOnceAndNothingFollows() async throws {
        let receiver = try Receiver()
        let output = try output(to: receiver)
        await output.finish()
        await output.finish()
        await output.send(pose, mood: Mood(.neutral), time: 1)
        #expect(try receiver.bundle().messages.map(\.address) == ["/emotionmotion/end"])
        #expect(throws: POSIXError.self) { try receiver.datagram() }
    }

    @Test func anUnknownHostIsNamed() {
        let error = #expect(throws: OSCError.self) {
            try OSCOutput(host: "nobody.invalid", port: 9000)
        }
        #expect("\(error as Any)".contains("nobody.invalid"))
    }

    @Test func whereNobodyListensTheShowGoesOnAndIsToldOnce() async throws {
        let port = try Receiver().port  // closed again at once
        let output = try OSCOutput(host: "127.0.0.1", port: port)
        var troubles: [String] = []
        for beat in 0..<60 {
            await output.send(pose, mood: Mood(.neutral), time: Double(beat))
            if let trouble = output.takeTrouble() { troubles.append(trouble) }
        }
        #expect(output.counts.sent == 60)
        #expect(output.counts.dropped > 0)
        #expect(output.counts.dropped + output.counts.written == 60)
        #expect(troubles.count == 1)
        #expect(troubles.first?.contains("osc:127.0.0.1:\(port): nobody listens") == true)
    }
}
