import Broadcast
import Chat
import Desk
import FakeYouTube
import Foundation
import Motion
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import Show

@Suite(.serialized, .enabled(if: Dancer.shipped != nil))
struct ShowCheckTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "check-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func settings() -> ShowSettings {
        var settings = ShowSettings()
        settings.outputs = [.poses(path: folder.appendingPathComponent("poses.jsonl").path)]
        (settings.width, settings.height) = (320, 180)
        settings.reader = "fast"
        return settings
    }

    private func findings(
        _ settings: ShowSettings, patience: Duration = .seconds(5)
    ) async -> [ShowFinding] {
        let found = Mutex<[ShowFinding]>([])
        await ShowCheck(settings, patience: patience).run { finding in
            found.withLock { $0.append(finding) }
        }
        return found.withLock { $0 }
    }

    private func worst(_ findings: [ShowFinding], _ subject: String) -> ShowFinding? {
        findings.filter { $0.subject.hasPrefix(subject) }.max { $0.grade < $1.grade }
    }

    @Test func aShowThatLacksNothingIsOkAndNothingIsWritten() async throws {
        var settings = settings()
        settings.outputs.append(.movie(path: folder.appendingPathComponent("show.mp4").path))
        settings.outputs.append(.frames(folder: folder.appendingPathComponent("frames/a").path))
        settings.chatRecording = folder.appendingPathComponent("chat.jsonl").path
        settings.cues = [ShowCue(.at(1), [.puppet("light"), .title("x")])]
        let found = await findings(settings)
        #expect(found.allSatisfy { $0.grade == .ok }, "\(found.filter { $0.grade != .ok })")
        for subject in ["chat demo", "reader", "dancer", "stage", "cues", "encoder", "output"] {
            #expect(worst(found, subject) != nil, "nothing on \(subject)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func eachThingThatIsMissingIsAFaultOfItsOwn() async throws {
        var settings = settings()
        settings.chats = [.replay(path: folder.appendingPathComponent("no.jsonl").path)]
        settings.dancer = folder.appendingPathComponent("no.safetensors")
        settings.reader = folder.appendingPathComponent("no-reader").path
        let worlds = folder.appendingPathComponent("worlds")
        try FileManager.default.createDirectory(at: worlds, withIntermediateDirectories: true)
        try Data("void mainImage(out vec4 c, in vec2 p) { c = nonsense; }".utf8)
            .write(to: worlds.appendingPathComponent("anger.frag"))
        settings.backdrops = worlds
        settings.outputs = [.movie(path: folder.appendingPathComponent("none/show.mp4").path)]
        settings.cues = [ShowCue(.at(1), [.puppet("/no/such/puppet")])]
        let found = await findings(settings)
        for subject in ["chat", "dancer", "reader", "stage", "output", "cue 1"] {
            #expect(worst(found, subject)?.grade == .fault, "\(subject)")
        }
        #expect(worst(found, "stage")?.words.contains("anger.frag") == true)
    }

    @Test func aFileThatIsThereIsAWarning() async throws {
        var settings = settings()
        let file = folder.appendingPathComponent("old.mp4")
        try Data().write(to: file)
        settings.outputs = [.movie(path: file.path)]
        settings.duration = 5
        settings.cues = [ShowCue(.at(60), [.title("never")])]
        let found = await findings(settings)
        #expect(worst(found, "output")?.words.contains("written over") == true)
        #expect(worst(found, "cue 1")?.words.contains("after the show's end") == true)
        #expect(found.allSatisfy { $0.grade < .fault })
    }

    // MARK: - Servers

    private func listener() async throws -> any Channel {
        try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // Answers with what is no TLS as soon as anything is said.
                    try channel.pipeline.syncOperations.addHandler(Parrot())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    private func finding(of stream: String) async throws -> ShowFinding? {
        var settings = settings()
        settings.outputs = [try OutputAddress(stream)]
        return worst(await findings(settings, patience: .seconds(1)), "output")
    }

    @Test func aStreamsServerIsAskedWhetherItIsThere() async throws {
        let server = try await listener()
        let port = try #require(server.localAddress?.port)
        let there = try await finding(of: "rtmp://127.0.0.1:\(port)/live/name")
        #expect(there?.grade == .ok, "\(there?.words ?? "")")
        let plain = try await finding(of: "rtmps://127.0.0.1:\(port)/live/name")
        #expect(
            plain?.grade == .fault && plain?.words.contains("TLS") == true, "\(plain?.words ?? "")")
        try await server.close()
        let gone = try await finding(of: "rtmp://127.0.0.1:\(port)/live/name")
        #expect(gone?.grade == .fault)
        #expect(gone?.words.contains("127.0.0.1:\(port) cannot be reached") == true)
    }

    @Test func anSRTServerIsGreetedAndASilentPortIsNone() async throws {
        let greeting = try await DatagramBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Greeter())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(greeting.localAddress?.port)
        #expect(try await finding(of: "srt://127.0.0.1:\(port)?streamid=x")?.grade == .ok)
        try await greeting.close()
        let silent = try await DatagramBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let other = try #require(silent.localAddress?.port)
        #expect(try await finding(of: "srt://127.0.0.1:\(other)?streamid=x")?.grade == .fault)
        try await silent.close()
    }

    @Test func aChatSaysWhetherItIsThere() async throws {
        let server = FakeYouTube(FakeChat([]))
        var settings = settings()
        settings.chats = [.youtube("@fake")]
        settings.liveChat.youtube.base = try await server.start()
        #expect(worst(await findings(settings), "chat")?.words == "it is there.")
        server.change(to: .closed(words: "Chat is disabled"))
        settings.chats = [.youtube("fakevideo01")]
        let closed = worst(await findings(settings), "chat")
        #expect(closed?.grade == .fault)
        #expect(closed?.words.contains("Chat is disabled") == true, "\(closed?.words ?? "")")
        try await server.stop()
        #expect(worst(await findings(settings, patience: .seconds(2)), "chat")?.grade == .fault)
    }

    @Test func takenPortsAreFound() async throws {
        let server = try await listener()
        let port = try #require(server.localAddress?.port)
        var settings = settings()
        settings.desk = WebAddress(host: "127.0.0.1", port: port)
        settings.gallery = WebAddress(host: "127.0.0.1", port: try freePort())
        var found = await findings(settings)
        #expect(worst(found, "desk")?.grade == .warning)
        #expect(worst(found, "gallery")?.grade == .ok)
        (settings.desk, settings.gallery) = (nil, settings.desk)
        found = await findings(settings)
        #expect(worst(found, "gallery")?.grade == .fault)
        try await server.close()
    }
}

private final class Parrot: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(
            wrapOutboundOut(ByteBuffer(string: "hello, I am no TLS\r\n")), promise: nil)
    }
}

private final class Greeter: ChannelInboundHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let packet = unwrapInboundIn(data)
        context.writeAndFlush(wrapOutboundOut(packet), promise: nil)
    }
}
