import Foundation
import Testing

@testable import Chat

@Suite struct YouTubeKeyTests {
    @Test func noWordsAboutAKeyShowIt() throws {
        let key = try #require(try YouTubeKey.found(file: nil, environment: environment("secret")))
        #expect(key.secret == "secret")
        var dumped = ""
        dump(key, to: &dumped)
        let words = ["\(key)", String(reflecting: key), dumped, "\(Optional(key) as Any)"]
        #expect(words.allSatisfy { !$0.contains("secret") })
        #expect(key.hidden(in: "no secret") == "no …")
    }

    @Test func theFilesFirstLineThatSaysAnythingIsTheKey() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("# mine\n\n  secret \nmore\n".utf8).write(to: file)
        let key = try YouTubeKey.found(file: file.path, environment: environment("other"))
        #expect(key?.secret == "secret")
    }

    @Test func whatIsNoKeyIsRefusedWithoutShowingIt() throws {
        #expect(throws: ChatError.noKey(place: YouTubeKey.variable)) {
            try YouTubeKey.found(file: nil, environment: environment("two words"))
        }
        #expect(throws: ChatError.unreadableKeyFile("/nowhere/key")) {
            try YouTubeKey.found(file: "/nowhere/key", environment: [:])
        }
        #expect(try YouTubeKey.found(file: nil, environment: [:]) == nil)
    }

    private func environment(_ text: String) -> [String: String] { [YouTubeKey.variable: text] }
}
