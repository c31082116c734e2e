import ArgumentParser
import Foundation
import Show
import Signals
import Testing

@testable import CLI

@Suite struct ArgumentTests {
    @Test(arguments: [
        ["--size", "1280"], ["--size", "0x0"], ["--size", "1281x720"], ["--size", "9000x9000"],
        ["--duration", "0"], ["--duration", "-3"], ["--pace", "slow"],
    ])
    func aShowThatCannotBeIsRefused(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Perform.parse(arguments) }
    }

    @Test func aShowNeedsNoArguments() throws {
        let perform = try Perform.parse([])
        #expect(perform.chat.isEmpty && perform.output.isEmpty && perform.duration == nil)
    }

    @Test(arguments: [
        ["--weigh", "king=2"], ["--weigh", "member"], ["--weigh", "member=-1"],
        ["--weigh", "member=nan"], ["--weigh", "gallery=5"], ["--hold", "joyful"],
        ["--chat", "replay:a.jsonl", "--record-chat", "./b/../a.jsonl"],
    ])
    func aRoomThatCannotBeIsRefused(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Perform.parse(arguments) }
    }

    @Test func theRoomsVoicesWeighWhatIsWritten() throws {
        let perform = try Perform.parse([
            "--chat", "twitch:a", "--chat", "stdin", "--weigh", "moderator=2", "--weigh",
            "viewer=0.5", "--weigh", "paid=3", "--weigh", "gallery=4", "--mute", "spoiler",
            "--hold", "anger=1,fear=3",
        ])
        let room = perform.room.settings
        #expect(room.roleWeights == [.moderator: 2])
        #expect(room.viewerWeight == 0.5 && room.paidWeight == 3 && room.galleryWeight == 4)
        #expect(room.mutedWords == ["spoiler"])
        #expect(try perform.room.heldMood?[.fear] == 0.75)
        #expect(perform.chat == ["twitch:a", "stdin"])
    }

    @Test func moodsAreWrittenAsNamesOrWeights() throws {
        #expect(try Generate.mood("anger") == Mood(.anger))
        #expect(try Generate.mood("anger=1,fear=3")[.fear] == 0.75)
        #expect(throws: (any Error).self) { try Generate.mood("joyful") }
        #expect(throws: (any Error).self) { try Generate.mood("anger=-1") }
    }

    private func filled(_ yaml: String, _ arguments: String...) throws -> Perform {
        let file = try ShowFile(
            yaml: yaml, path: "show.yaml", folder: URL(fileURLWithPath: "/shows"))
        return try Perform.parse(arguments).filled(from: file)
    }

    @Test func theCommandLineGoesBeforeTheShowsFile() throws {
        let yaml = """
            chats: [twitch:a, twitch:b]
            outputs: [evening.mp4]
            quality: 1080p30
            seed: 5
            puppet: light
            weigh: {moderator: 2, gallery: 0.5}
            galleryCode: true
            hold: {anger: 0.5}
            desk: none
            gallery: 127.0.0.1:9000
            """
        let plain = try filled(yaml)
        #expect(plain.chat == ["twitch:a", "twitch:b"] && plain.output == ["/shows/evening.mp4"])
        #expect(plain.seed == 5 && plain.puppet == "light" && plain.noDesk)
        #expect(plain.stream.quality == .fullHD30 && plain.gallery == "127.0.0.1:9000")
        #expect(plain.room.settings.roleWeights == [.moderator: 2])
        #expect(plain.room.settings.galleryWeight == 0.5 && plain.galleryCode)
        #expect(try plain.room.heldMood?[.neutral] == 0.5)
        let other = try filled(
            yaml, "--chat", "demo", "--seed", "6", "--puppet", "paper", "--size", "640x360",
            "--pace", "fast", "--hold", "fear")
        #expect(other.chat == ["demo"] && other.seed == 6 && other.puppet == "paper")
        #expect(other.size == "640x360" && other.stream.quality == nil && other.gallery == nil)
        #expect(try other.room.heldMood == Mood(.fear))
    }

    @Test func aFileThatContradictsItselfIsRefused() {
        #expect(throws: (any Error).self) {
            try filled("chats: replay:a.jsonl\nrecordChat: a.jsonl\n")
        }
    }

    @Test func inputThatIsNotThereIsNamed() {
        #expect(throws: InputError.unreadable("nowhere.jsonl")) {
            _ = try inputLines("nowhere.jsonl")
        }
    }
}
