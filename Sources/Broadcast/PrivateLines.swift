import Foundation
import Synchronization

/// A few lines that one child may read once, from a path that it is given.
///
/// A command line and an environment can be read by others; this is a FIFO with mode 600 in a folder
/// with mode 700, so the lines never lie on a disk, and it is gone when they have been read.
final class PrivateLines: Sendable {
    /// What to give to the child.
    let path: String
    private let folder: String
    private let isOver = Mutex(false)

    /// A place for the lines; throws `POSIXError` where none can be made.
    init() throws {
        var name = Array((NSTemporaryDirectory() + "/emotionmotion-XXXXXX").utf8CString)
        guard mkdtemp(&name) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EACCES) }
        folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = folder + "/options"
        guard mkfifo(path, 0o600) == 0 else {
            let reason = POSIXError(.init(rawValue: errno) ?? .EACCES)
            rmdir(folder)
            throw reason
        }
    }

    deinit { close() }

    /// Gives the lines to the first reader, on a thread of its own, until `close`.
    func give(_ lines: [String]) {
        let thread = Thread { [self] in
            blockBrokenPipeSignal()
            // A blocking open would wait for ever for a child that died before it read.
            while !isOver.withLock({ $0 }) {
                let end = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
                if end >= 0 {
                    // Less than a pipe holds, so it is taken whole.
                    let text = Array((lines.joined(separator: "\n") + "\n").utf8)
                    _ = text.withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
                    _ = Foundation.close(end)
                    break
                }
                guard errno == ENXIO || errno == EINTR else { break }
                usleep(2_000)
            }
            close()
        }
        thread.name = "options"
        thread.start()
    }

    /// Takes the place away; the lines are given to nobody any more.
    func close() {
        isOver.withLock { isOver in
            guard !isOver else { return }
            isOver = true
            unlink(path)
            rmdir(folder)
        }
    }
}
