import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Signals
import Synchronization
import Testing

@testable import Desk

/// The room's page.
@Suite struct GalleryTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    private func tap(_ phone: HTTPFields, _ body: String) async throws -> TestResponse {
        try await pages.ask(.post, "/gallery/mood", phone, body: body)
    }

    @Test func aTapReachesTheShowOnce() async throws {
        let phone = try await pages.newPhone()
        let response = try await tap(phone, #"{"emotion":"happiness","strength":0.5}"#)
        #expect(response.status == .accepted && response.text == #"{"number":1}"#)
        let taps = pages.board.takeTaps()
        #expect(taps.count == 1 && pages.board.takeTaps().isEmpty)
        #expect(taps.first?.emotion == .happiness && taps.first?.strength == 0.5)
        #expect(taps.first?.mood[.happiness] == 0.75)
    }

    @Test func aDeviceTapsNoFasterThanTheRoomAllows() async throws {
        let phone = try await pages.newPhone()
        #expect(try await tap(phone, #"{"emotion":"fear"}"#).status == .accepted)
        #expect(try await tap(phone, #"{"emotion":"fear"}"#).status == .tooManyRequests)
        let other = try await pages.newPhone()
        #expect(try await tap(other, #"{"emotion":"fear"}"#).status == .accepted)
        #expect(pages.board.takeTaps().count == 2)
        #expect(pages.board.galleryTally.refused == 1 && pages.board.galleryTally.devices == 2)
    }

    @Test func aTapIsFreeAgainAfterThePause() throws {
        let time = Mutex(ContinuousClock.now)
        let devices = GalleryDevices { time.withLock { $0 } }
        let phone = try #require(devices.welcome(from: nil))
        #expect(devices.mayTap(phone) && !devices.mayTap(phone))
        time.withLock { $0 += GalleryDevices.pause }
        #expect(devices.mayTap(phone))
        #expect(!devices.mayTap("somebody else"))
    }

    @Test func aVoiceIsGivenNotInvented() async throws {
        let invented: HTTPFields = [.cookie: "gallery=0123456789abcdef"]
        let response = try await tap(invented, #"{"emotion":"fear"}"#)
        #expect(response.status == .conflict && pages.board.takeTaps().isEmpty)
        let cookie = try #require(response.headers[.setCookie])
        let given: HTTPFields = [.cookie: String(cookie.prefix { $0 != ";" })]
        #expect(try await tap(given, #"{"emotion":"fear"}"#).status == .accepted)
    }

    @Test func oneAddressBringsARoomAndNoMore() throws {
        let now = ContinuousClock.now
        let devices = GalleryDevices { now }
        let welcomed = (1...2_000).compactMap { _ in devices.welcome(from: "10.0.0.1") }
        #expect(welcomed.count == 600 && devices.welcome(from: "10.0.0.2") != nil)
    }

    @Test func devicesAreForgottenBeforeTheyAreTooMany() throws {
        let devices = GalleryDevices()
        let first = try #require(devices.welcome(from: nil))
        for _ in 1...GalleryDevices.most { _ = devices.welcome(from: nil) }
        #expect(devices.count == GalleryDevices.most && !devices.knows(first))
    }

    @Test(arguments: ["", #"{"emotion":"hunger"}"#, #"{"emotion":"fear","strength":-1}"#])
    func whatIsNoTapIsRefused(body: String) async throws {
        let phone = try await pages.newPhone()
        #expect(try await tap(phone, body).status == .badRequest)
    }

    @Test func tapsThatTheShowDoesNotTakeAreBounded() {
        for _ in 1...DeskBoard.mostTaps + 5 {
            _ = pages.board.tap(.fear, strength: 0, from: "phone")
        }
        #expect(pages.board.galleryTally.refused == 5)
        #expect(pages.board.takeTaps().count == DeskBoard.mostTaps)
    }

    @Test(arguments: [
        (nil, "en"), ("de-CH,en;q=0.5", "de"), ("xx, fr;q=0.3, ja;q=0.9", "ja"), ("*", "en"),
        ("pt-BR", "pt"), ("zh-Hant-TW;q=1.0", "zh"), (";;q=,,=", "en"), ("de;q=0", "en"),
    ])
    func thePageSpeaksTheVisitorsLanguage(wish: String?, code: String) async throws {
        var headers: HTTPFields = [:]
        headers[.acceptLanguage] = wish
        let page = try await pages.ask(.get, "/", headers).text
        #expect(page.contains(#"<html lang="\#(code)""#) && !page.contains("{{"))
    }

    @Test func everyLanguageSaysEverything() {
        let phrases = pages.routes.files.phrases
        #expect(phrases.codes.count >= 10)
        let names = Set(phrases.all(in: "en").keys)
        for code in phrases.codes {
            #expect(Set(phrases.all(in: code).keys) == names, "\(code)")
            #expect(phrases.all(in: code).values.allSatisfy { !$0.isEmpty })
        }
        #expect(phrases.filled("{{direction}}", acceptLanguage: "ar") == "rtl")
    }

    @Test(arguments: Emotion.allCases)
    func everyEmotionHasAFace(emotion: Emotion) async throws {
        let face = try await pages.ask(.get, "/assets/face-\(emotion).svg")
        #expect(face.status == .ok && face.headers[.contentType] == "image/svg+xml")
    }
}
