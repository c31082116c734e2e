import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Signals
import Synchronization
import Testing

@testable import Desk

/// What the operator's page sends and asks for.
@Suite struct OperatorTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    private func ask(_ body: String) async throws -> TestResponse {
        try await pages.ask(.post, "/desk/command", pages.bearer, body: body)
    }

    @Test(arguments: [
        DeskCommand.tune(DanceTuning(guidance: 2, temperature: 0.5, pace: -1)),
        .tune(DanceTuning(pace: 0.25)), .puppet("light"), .backdrop(.fear), .backdrop(nil),
        .title("Room 7"), .title(nil), .mute(.author(event: 7)), .mute(.word("spoiler")),
        .mute(.source("twitch:somebody")), .unmute(3),
        .correct(event: 12, emotions: [.anger, .surprise]), .cue(1), .output(2, on: false),
        .record(true), .lock(.everybody), .lock(.others), .unlock, .obs(.stream, on: true),
        .obs(.recording, on: false), .weigh(gallery: 0.5), .weigh(gallery: 4), .code(true),
    ])
    func ordersReadAsTheyAreWritten(command: DeskCommand) async throws {
        let data = try JSONEncoder().encode(command)
        #expect(try JSONDecoder().decode(DeskCommand.self, from: data) == command)
        let response = try await ask(String(decoding: data, as: UTF8.self))
        #expect(response.status == .accepted && response.text == #"{"number":1}"#)
        #expect(pages.board.takeOrders() == [DeskOrder(number: 1, command: command, by: "")])
    }

    @Test(arguments: [
        #"{"do":"tune"}"#, #"{"do":"tune","guidance":31}"#, #"{"do":"tune","pace":"fast"}"#,
        #"{"do":"puppet"}"#, #"{"do":"puppet","name":"  "}"#, #"{"do":"backdrop","emotion":"x"}"#,
        #"{"do":"title","words":"a\nb"}"#, #"{"do":"mute"}"#, #"{"do":"mute","word":""}"#,
        #"{"do":"unmute"}"#, #"{"do":"correct","event":1,"emotions":[]}"#,
        #"{"do":"correct","event":1,"emotions":["fear","fear"]}"#, #"{"do":"output","on":true}"#,
        #"{"do":"obs","on":true}"#, #"{"do":"obs","output":"window","on":true}"#,
        #"{"do":"obs","output":"stream"}"#, #"{"do":"weigh"}"#, #"{"do":"weigh","gallery":4.1}"#,
        #"{"do":"weigh","gallery":-1}"#, #"{"do":"code"}"#, #"{"do":"code","on":"yes"}"#,
        #"{"do":"lock","keep":"cats"}"#, #"{"do":"record"}"#, #"{"do":"cue","number":"1"}"#,
    ])
    func whatIsNoOrderIsRefused(body: String) async throws {
        #expect(try await ask(body).status == .badRequest)
        #expect(pages.board.takeOrders().isEmpty)
    }

    @Test func whatIsWrongWithAnOrderIsSaid() async throws {
        let range = try await ask(#"{"do":"tune","guidance":31}"#)
        #expect(range.text.contains("guidance is a number of 0.0 to 3.0."))
        #expect(try await ask(#"{"do":"hold"}"#).text.contains(#"\"emotion\" is missing."#))
    }

    @Test func aTitleThatIsTooLongIsRefused() async throws {
        let long = String(repeating: "x", count: DeskCommand.longestText + 1)
        #expect(try await ask(#"{"do":"title","words":"\#(long)"}"#).status == .badRequest)
    }

    @Test func whoAsksIsKeptInALine() async throws {
        _ = try await ask(#"{"do":"calm","by":"a\n\u0007 very very long name of somebody"}"#)
        let by = try #require(pages.board.takeOrders().first?.by)
        #expect(by.count == DeskOrder.longestName && by.hasPrefix("a very"))
    }

    @Test func aLockedDeskLetsNobodySteerButTowardsCalm() async throws {
        #expect(try await ask(#"{"do":"lock","by":"one"}"#).status == .accepted)
        for by in ["one", "two"] {
            let refused = try await ask(#"{"do":"end","by":"\#(by)"}"#)
            #expect(refused.status.code == 423 && refused.text.contains("locked"))
        }
        #expect(try await ask(#"{"do":"calm","by":"two"}"#).status == .accepted)
        #expect(try await ask(#"{"do":"unlock","by":"two"}"#).status == .accepted)
        #expect(try await ask(#"{"do":"end","by":"one"}"#).status == .accepted)
        #expect(
            pages.board.takeCommands() == [.lock(.everybody), .calm, .unlock, .end])
    }

    @Test func onePageMayKeepTheDeskToItself() async throws {
        #expect(try await ask(#"{"do":"lock","keep":"others","by":"one"}"#).status == .accepted)
        #expect(try await ask(#"{"do":"release","by":"one"}"#).status == .accepted)
        let refused = try await ask(#"{"do":"release","by":"two"}"#)
        #expect(refused.status.code == 423 && refused.text.contains("one"))
        let program = try await pages.ask(.post, "/api/v1/end", pages.bearer)
        #expect(program.status.code == 423 && program.text.contains("one"))
    }

    @Test func theStateSaysWhoHasLocked() async throws {
        _ = pages.board.order(.lock(.others), by: "one")
        pages.board.galleryLink = "http://192.168.1.20:8089/"
        pages.board.publish(DeskState())
        pages.board.close()
        await pages.board.distribute()
        let told = try await pages.ask(.get, "/desk/events", pages.bearer).text
        #expect(told.contains(#""lock":{"by":"one","reach":"others"}"#))
        #expect(told.contains(#""galleryLink":"http://192.168.1.20:8089/""#))
    }

    @Test(arguments: ["/desk/preview", "/desk/gallery.svg"])
    func withoutAKeyThereIsNoPicture(path: String) async throws {
        #expect(try await pages.ask(.get, path).status == .unauthorized)
        #expect(try await pages.ask(.get, path, withDesk: false).status == .notFound)
        #expect(!pages.board.preview.begins())
    }

    @Test func aPictureIsMadeOnlyWhileSomebodyLooks() async throws {
        let time = Mutex(ContinuousClock.now)
        let feed = PreviewFeed { time.withLock { $0 } }
        func pass(_ length: Duration) { time.withLock { $0 += length } }
        #expect(!feed.begins())
        #expect(feed.look() == nil && feed.begins())
        // One at a time, and no more than three a second.
        #expect(!feed.begins())
        feed.give([1, 2, 3], number: 7)
        #expect(feed.look()?.number == 7 && !feed.begins())
        pass(PreviewFeed.pause)
        #expect(feed.begins())
        feed.giveUp()
        pass(PreviewFeed.attention)
        #expect(!feed.begins())
        #expect(feed.look() == nil && feed.begins())
    }

    @Test func thePictureIsTheNewest() async throws {
        let first = try await pages.ask(.get, "/desk/preview", pages.bearer)
        #expect(first.status == .noContent && pages.board.preview.begins())
        pages.board.preview.give([0xFF, 0xD8, 0xFF], number: 42)
        let second = try await pages.ask(.get, "/desk/preview", pages.bearer)
        #expect(second.status == .ok && second.headers[.contentType] == "image/jpeg")
        #expect(Array(buffer: second.body) == [0xFF, 0xD8, 0xFF])
    }

    @Test func theGallerysCodeIsAPicture() async throws {
        #expect(try await pages.ask(.get, "/desk/gallery.svg", pages.bearer).status == .notFound)
        pages.board.galleryLink = "http://192.168.1.20:8089/"
        let code = try await pages.ask(.get, "/desk/gallery.svg", pages.bearer)
        #expect(code.status == .ok && code.headers[.contentType] == "image/svg+xml")
        #expect(code.text.hasPrefix("<svg") && !code.text.contains("script"))
    }

    @Test func aCodeHasItsThreeEyes() throws {
        let code = try #require(GalleryCode("http://192.168.1.20:8089/"))
        #expect(code.side == 25 && code.isDark.count == 625)
        // An eye: dark ring of seven, light ring, dark heart; ISO/IEC 18004, 6.3.3.
        for (top, left) in [(0, 0), (0, 18), (18, 0)] {
            for row in 0..<7 {
                for column in 0..<7 {
                    let ring = max(abs(row - 3), abs(column - 3))
                    #expect(code.isDark[(top + row) * 25 + left + column] == (ring != 2))
                }
            }
        }
        #expect(GalleryCode("") == nil && GalleryCode(String(repeating: "x", count: 5_000)) == nil)
    }

    @Test func thePagesScriptsPutTextInAsTextOnly() async throws {
        for name in [
            "desk", "desk-tools", "desk-chart", "desk-picture", "desk-steer", "desk-gallery",
            "desk-obs",
        ] {
            let script = try await pages.ask(.get, "/assets/\(name).js")
            #expect(script.status == .ok)
            for way in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("] {
                #expect(!script.text.contains(way), "\(name) uses \(way)")
            }
            #expect(!script.text.contains("http://") && !script.text.contains("https://"))
        }
    }
}

extension Array<UInt8> {
    fileprivate init(buffer: ByteBuffer) { self = Array(buffer.readableBytesView) }
}
