import Broadcast
import Foundation
import SettingsFiles
import Signals

/// Where the things are that a show's file names, and what must not stand in it.
struct ShowFilePlaces {
    /// The file's own folder.
    let folder: URL

    /// A path as the file means it.
    func path(_ text: String) -> String {
        let path = NSString(string: text).expandingTildeInPath
        return path.hasPrefix("/") ? path : folder.appending(path: path).standardizedFileURL.path
    }

    /// A path, or empty for `default`; a word that the part itself knows stays.
    func named(_ text: String) -> String {
        switch text {
        case "default": ""
        case "fast": text
        default: path(text)
        }
    }

    /// A puppet: a folder beside the file where there is one, or else a name.
    func puppet(_ text: String) -> String {
        let isName = !text.contains("/") && !FileManager.default.fileExists(atPath: path(text))
        return isName ? text : path(text)
    }

    func chat(_ text: String) -> String {
        text.hasPrefix("replay:") ? "replay:" + path(String(text.dropFirst(7))) : text
    }

    func sound(_ text: String) -> String {
        let isWord = ["silence", "score"].contains(text)
        return isWord || text.hasPrefix("pulse:") || text.hasPrefix("alsa:") ? text : path(text)
    }

    func output(_ text: String) -> String {
        for scheme in ["frames:", "poses:"] where text.hasPrefix(scheme) {
            return scheme + path(String(text.dropFirst(scheme.count)))
        }
        let isMovie = [".mp4", ".mov"].contains { text.lowercased().hasSuffix($0) }
        return isMovie && !text.contains("://") ? path(text) : text
    }

    /// Throws where an output holds a key. What is no output at all is found when the keys are there.
    func checkOutput(_ text: String) throws {
        guard let mark = text.range(of: "://") else { return }
        let halves = text[mark.upperBound...].split(separator: "?", maxSplits: 1)
        let parts = (halves.first ?? "").split(separator: "/")
        let query = halves.count > 1 ? halves[1] : ""
        let hasSecret =
            parts.first?.contains("@") == true || query.contains("streamid=")
            || query.contains("passphrase=")
            || text.hasPrefix("rtmp")
                && (parts.count > 2 || !query.isEmpty)
        if hasSecret { throw ShowError.keyInShowFile }
    }

    static let noSecrets =
        "looks like a secret, and a show's file holds none: it is shown, copied and kept. Write the "
        + "secret into a file that only you can read, and name that file with streamKeyFile, or with "
        + "passwordFile under obs"

    /// Whether a text has the form of YouTube's keys.
    static func looksLikeKey(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-z0-9]{4}(-[a-z0-9]{4}){3,4}/) != nil
    }
}

extension SettingsSection {
    /// Throws where a key's name says that it holds a secret.
    func refuseSecrets() throws {
        for key in written {
            let name = key.lowercased()
            guard
                ["key", "keys", "password", "passphrase", "token", "secret"].contains(
                    where: name.hasSuffix)
            else { continue }
            throw fault(at: key, ShowFilePlaces.noSecrets)
        }
    }

    /// Runs a part's own check of a key's value, whose error gets the line.
    func checked(_ key: String, _ line: Int?, _ check: () throws -> Void) throws {
        do { try check() } catch {
            var fault = fault(at: key, "cannot be used: \(error)")
            if let line { fault.line = line }
            while fault.reason.hasSuffix(".") { fault.reason.removeLast() }
            throw fault
        }
    }

    /// One of the words of a kind.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, _ value: inout Word?
    ) throws where Word.RawValue == String {
        var text: String?
        try read(key, ifThere: &text)
        guard let text else { return }
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(at: key, "should be one of \(known), not \"\(text)\"")
        }
        value = word
    }

    /// Seconds, written as such or as a clock shows them: 90, 1:30 or 1:02:30.
    mutating func seconds(_ key: String) throws -> Double? {
        var text: String?
        try read(key, ifThere: &text)
        guard let text else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0) }
        guard (1...3).contains(parts.count), numbers.count == parts.count,
            numbers.allSatisfy({ $0 >= 0 && $0.isFinite }),
            numbers.dropFirst().allSatisfy({ $0 < 60 })
        else {
            throw fault(at: key, "should be seconds, or as in 12:30 or 1:02:30, not \"\(text)\"")
        }
        return numbers.reduce(0) { 60 * $0 + $1 }
    }

    /// A mood: an emotion's name, or weights, of which neutral has what is left up to 1.
    mutating func mood(_ key: String) throws -> Mood? {
        guard isSection(key) else {
            var text: String?
            try read(key, ifThere: &text)
            guard let text else { return nil }
            guard let emotion = Emotion(rawValue: text) else {
                let known = Emotion.allCases.map(\.rawValue).joined(separator: ", ")
                throw fault(
                    at: key, "should be one of \(known), or weights as in {anger: 0.6, fear: 0.4}")
            }
            return Mood(emotion)
        }
        var weights = [Double](repeating: 0, count: Emotion.count)
        try section(key) { part in
            for emotion in Emotion.allCases {
                try part.read(emotion.rawValue, &weights[emotion.index], .within(0, 1))
            }
        }
        weights[Emotion.neutral.index] += max(0, 1 - weights.reduce(0, +))
        return try Mood(scaling: weights)
    }
}
