import Foundation
import Signals
import Synchronization

/// Looks, beside a running show, which worlds of a folder were saved or taken away.
final class BackdropWatch: Sendable {
    private struct State {
        /// The files as they were taken in, and as they were when last looked at.
        var taken: [String: FileStamp]
        var seen: [String: FileStamp]
        var isBusy = false
        var lastLook: ContinuousClock.Instant?
        var news: [Emotion] = []
    }
    private let folder: URL
    private let state: Mutex<State>

    /// A watch over a folder whose worlds are in use already.
    init(folder: URL) {
        self.folder = folder
        let stamps = FileStamp.all(in: folder)
        state = Mutex(State(taken: stamps, seen: stamps))
    }

    /// The file from which an emotion's world is to be taken now: the folder's, or the stage's own
    /// where the folder has none.
    func file(_ emotion: Emotion) -> URL {
        let own = BackdropWatch.file(emotion, in: folder)
        return FileManager.default.fileExists(atPath: own.path)
            ? own : BackdropWatch.file(emotion, in: StageFiles.backdrops)
    }

    static func file(_ emotion: Emotion, in folder: URL) -> URL {
        folder.appending(path: "\(emotion.rawValue).frag")
    }

    /// An emotion whose file has changed, if any; looks again where it is time. Takes some
    /// microseconds: the folder is read elsewhere.
    func news(now: ContinuousClock.Instant = .now) -> Emotion? {
        let (news, isDue) = state.withLock { state -> (Emotion?, Bool) in
            let news = state.news.isEmpty ? nil : state.news.removeFirst()
            let isDue =
                !state.isBusy && (state.lastLook.map { now - $0 >= PuppetWatch.pause } ?? true)
            if isDue {
                state.lastLook = now
                state.isBusy = true
            }
            return (news, isDue)
        }
        if isDue { DispatchQueue.global(qos: .utility).async { self.look() } }
        return news
    }

    /// Looks at the files; a change counts once it is written to its end.
    func look() {
        let stamps = FileStamp.all(in: folder)
        state.withLock { state in
            // A file that is still being written has another stamp at the next look.
            if stamps == state.seen {
                for emotion in Emotion.allCases {
                    let path = BackdropWatch.file(emotion, in: folder).path
                    if stamps[path] != state.taken[path], !state.news.contains(emotion) {
                        state.news.append(emotion)
                    }
                }
                state.taken = stamps
            }
            state.seen = stamps
            state.isBusy = false
        }
    }
}
