import Foundation
import Signals
import Testing

@testable import Broadcast

@Suite(.serialized) struct StreamKeyTests {
    private func stream(_ text: String, _ keys: String = "") throws -> StreamAddress {
        let address = try OutputAddress(text, keys: StreamKeys(keys, from: "a test"))
        guard case .stream(let stream) = address else {
            throw BroadcastError.unknownAddress(text)
        }
        return stream
    }

    @Test func aKeyJoinsItsAddress() throws {
        let alone = try stream("rtmps://a.rtmps.youtube.com:443/live2", "abcd-1234\n")
        #expect(alone.openPart == "rtmps://a.rtmps.youtube.com:443/")
        #expect(alone.secretPart == ["rtmp_app=live2", "rtmp_playpath=abcd-1234"])
        let withQuery = try stream("rtmp://live.twitch.tv/app", "live_1?bandwidthtest=true")
        #expect(
            withQuery.secretPart == ["rtmp_app=app", "rtmp_playpath=live_1?bandwidthtest=true"])
    }

    @Test func anAddressWithItsOwnNameKeepsItAndShowsTheEncoderNoneOfIt() throws {
        let own = try stream("rtmp://127.0.0.1:1935/live/room/name?token=x", "abcd-1234")
        #expect(own.openPart == "rtmp://127.0.0.1:1935/")
        #expect(own.secretPart == ["rtmp_app=live/room", "rtmp_playpath=name?token=x"])
    }

    @Test func eachServerHasItsKey() throws {
        let keys = """
            # the evening's keys
            common-key

            Live.Twitch.TV twitch-key
            127.0.0.1:1936 second-key
            """
        #expect(try stream("rtmp://a.rtmp.youtube.com/live2", keys).key?.secret == "common-key")
        #expect(try stream("rtmp://live.twitch.tv/app", keys).key?.secret == "twitch-key")
        #expect(try stream("rtmp://127.0.0.1:1936/live", keys).key?.secret == "second-key")
        #expect(try stream("rtmp://127.0.0.1:1937/live", keys).key?.secret == "common-key")
    }

    @Test func overSRTTheKeyIsTheStreamIdOrAWholeQuery() throws {
        let named = try stream("srt://h:9000?mode=caller&streamid=a%2Fb&passphrase=0123456789")
        #expect(named.openPart == "srt://h:9000?mode=caller")
        #expect(named.secretPart == ["streamid=a/b", "passphrase=0123456789"])
        #expect(try stream("srt://h:9000", "publish:x").secretPart == ["streamid=publish:x"])
        #expect(
            try stream("srt://h:9000", "streamid=#!::m=publish&passphrase=0123456789").secretPart
                == ["streamid=#!::m=publish", "passphrase=0123456789"])
        #expect(try stream("srt://h:9000").secretPart.isEmpty)
    }

    @Test(arguments: [
        ("rtmp://a.rtmp.youtube.com/live2/hidden-key", "", "holds your stream key"),
        ("rtmp://live-fra.twitch.tv/app/hidden-key", "abcd", "holds your stream key"),
        ("rtmp://name:hidden-key@127.0.0.1/live/x", "", "a name and a password"),
        ("rtmp://a.rtmp.youtube.com/live2", "", "has no key"),
        ("rtmp://127.0.0.1?hidden-key", "abcd", "names no application"),
        ("rtmp://127.0.0.1/live", "hidden-key\ttwo three", "Line 1 of a test"),
        ("rtmp://127.0.0.1/live", "\nhidden-key-ü", "Line 2 of a test"),
    ])
    func aKeyInTheWrongPlaceIsRefusedWithoutShowingIt(
        _ address: String, _ keys: String, _ words: String
    ) {
        let error = #expect(throws: BroadcastError.self) { try stream(address, keys) }
        #expect(error.map { "\($0)".contains(words) } == true)
        #expect(error.map { "\($0)".contains("hidden-key") } == false)
    }

    @Test func keysComeFromTheFileBeforeTheEnvironment() throws {
        let scratch = try Scratch()
        try "from-the-file\n".write(
            toFile: scratch.path("key"), atomically: true, encoding: .utf8)
        let environment = [StreamKeys.variable: "from-the-environment"]
        let file = try StreamKeys.found(file: scratch.path("key"), environment: environment)
        let variable = try StreamKeys.found(file: nil, environment: environment)
        #expect(file.key(for: "h")?.secret == "from-the-file")
        #expect(variable.key(for: "h")?.secret == "from-the-environment")
        #expect(try StreamKeys.found(file: nil, environment: [:]) == StreamKeys())
        #expect(throws: BroadcastError.unreadableKeyFile(scratch.path("none"))) {
            try StreamKeys.found(file: scratch.path("none"), environment: environment)
        }
    }

    @Test func noDescriptionShowsAKey() throws {
        let keys = try StreamKeys("hidden-key", from: "a test")
        let key = try #require(keys.key(for: "h"))
        var dumped = ""
        dump([key], to: &dumped)
        dump(keys, to: &dumped)
        for words in ["\(key)", "\([key])", String(reflecting: key), "\(keys)", dumped] {
            #expect(!words.contains("hidden"))
        }
    }

    /// The key travels to a real server, and everything that others can read is searched for it.
    @Test(.enabled(if: hasEncoder && StreamServer.isThere && hasProcessFiles))
    func theKeyReachesTheServerAndNobodyElse() async throws {
        let scratch = try Scratch()
        let server = try StreamServer(in: scratch)
        try server.start()
        let secret = "key-" + UUID().uuidString.lowercased()
        setenv(StreamKeys.variable, secret, 1)
        defer { unsetenv(StreamKeys.variable) }
        let keys = try StreamKeys.found(file: nil)
        let address = try OutputAddress("rtmp://127.0.0.1:\(server.port)/live", keys: keys)
        let broadcaster = try Broadcaster(
            to: [address, .movie(path: scratch.path("show.mp4"))], settings: quickSettings())

        let look = ProcessSearch(
            words: secret, encoders: ["127.0.0.1:\(server.port)", scratch.path("show.mp4")])
        var number = 0
        var seen: [String] = []
        var encoders: Set<String> = []
        while try server.recordings().isEmpty, number < 3000 {
            await broadcaster.send(picture(number))
            number += 1
            if number.isMultiple(of: 15) {
                seen += look.findings
                encoders.formUnion(look.encodersThatRun)
            }
        }
        #expect(server.log.contains("publish: name='\(secret)'"))
        seen += look.findings
        encoders.formUnion(look.encodersThatRun)
        #expect(encoders.count >= 2, "one encoder to the server and one to the file")
        // A server that is lost makes the encoder complain.
        server.stop()
        for _ in 0..<120 {
            await broadcaster.send(picture(number))
            number += 1
        }
        await broadcaster.finish(within: .seconds(2))
        var words = broadcaster.tallies.map(\.name)
        for await fault in broadcaster.faults { words.append("\(fault)") }
        #expect(seen.isEmpty, "shown in \(seen)")
        #expect(words.count > 2)
        #expect(words.allSatisfy { !$0.contains(secret) })
    }

    @Test func privateLinesAreReadOnceAndLeaveNothing() async throws {
        let lines = try PrivateLines()
        let folder = (lines.path as NSString).deletingLastPathComponent
        let attributes = try FileManager.default.attributesOfItem(atPath: folder)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        lines.give(["a=b", "c=d=e"])
        let text = await onOwnThread {
            FileHandle(forReadingAtPath: lines.path)?.readDataToEndOfFile()
        }
        #expect(text == Data("a=b\nc=d=e\n".utf8))
        lines.close()
        #expect(!FileManager.default.fileExists(atPath: folder))
    }
}

/// Whether processes can be looked at here, as on Linux.
private let hasProcessFiles = FileManager.default.fileExists(atPath: "/proc/self/cmdline")

/// Looks for words in what others can read of the processes that run now: every command line, and the
/// environments of the encoders. Other tests start programs too, and those get this one's environment.
private struct ProcessSearch {
    let words: String
    /// What stands in an encoder's command line, one for each encoder.
    let encoders: [String]

    /// The processes that are encoders.
    var encodersThatRun: [String] {
        processes.filter { number in
            encoders.contains { holds($0, in: "/proc/\(number)/cmdline") }
        }
    }

    /// The files in which the words stand.
    var findings: [String] {
        let files =
            processes.map { "/proc/\($0)/cmdline" }
            + encodersThatRun.map { "/proc/\($0)/environ" }
        return files.filter { holds(words, in: $0) }
    }

    private var processes: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter {
            $0.allSatisfy(\.isNumber)
        }
    }

    private func holds(_ words: String, in path: String) -> Bool {
        FileManager.default.contents(atPath: path)?.range(of: Data(words.utf8)) != nil
    }
}
