import Desk
import Foundation
import Testing

@testable import Show

/// A stream key is for its owner's eyes.
@Suite struct StreamKeyFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "keys-\(UUID().uuidString)")
    private var path: String { folder.appendingPathComponent("emotionmotion/stream-key").path }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func onlyItsOwnerCanReadTheFileAndEnterItsFolder() throws {
        try StreamKeyFile(path: path).keep(" abcd-1234\n", for: "")
        #expect(try text() == "abcd-1234\n")
        #expect(try mode(path) == 0o600)
        #expect(try mode(folder.appendingPathComponent("emotionmotion").path) == 0o700)
        #expect(StreamKeyFile(path: path).holdsKey)
        let inside = try FileManager.default.contentsOfDirectory(
            atPath: folder.appendingPathComponent("emotionmotion").path)
        #expect(inside == ["stream-key"])
    }

    @Test func aFileThatEverybodyCouldReadIsOneNoLonger() throws {
        try StreamKeyFile(path: path).keep("old", for: "")
        #expect(chmod(path, 0o644) == 0)
        try StreamKeyFile(path: path).keep("new", for: "")
        #expect(try mode(path) == 0o600 && text() == "new\n")
    }

    @Test func keysOfOtherServersStay() throws {
        let file = StreamKeyFile(path: path)
        try file.keep("common", for: "")
        try file.keep("one", for: "a.example")
        try file.keep("two", for: "b.example")
        try file.keep("three", for: "A.example")
        #expect(try text() == "common\nb.example two\na.example three\n")
        try file.keep("other", for: "")
        #expect(try text() == "b.example two\na.example three\nother\n")
    }

    @Test(arguments: ["", " ", "two words", "#abc", "line\nbreak", "ümlaut", "tab\there"])
    func whatIsNoKeyIsRefusedWithoutBeingShown(key: String) {
        do {
            try StreamKeyFile(path: path).keep(key, for: "")
            Issue.record("\(key) was kept")
        } catch {
            let refusal = error as? PreparationRefusal
            #expect(refusal?.setting == "streamKey")
            if key.count > 1 { #expect(refusal?.words.contains(key) == false) }
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(throws: PreparationRefusal.self) {
            try StreamKeyFile(path: path).keep("good", for: "a b")
        }
    }

    @Test func aFileOfOtherThingsIsLeftAlone() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let notes = folder.appendingPathComponent("notes").path
        let words = "milk\nbread and butter\n"
        try words.write(toFile: notes, atomically: true, encoding: .utf8)
        #expect(throws: PreparationRefusal.self) {
            try StreamKeyFile(path: notes).keep("good", for: "")
        }
        #expect(try String(contentsOfFile: notes, encoding: .utf8) == words)
    }

    @Test func aPipeIsNotWaitedFor() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let pipe = folder.appendingPathComponent("pipe").path
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(!StreamKeyFile(path: pipe).holdsKey)
        #expect(throws: PreparationRefusal.self) {
            try StreamKeyFile(path: pipe).keep("good", for: "")
        }
    }

    @Test func itsUsualPlaceIsTheUsersOwnFolderOfSettings() {
        #expect(StreamKeyFile.usual([:]) == "~/.config/emotionmotion/stream-key")
        #expect(StreamKeyFile.usual(["XDG_CONFIG_HOME": "/c"]) == "/c/emotionmotion/stream-key")
        #expect(StreamKeyFile.usual(["XDG_CONFIG_HOME": "c"]).hasPrefix("~/.config/"))
    }
}
