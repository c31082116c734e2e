import Foundation
import Synchronization

/// A text file that lines are added to, in their order and beside the show.
///
/// It is opened for each line, since a person writes a few in an hour, and may move the file away.
final class NoteFile: Sendable {
    /// Lines that wait for a slow disk at most; more are lost, and that is told.
    static let mostWaiting = 1_000

    private let file: URL
    private let heading: String?
    private let feed: AsyncStream<String>.Continuation
    private let writing: Mutex<Task<Void, Never>?> = Mutex(nil)
    private let trouble = Mutex<String?>(nil)

    /// A file, which the first line makes, with its folder and under `heading`.
    init(_ file: URL, heading: String? = nil) {
        self.file = file
        self.heading = heading
        let lines: AsyncStream<String>
        (lines, feed) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.mostWaiting))
        let work = Task.detached { [self] in
            for await line in lines { write(line) }
        }
        writing.withLock { $0 = work }
    }

    /// Adds a line, at once and whatever the disk does.
    func add(_ line: String) {
        if case .dropped = feed.yield(line) { tell("it takes lines too slowly") }
    }

    /// What went wrong since the last call, a sentence.
    func takeTrouble() -> String? {
        trouble.withLock { trouble in
            defer { trouble = nil }
            return trouble
        }
    }

    /// Writes what waits; nothing more is added.
    func finish() async {
        feed.finish()
        await writing.withLock { $0 }?.value
    }

    private func write(_ line: String) {
        do {
            let files = FileManager.default
            try files.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            let isNew = !files.fileExists(atPath: file.path)
            if isNew {
                // What the audience wrote is nobody else's on this machine.
                // What cannot be made cannot be opened either, and that says why.
                _ = files.createFile(
                    atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
            }
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            try handle.seekToEnd()
            let start = isNew ? heading.map { $0 + "\n" } ?? "" : ""
            try handle.write(contentsOf: Data((start + line + "\n").utf8))
        } catch {
            tell(error.localizedDescription)
        }
    }

    private func tell(_ reason: String) {
        trouble.withLock { $0 = "\(file.path) cannot be written (\(reason))." }
    }
}

/// The files in which the desk is written down: one of what was done, one of what was corrected.
struct DeskNotes: Sendable {
    private let deeds: NoteFile?
    private let corrections: NoteFile?

    /// The files that the settings name, where they name any.
    init(_ settings: ShowSettings) {
        deeds = settings.deskLog.map { NoteFile(URL(fileURLWithPath: $0)) }
        corrections = settings.corrections.map {
            NoteFile(URL(fileURLWithPath: $0), heading: "text\tlabels7")
        }
    }

    /// Whether corrections are kept.
    var keepsCorrections: Bool { corrections != nil }

    /// Writes a deed down as a JSON object in a line.
    func note(_ deed: DeskDeedLine) {
        guard let deeds else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        if let data = try? encoder.encode(deed) { deeds.add(String(decoding: data, as: UTF8.self)) }
    }

    /// Writes down what a message meant, as `train reader` takes it: names with commas between.
    func note(_ text: String, means emotions: String) {
        // A tab or a line's end would make other columns and lines of it.
        let line = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        corrections?.add("\(line)\t\(emotions)")
    }

    /// What went wrong since the last call, a sentence each.
    func takeTroubles() -> [String] { [deeds, corrections].compactMap { $0?.takeTrouble() } }

    /// Writes what waits; nothing more is noted.
    func finish() async {
        await deeds?.finish()
        await corrections?.finish()
    }
}
