import Testing

@testable import Broadcast

@Suite struct OutputAddressTests {
    @Test(arguments: [
        ("window", OutputAddress.window),
        ("show.mp4", .movie(path: "show.mp4")),
        ("evenings/first night: one.MP4", .movie(path: "evenings/first night: one.MP4")),
        ("alone.mov", .movie(path: "alone.mov")),
        ("frames:out/frames", .frames(folder: "out/frames")),
        ("poses:dance.jsonl", .poses(path: "dance.jsonl")),
        ("obs", .obs),
        ("osc:127.0.0.1:9000", .osc(host: "127.0.0.1", port: 9000)),
        ("osc:[::1]:9000", .osc(host: "[::1]", port: 9000)),
    ])
    func addressesAreRead(_ text: String, _ address: OutputAddress) throws {
        #expect(try OutputAddress(text) == address)
        #expect(address.description == text)
    }

    @Test func onlyWhatHasRoomForItKeepsAlpha() {
        #expect(OutputAddress.movie(path: "a.MOV").keepsAlpha)
        #expect(OutputAddress.frames(folder: "a").keepsAlpha)
        #expect(!OutputAddress.movie(path: "a.mp4").keepsAlpha)
        #expect(!OutputAddress.obs.keepsAlpha)
    }

    @Test(arguments: ["rtmp://a.example/live2/key", "RTMPS://a.example/live2", "srt://h:9000?a=b"])
    func streamsAreRead(_ text: String) throws {
        let keys = try StreamKeys("abcd-1234", from: "a test")
        guard case .stream(let stream) = try OutputAddress(text, keys: keys) else {
            Issue.record("\(text) is no stream")
            return
        }
        #expect(text.lowercased().hasPrefix(stream.transport.rawValue + "://"))
    }

    @Test(arguments: [
        "", "show.mkv", ".mp4", "out/.mp4", "show.mp4/", "frames:", "poses:", "osc:host",
        "osc:host:0", "osc:host:65536", "osc::9000", "windows", "rtmp://", "rtmp:///live",
        "http://host/show.mp4",
    ])
    func otherAddressesAreRefused(_ text: String) {
        #expect(throws: BroadcastError.self) { try OutputAddress(text) }
    }

    @Test(arguments: [
        "rtmps://a.example/live2/secret?token=secret",
        "srt://a.example:9000?streamid=secret&passphrase=secret",
    ])
    func noDescriptionShowsAKey(_ text: String) throws {
        let address = try OutputAddress(text, keys: StreamKeys("secret", from: "a test"))
        var dumped = ""
        dump(address, to: &dumped)
        let shown = ["\(address)", String(reflecting: address), dumped, "\([address])"]
        for words in shown { #expect(!words.contains("secret")) }
        #expect("\(address)".contains("a.example"))
    }

    @Test func anErrorAboutAnUnknownStreamShowsNoKey() {
        let error = #expect(throws: BroadcastError.self) {
            try OutputAddress("rtmpt://name:secret@a.example/live2/secret")
        }
        #expect(error.map { "\($0)".contains("secret") } == false)
        #expect(error.map { "\($0)".contains("rtmpt://a.example") } == true)
    }

    @Test func anEncodersComplaintIsBlottedOut() throws {
        let text = "rtmp://a.example/live2/abcd-1234?token=wxyz"
        let stream = try #require(StreamAddress(text))
        let clean = stream.redacting("\(text): refused; no such stream abcd-1234 (wxyz)")
        #expect(clean == "rtmp://a.example/…: refused; no such stream … (…)")
    }
}
