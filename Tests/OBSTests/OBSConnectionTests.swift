import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import OBS

@Suite(.timeLimit(.minutes(1))) struct OBSConnectionTests {
    let password = OBSPassword("stage")

    /// Asks for one thing; the error where it fails.
    private func ask(
        _ fake: FakeOBS, password: OBSPassword? = OBSPassword("stage"),
        patience: Duration = .seconds(60)
    ) async throws -> (answer: OBSValue?, error: OBSError?, address: OBSAddress) {
        try await fake.serve { address in
            do {
                let answer = try await OBSConnection.open(
                    address, password: password, patience: patience
                ) { try await $0.request("GetVersion") }
                return (answer, nil, address)
            } catch let error as OBSError {
                return (nil, error, address)
            }
        }
    }

    /// The example in the protocol's document.
    @Test func theChallengeIsAnsweredAsTheProtocolSays() {
        let answer = OBSMessage.answer(
            to: FakeOBS.challenge, salt: FakeOBS.salt, password: "supersecretpassword")
        #expect(answer == "1Ct943GAT+6YQUUX47Ia/ncufilbe6+oD6lY+5kaCu4=")
    }

    @Test func requestsAreAnswered() async throws {
        let fake = FakeOBS { type, _ in .fine(["obsVersion": "30.0.0", "asked": .text(type)]) }
        let (answer, error, _) = try await ask(fake)
        #expect(error == nil)
        #expect(answer == ["obsVersion": "30.0.0", "asked": "GetVersion"])
    }

    @Test func anOBSWithoutAPasswordNeedsNone() async throws {
        let (answer, _, _) = try await ask(FakeOBS(password: nil), password: nil)
        #expect(answer == [:])
    }

    @Test func aWrongPasswordIsSaid() async throws {
        let (_, error, address) = try await ask(FakeOBS(password: "another"))
        #expect(error == .wrongPassword(address))
        #expect(error.map { "\($0)".contains("does not take this password") } == true)
    }

    @Test func aMissingPasswordIsSaid() async throws {
        let (_, error, address) = try await ask(FakeOBS(), password: nil)
        #expect(error == .noPassword(address))
    }

    @Test func anotherVersionOfTheProtocolIsSaid() async throws {
        let (_, error, _) = try await ask(FakeOBS(version: 0))
        #expect(error == .anotherVersion(0))
    }

    @Test func noOBSIsSaid() async throws {
        let port = try DeafPort()
        let address = OBSAddress(host: "127.0.0.1", port: port.number)
        await #expect(throws: OBSError.notThere(address)) {
            try await OBSConnection.open(address, password: password) { _ in }
        }
        withExtendedLifetime(port) {}
    }

    @Test(arguments: ["", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 404 Not Found\r\n\r\n"])
    func somethingElseAtThePortIsNoOBS(words: String) async throws {
        let server = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .childChannelInitializer { channel in
                channel.writeAndFlush(ByteBuffer(string: words))
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let address = OBSAddress(host: "127.0.0.1", port: server.localAddress?.port ?? 0)
        // Long enough for a busy machine to connect at all: one that does not is no answer.
        let error = await #expect(throws: OBSError.self) {
            try await OBSConnection.open(address, password: password, patience: .seconds(5)) {
                _ in
            }
        }
        guard case .notOBS(address, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        try await server.close()
    }

    @Test func aRefusalNamesTheRequestAndTheReason() async throws {
        let fake = FakeOBS { _, _ in .refuse(code: 600, comment: "No source was found.") }
        let (_, error, _) = try await ask(fake)
        #expect(
            error
                == .refused(request: "GetVersion", code: 600, comment: "No source was found."))
    }

    @Test func anOBSThatSaysNothingIsNotWaitedForForEver() async throws {
        let (_, error, _) = try await ask(
            FakeOBS { _, _ in .silence }, patience: .seconds(15))
        #expect(error == .noAnswer(to: "GetVersion", within: .seconds(15)))
    }

    @Test func anOBSThatEndsMeanwhileIsSaid() async throws {
        let (_, error, _) = try await ask(
            FakeOBS { _, _ in .goodbye(code: 1001, "Server stopping.") })
        #expect(error == .closed(reason: "Server stopping."))
    }

    @Test func aBrokenConnectionIsSaid() async throws {
        let (_, error, _) = try await ask(FakeOBS { _, _ in .crash })
        #expect(error == .closed(reason: ""))
    }

    @Test func nonsenseIsSaid() async throws {
        let (_, error, _) = try await ask(FakeOBS { _, _ in .nonsense })
        #expect(error == .unreadable("{\"op\":7,"))
    }

    @Test func anAnswerInPiecesIsOneAnswer() async throws {
        let (answer, _, _) = try await ask(FakeOBS { _, _ in .inPieces(["a": "long answer"]) })
        #expect(answer == ["a": "long answer"])
    }

    @Test func afterTheEndEveryRequestSaysWhy() async throws {
        let fake = FakeOBS { _, _ in .goodbye(code: 1001, "bye") }
        try await fake.serve { address in
            try await OBSConnection.open(address, password: password) { obs in
                for _ in 0..<3 {
                    await #expect(throws: OBSError.closed(reason: "bye")) {
                        try await obs.request("GetStats")
                    }
                }
            }
        }
        #expect(fake.heard == ["GetStats"])
    }

    @Test func eventsComeBesideAnswers() async throws {
        let fake = FakeOBS { _, _ in
            .after(event: "StreamStateChanged", ["outputActive": true], then: ["yes": true])
        }
        try await fake.serve { address in
            try await OBSConnection.open(address, password: password) { obs in
                let answer = try await obs.request("StartStream")
                #expect(answer == ["yes": true])
                var events = obs.events.makeAsyncIterator()
                let event = await events.next()
                #expect(event?.type == "StreamStateChanged")
                #expect(event?.data["outputActive"] == true)
            }
        }
    }

    @Test func aBatchAsksInOneMessageAndStopsAtTheFirstRefusal() async throws {
        let fake = FakeOBS { type, data in
            type == "Bad" ? .refuse(code: 204, comment: "unknown") : .fine(["echo": data])
        }
        try await fake.serve { address in
            try await OBSConnection.open(address, password: password) { obs in
                let fine = try await obs.batch([.init("A", ["n": 1]), .init("B", ["n": 2])])
                #expect(fine.map { $0["echo"]?["n"] } == [1, 2])
                await #expect(
                    throws: OBSError.refused(request: "Bad", code: 204, comment: "unknown")
                ) { try await obs.batch([.init("A"), .init("Bad"), .init("C")]) }
            }
        }
        #expect(fake.heard == ["A", "B", "A", "Bad"])
    }

    @Test func manyRequestsAtOnceEachGetTheirOwnAnswer() async throws {
        let fake = FakeOBS { _, data in .fine(data) }
        try await fake.serve { address in
            try await OBSConnection.open(address, password: password, patience: .seconds(60)) {
                obs in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<40 {
                        group.addTask {
                            try await obs.request("Echo", ["n": OBSValue(number)])["n"]
                                == OBSValue(number)
                        }
                    }
                    for try await isOwn in group { #expect(isOwn) }
                }
            }
        }
    }

    @Test func requestsThatWaitAreBounded() async throws {
        let fake = FakeOBS { _, _ in .silence }
        try await fake.serve { address in
            try await OBSConnection.open(address, password: password) { obs in
                await withTaskGroup(of: OBSError?.self) { group in
                    for _ in 0...OBSConnection.mostWaiting {
                        group.addTask {
                            do {
                                try await obs.request("Wait")
                                return nil
                            } catch { return error as? OBSError }
                        }
                    }
                    // The only one that ends is the one too many.
                    let first = await group.next()
                    #expect(first == .tooManyRequests(OBSConnection.mostWaiting))
                    group.cancelAll()
                }
            }
        }
    }

    @Test func aCancelledRequestEndsAtOnce() async throws {
        let fake = FakeOBS { _, _ in .silence }
        try await fake.serve { address in
            try await OBSConnection.open(address, password: password) { obs in
                let asking = Task { try await obs.request("Wait") }
                while fake.heard.isEmpty { await Task.yield() }
                asking.cancel()
                await #expect(throws: CancellationError.self) { try await asking.value }
            }
        }
    }

    @Test func aPasswordIsNeverShown() throws {
        let password = try #require(OBSPassword("hush-hush"))
        var dumped = ""
        dump(password, to: &dumped)
        let shown = "\(password)" + String(reflecting: password) + dumped
        #expect(!shown.contains("hush"))
    }

    @Test func aPasswordComesFromTheEnvironmentOrAFile() throws {
        let environment = [OBSPassword.variable: "one"]
        #expect(try OBSPassword.found(file: nil, environment: environment)?.secret == "one")
        #expect(try OBSPassword.found(file: nil, environment: [:]) == nil)
        #expect(throws: OBSError.unreadablePasswordFile("/nowhere/at/all")) {
            try OBSPassword.found(file: "/nowhere/at/all", environment: environment)
        }
    }

    @Test func addressesAreReadAndRefused() throws {
        #expect(try OBSAddress("stage:4460") == OBSAddress(host: "stage", port: 4460))
        #expect(try OBSAddress("4460") == OBSAddress(host: "127.0.0.1", port: 4460))
        #expect(try OBSAddress("stage") == OBSAddress(host: "stage", port: 4455))
        for text in ["", ":", "a:b", "a:0", "a:70000", "a b", "a:1:2"] {
            #expect(throws: OBSError.badAddress(text)) { try OBSAddress(text) }
        }
    }
}
