import Foundation

/// The dancers that come with the program, by the names that `--dancer` takes.
public enum ShippedDancer: String, CaseIterable, Sendable {
    /// The one that performs where none is named.
    case standard = "default"
    /// The one that learned only from motion that is free for any use.
    case open

    /// Its weights; nil when the program was built without them.
    public var file: URL? {
        Bundle.module.url(
            forResource: self == .standard ? "dancer" : "dancer-open",
            withExtension: "safetensors", subdirectory: "Resources")
    }

    /// The file of a dancer that was asked for: `default`, `open`, or a path. A file of such a name
    /// is `./open`.
    ///
    /// Throws `DancerError.notShipped` for a dancer that this build does not have. Whether a path leads
    /// to a dancer shows when it is read.
    public static func file(named words: String) throws -> URL {
        guard let shipped = ShippedDancer(rawValue: words) else {
            return URL(fileURLWithPath: words)
        }
        guard let file = shipped.file else { throw DancerError.notShipped(name: words) }
        return file
    }

    /// What this build has: each dancer's name and the licence in its file's header.
    ///
    /// Throws `DancerError` for a file that is there and holds no dancer.
    public static func summary() throws -> String {
        try allCases.map { dancer in
            guard let file = dancer.file else { return "\(dancer.rawValue): not in this build" }
            let licence = try DancerCheckpoint(contentsOf: file).about.licence
            return "\(dancer.rawValue): \(licence.isEmpty ? "no licence stated" : licence)"
        }.joined(separator: "\n  ")
    }
}

extension DancerCheckpoint.About {
    /// What the licence of a dancer begins with that learned only from motion free for any use.
    public static let freeForAnyUse = "Free for any use"

    /// Whether the header says that the dancer learned only from motion that is free for any use.
    public var isFreeForAnyUse: Bool { licence.hasPrefix(Self.freeForAnyUse) }
}
