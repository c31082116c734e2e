import Foundation
import Synchronization

/// Reads and paints puppets beside a running show: when their files are saved, or when another is
/// wanted.
final class PuppetWatch: Sendable {
    /// What came of a reading.
    enum News: Sendable {
        case painted(PuppetArt)
        case refused(String)
    }

    private struct State {
        var folder: URL
        /// The files as they were painted, and as they were when last looked at.
        var painted: [String: FileStamp]?
        var seen: [String: FileStamp]?
        var isBusy = false
        var isWanted = false
        var lastLook: ContinuousClock.Instant?
        var news: News?
    }
    private let state: Mutex<State>
    private let pixelsPerTorso: Float

    /// Seconds between two looks at the files.
    static let pause = Duration.milliseconds(200)

    /// A watch over the folder of a puppet that is drawn already.
    init(folder: URL, pixelsPerTorso: Float) {
        state = Mutex(State(folder: folder, painted: FileStamp.all(in: folder)))
        self.pixelsPerTorso = pixelsPerTorso
    }

    /// Asks for another puppet's folder, read as soon as may be.
    func want(_ folder: URL) {
        state.withLock {
            $0.folder = folder
            $0.isWanted = true
            $0.news = nil
        }
    }

    /// What has come of the readings since the last call, if anything; looks again where it is time.
    /// Takes some microseconds: all files are read elsewhere.
    func news(now: ContinuousClock.Instant = .now) -> News? {
        let (news, isDue) = state.withLock { state -> (News?, Bool) in
            defer { state.news = nil }
            if state.isBusy { return (nil, false) }
            let isDue = state.lastLook.map { now - $0 >= Self.pause } ?? true
            if isDue || state.isWanted {
                state.lastLook = now
                state.isBusy = true
                return (state.news, true)
            }
            return (state.news, false)
        }
        if isDue { DispatchQueue.global(qos: .utility).async { self.look() } }
        return news
    }

    /// Looks at the files, and reads and paints them where they are new and written to their end.
    func look() {
        let (folder, isWanted) = state.withLock { state in
            defer { state.isWanted = false }
            return (state.folder, state.isWanted)
        }
        let stamps = FileStamp.all(in: folder)
        // A file that is still being written has another stamp at the next look.
        let isNew = state.withLock { state in
            defer { state.seen = stamps }
            return isWanted || (stamps != state.painted && stamps == state.seen)
        }
        let news = isNew ? read(folder) : nil
        state.withLock { state in
            if isNew { state.painted = stamps }
            if let news, state.folder == folder { state.news = news }
            state.isBusy = false
        }
    }

    private func read(_ folder: URL) -> News {
        do {
            return .painted(try PuppetArt(folder: folder, pixelsPerTorso: pixelsPerTorso))
        } catch {
            return .refused("\(error)")
        }
    }
}

/// When a file was last written, and its size.
struct FileStamp: Equatable, Sendable {
    private var written: Date?
    private var size: Int?

    /// The stamps of the files of a folder and of its subfolders, at most 4,096, by their paths.
    static func all(in folder: URL) -> [String: FileStamp] {
        let keys: [URLResourceKey] = [.contentModificationDateKey, .fileSizeKey]
        let files = FileManager.default.enumerator(
            at: folder, includingPropertiesForKeys: keys, options: .skipsHiddenFiles)
        var stamps: [String: FileStamp] = [:]
        while let file = files?.nextObject() as? URL, stamps.count < 4096 {
            let values = try? file.resourceValues(forKeys: Set(keys))
            stamps[file.path] = FileStamp(
                written: values?.contentModificationDate, size: values?.fileSize)
        }
        return stamps
    }
}
