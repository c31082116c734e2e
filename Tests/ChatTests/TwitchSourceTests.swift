import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Signals
import Testing

@testable import Chat

@Suite struct TwitchSourceTests {
    private static func message(_ number: Int) -> ScriptedTransport.Step {
        .line(
            "@id=m\(number);user-id=7;display-name=Ada;tmi-sent-ts=1700000000\(100 + number)"
                + " :ada!ada@ada.tmi.twitch.tv PRIVMSG #stage :words \(number)")
    }

    private static let greeting: [ScriptedTransport.Step] = [
        .line(":tmi.twitch.tv 001 justinfan1 :Welcome, GLHF!"),
        .line(":tmi.twitch.tv CAP * ACK :twitch.tv/tags twitch.tv/commands"),
        .line(":justinfan1!justinfan1@justinfan1.tmi.twitch.tv JOIN #stage"),
        .line("@room-id=1 :tmi.twitch.tv ROOMSTATE #stage"),
    ]

    private func events(
        _ parts: [[ScriptedTransport.Step]], until last: String? = nil
    ) async throws -> (events: [ChatEvent], sent: [[String]]) {
        let transport = ScriptedTransport(parts)
        let source = try TwitchSource("stage", transport: transport, clock: ShortClock())
        var events = [ChatEvent]()
        for try await event in source.events() {
            events.append(event)
            if event.id == last { break }
        }
        return (events, await transport.sent)
    }

    @Test func messagesComeWithTheirTimesAndTheGuestAsksForTags() async throws {
        let (events, sent) = try await events(
            [Self.greeting + [Self.message(0), Self.message(1), .silence]], until: "m1")
        #expect(events.messages == ["m0", "m1"])
        #expect(events.states == [.connecting, .live])
        #expect(events.last?.time == 1_700_000_000.101)
        #expect(events.last?.author == ChatAuthor(id: "7", name: "Ada"))
        let greeting = try #require(sent.first)
        #expect(greeting.first == "CAP REQ :twitch.tv/tags twitch.tv/commands")
        #expect(greeting.last == "JOIN #stage")
        #expect(greeting[1].hasPrefix("NICK justinfan"))
    }

    @Test func aPingIsAnsweredAndIsNoEvent() async throws {
        let (events, sent) = try await events(
            [Self.greeting + [.line("PING :tmi.twitch.tv"), Self.message(0), .silence]],
            until: "m0")
        #expect(events.count == 3)
        #expect(sent.first?.last == "PONG :tmi.twitch.tv")
    }

    @Test func removalsComeThrough() async throws {
        let (events, _) = try await events(
            [
                Self.greeting + [
                    .line("@login=ada;target-msg-id=m0 :tmi.twitch.tv CLEARMSG #stage :words"),
                    .line("@target-user-id=7 :tmi.twitch.tv CLEARCHAT #stage :ada"),
                    Self.message(9), .silence,
                ]
            ], until: "m9")
        #expect(events[2].kind == .deleted(target: "m0"))
        #expect(events[3].kind == .authorCleared && events[3].author?.id == "7")
    }

    @Test(arguments: [
        [ScriptedTransport.Step.breaks], [], [.line(":tmi.twitch.tv RECONNECT")],
    ])
    func aLostConnectionIsOpenedAgain(ending: [ScriptedTransport.Step]) async throws {
        let (events, sent) = try await events(
            [
                Self.greeting + [Self.message(0)] + ending, [.breaks],
                Self.greeting + [Self.message(0), Self.message(1), .silence],
            ], until: "m1")
        #expect(events.messages == ["m0", "m1"])
        #expect(events.states.starts(with: [.connecting, .live, .gap]))
        #expect(events.states.last == .live)
        #expect(sent.count == 3)
    }

    @Test func aClosedChannelEndsWithTwitchsWords() async throws {
        let (events, _) = try await events([
            [.line("@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #stage :It is suspended.")]
        ])
        #expect(events.states == [.connecting, .ended])
        #expect(events.reasons(for: .ended).first?.contains("It is suspended.") == true)
    }

