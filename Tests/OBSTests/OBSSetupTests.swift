import Testing

@testable import OBS

@Suite(.timeLimit(.minutes(1))) struct OBSSetupTests {
    private func talk<Result: Sendable>(
        to fake: FakeOBS, _ work: @escaping @Sendable (OBSConnection) async throws -> Result
    ) async throws -> Result {
        try await fake.serve { address in
            try await OBSConnection.open(address, password: OBSPassword("stage"), work)
        }
    }

    private var whole: OBSSetup {
        var setup = OBSSetup()
        setup.titleText = "Tonight"
        setup.hasChat = true
        var profile = OBSSetup.Profile()
        profile.service = OBSService(server: "rtmp://127.0.0.1/live", key: "hush-hush")
        setup.profile = profile
        return setup
    }

    @Test func setupMakesProfileSceneAndSources() async throws {
        let studio = FakeStudio()
        let setup = whole
        _ = try await talk(to: studio.served()) { try await $0.setUp(setup) }
        let state = studio.state
        #expect(state.profile == OBSSetup.name)
        #expect(
            state.profiles[OBSSetup.name]?["SimpleOutput/x264Settings"]
                == "keyint=60 min-keyint=60 scenecut=0")
        #expect(state.video[OBSSetup.name]?["baseWidth"] == 1280)
        #expect(
            state.scenes[OBSSetup.name] == [OBSSetup.show, OBSSetup.title, OBSSetup.chat])
        #expect(state.inputs[OBSSetup.title]?.settings["text"] == "Tonight")
        #expect(state.inputs[OBSSetup.show]?.settings["is_local_file"] == false)
        #expect(
            state.services[OBSSetup.name]?["streamServiceSettings"]?["key"] == "hush-hush")
        // It is set up, not put on.
        #expect(state.scene == "Mine")
    }

    @Test func doingItTwiceChangesNothing() async throws {
        let studio = FakeStudio()
        let setup = whole
        let first = try await talk(to: studio.served()) { try await $0.setUp(setup) }
        #expect(first.count > 10)
        let again = studio.served()
        let second = try await talk(to: again) { try await $0.setUp(setup) }
        #expect(second == [])
        #expect(again.heard.allSatisfy { $0.hasPrefix("Get") })
    }

    @Test func whatIsNotOursIsLeftAlone() async throws {
        let studio = FakeStudio()
        let setup = whole
        _ = try await talk(to: studio.served()) { try await $0.setUp(setup) }
        let state = studio.state
        #expect(state.profiles["Untitled"] == ["Output/Mode": "Advanced"])
        #expect(state.video["Untitled"] == nil)
        #expect(state.services["Untitled"] == nil)
        #expect(state.scenes["Mine"] == ["Camera"])
        #expect(state.inputs["Camera"]?.settings == ["device": "/dev/video0"])
    }

    @Test func withoutAProfileOnlyTheSceneIsMade() async throws {
        let studio = FakeStudio()
        let changes = try await talk(to: studio.served()) { try await $0.setUp(OBSSetup()) }
        let expected = [
            "scene EmotionMotion made", "source EmotionMotion show made",
            "source EmotionMotion show placed",
        ]
        #expect(changes == expected)
        #expect(studio.state.profile == "Untitled")
        #expect(studio.state.transforms["EmotionMotion/1"]?["boundsWidth"] == 1920)
    }

    @Test func whatWasTakenAwayOrChangedIsPutRight() async throws {
        let studio = FakeStudio {
            $0.scenes[OBSSetup.name] = []
            $0.inputs[OBSSetup.show] = ("ffmpeg_source", ["input": "elsewhere"])
        }
        let changes = try await talk(to: studio.served()) { try await $0.setUp(OBSSetup()) }
        let expected = [
            "source EmotionMotion show set",
            "source EmotionMotion show put back into its scene",
            "source EmotionMotion show placed",
        ]
        #expect(changes == expected)
    }

    @Test func aNameTakenBySomethingElseIsSaid() async throws {
        let studio = FakeStudio { $0.inputs[OBSSetup.show] = ("v4l2_input", [:]) }
        await #expect(throws: OBSError.nameTaken(OBSSetup.show, kind: "v4l2_input")) {
            try await talk(to: studio.served()) { try await $0.setUp(OBSSetup()) }
        }
        #expect(studio.state.inputs[OBSSetup.show]?.kind == "v4l2_input")
    }

    @Test func aProfileIsNotChangedWhileOBSStreams() async throws {
        let studio = FakeStudio { $0.isStreaming = true }
        let setup = whole
        await #expect(throws: OBSError.busy) {
            try await talk(to: studio.served()) { try await $0.setUp(setup) }
        }
        #expect(studio.state.profile == "Untitled")
    }

    @Test func anOBSWithoutWordsIsSaid() async throws {
        let studio = FakeStudio { $0.kinds = ["ffmpeg_source"] }
        let setup = whole
        await #expect(throws: OBSError.noKind("words")) {
            try await talk(to: studio.served()) { try await $0.setUp(setup) }
        }
    }

    @Test func startPutsOurSceneOnAndStopEndsWhatRuns() async throws {
        let studio = FakeStudio { $0.scenes[OBSSetup.name] = [] }
        let done = try await talk(to: studio.served()) { obs in
            let first = try await obs.start(stream: true, record: true)
            let again = try await obs.start(stream: true, record: true)
            #expect(again == [])
            return first
        }
        #expect(done == ["scene EmotionMotion put on", "stream started", "recording started"])
        let stopped = try await talk(to: studio.served()) { obs in
            let first = try await obs.stop()
            let again = try await obs.stop()
            #expect(again == [])
            return first
        }
        #expect(stopped == ["stream stopped", "recording stopped: /videos/show.mkv"])
    }

    @Test func aStreamThatReachesNoServerIsStoppedAndSaid() async throws {
        let studio = FakeStudio {
            $0.scenes[OBSSetup.name] = []
            $0.reaches = false
        }
        let error = await #expect(throws: OBSError.self) {
            try await talk(to: studio.served()) {
                try await $0.start(stream: true, record: false, within: .milliseconds(300))
            }
        }
        guard case .streamEnded = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!studio.state.isStreaming)
    }

    @Test func statusGivesOBSsOwnNumbers() async throws {
        let studio = FakeStudio { $0.isStreaming = true }
        let status = try await talk(to: studio.served()) { obs in
            _ = try await obs.setUp(OBSSetup())
            return try await obs.status()
        }
        let lines = [
            "OBS 30.0.0, profile Untitled, scene Mine", "the show: playing",
            "streaming for 61 s: dropped 0.5 %, congestion 25.0 %",
            "drawn late 1.0 %, not encoded in time 1.0 %, 13 % processor, 300 MB",
        ]
        #expect(status.lines == lines)
    }

    @Test func aKeyIsNeverShown() {
        let service = OBSService(server: "rtmp://a/live", key: "hush-hush")
        var setup = OBSSetup()
        setup.profile = OBSSetup.Profile()
        setup.profile?.service = service
        var dumped = ""
        dump(setup, to: &dumped)
        let shown = "\(service) \(setup)" + String(reflecting: setup) + dumped
        #expect(!shown.contains("hush"))
    }
}