    @Test func cancellingEndsASilentChannel() async throws {
        let transport = ScriptedTransport([Self.greeting + [.silence]])
        let source = try TwitchSource("stage", transport: transport, clock: ShortClock())
        let inlet = LiveInlet()
        let task = Task { try await source.fill(inlet) }
        while await transport.sent.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        let began = ContinuousClock.now
        task.cancel()
        try await task.value
        #expect(ContinuousClock.now - began < .seconds(10))
    }

    @Test(arguments: ["stage", "#Stage", "https://www.twitch.tv/stage?x=1", "twitch.tv/Stage/"])
    func everyWayToWriteAChannelIsRead(text: String) throws {
        #expect(try TwitchSource(text).name == "Twitch stage")
    }

    @Test(arguments: ["", "two words", "a\r\nPRIVMSG", "https://example.com/stage"])
    func whatNamesNoChannelIsRefused(text: String) {
        #expect(throws: ChatError.twitch(text)) { try TwitchSource(text) }
    }

    // MARK: Sockets

    @Test func linesAreCutWhereverTheBytesAre() {
        var cutter = LineCutter()
        #expect(cutter.lines(with: Array("a😀".utf8.prefix(3))) == [])
        #expect(cutter.lines(with: Array("a😀b\r\n\r\nc\nd".utf8.dropFirst(3))) == ["a😀b", "c"])
        let long = [UInt8](repeating: 0x61, count: 40_000) + [0x0A]
        #expect(cutter.lines(with: long).map(\.utf8.count) == [LineCutter.longest])
    }

    @Test func linesTravelOverLoopback() async throws {
        try await expectTalk(server: nil, lines: SocketLines(), isSecure: false)
    }

    @Test(.enabled(if: Certificate.canBeMade))
    func linesTravelEncryptedAndOnlyFromATrustedServer() async throws {
        let certificate = try Certificate()
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(certificate.chain)
        try await expectTalk(server: certificate, lines: SocketLines(tls: tls), isSecure: true)
        await #expect(throws: FetchError.self) {
            try await expectTalk(server: certificate, lines: SocketLines(), isSecure: true)
        }
    }

    /// A server that answers a guest's JOIN with two messages is heard over a real socket.
    private func expectTalk(
        server certificate: Certificate?, lines: SocketLines, isSecure: Bool
    ) async throws {
        let context = try certificate.map { try NIOSSLContext(configuration: $0.configuration) }
        let server = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try pipeline.addHandler(EchoingHandler())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let heard = Heard()
        let address = LineServer(host: "localhost", port: port, isSecure: isSecure)
        do {
            try await lines.connect(to: address) { writer in
                try await writer.send("one")
                try await writer.send("two 😀")
            } heard: { line in
                await heard.add(line)
            }
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
        #expect(await heard.lines == ["one", "two 😀"])
    }
}

private actor Heard {
    private(set) var lines: [String] = []
    func add(_ line: String) { lines.append(line) }
}

/// Sends back what comes, and closes after the second line.
private final class EchoingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private var breaks = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        breaks += unwrapInboundIn(data).readableBytesView.count { $0 == 0x0A }
        context.writeAndFlush(data, promise: nil)
        if breaks == 2 { context.close(promise: nil) }
    }
}

/// A certificate for localhost, made for one test by the openssl program.
private struct Certificate {
    static let program = "/usr/bin/openssl"
    static var canBeMade: Bool { FileManager.default.isExecutableFile(atPath: program) }

    let configuration: TLSConfiguration
    let chain: [NIOSSLCertificate]

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("certificate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = folder.appendingPathComponent("key.pem").path
        let file = folder.appendingPathComponent("certificate.pem").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-keyout", key, "-out",
            file, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        chain = try NIOSSLCertificate.fromPEMFile(file)
        configuration = .makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
    }
}
