import Foundation
import Signals
import Synchronization

/// A pipe to a child, as large as the system allows.
///
/// The reading end belongs to whoever starts the child. The writing end is ours.
final class PicturePipe: Sendable {
    /// The child's end.
    let readEnd: CInt
    /// Our end; nil once closed.
    private let writeEnd: Mutex<CInt?>

    /// Opens a pipe; throws `POSIXError` when the system has no descriptors left.
    init() throws {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EMFILE) }
        // A child that held our end would keep itself, or another encoder, waiting for more for ever.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #if os(Linux)
            // Linux' F_SETPIPE_SZ, a macro that Swift does not see. Failing is no harm: it is slower.
            _ = fcntl(ends[1], 1031, 1 << 20)
        #else
            _ = fcntl(ends[1], F_SETNOSIGPIPE, 1)
        #endif
        readEnd = ends[0]
        writeEnd = Mutex(ends[1])
    }

    /// Writes a whole picture; waits for the child. False when the child no longer reads.
    func write(_ picture: Picture) -> Bool { write(UnsafeRawBufferPointer(picture.pixels)) }

    /// Writes all of the bytes; waits for the child. False when the child no longer reads.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let end = writeEnd.withLock({ $0 }) else { return false }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = unsafeWrite(end, rest)
            if written < 0 {
                if errno == EINTR { continue }
                return false
            }
            rest = rest.dropFirst(written)
        }
        return true
    }

    /// Our end, for a child that writes; whoever takes it closes it.
    func handOverWriteEnd() -> CInt {
        writeEnd.withLock { end in
            defer { end = nil }
            return end ?? -1
        }
    }

    /// Tells the child that no more comes. May be called twice.
    func close() {
        writeEnd.withLock { end in
            if let open = end { Foundation.close(open) }
            end = nil
        }
    }
}

/// `write(2)` on a piece of memory.
private func unsafeWrite(_ descriptor: CInt, _ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    let piece = UnsafeRawBufferPointer(rebasing: bytes)
    return write(descriptor, piece.baseAddress, piece.count)
}

/// The process group of a child, so that whatever it started goes with it.
final class ProcessGroup: Sendable {
    private let leader = Mutex<pid_t?>(nil)

    /// The child runs, as the leader of a group of its own.
    func begin(_ child: pid_t) { leader.withLock { $0 = child } }

    /// Lets the show have the processor first: three pictures wait for the encoder, none may wait
    /// for the stage. Its threads, which it has not started yet, follow it.
    func giveWay() {
        guard let current else { return }
        #if os(Linux)
            _ = setpriority(Int32(PRIO_PROCESS.rawValue), id_t(current), 10)
        #else
            _ = setpriority(PRIO_PROCESS, id_t(current), 10)
        #endif
    }

    /// The child is gone.
    func end() { leader.withLock { $0 = nil } }

    /// Kills the group when it still runs after this long, unless the task is cancelled before.
    func kill(after patience: Duration) -> Task<Void, Never> {
        Task {
            do { try await Task.sleep(for: patience) } catch { return }
            kill()
        }
    }

    /// Kills the group now, if there is one.
    func kill() {
        leader.withLock { leader in
            if let leader { _ = Foundation.kill(-leader, SIGKILL) }
        }
    }

    /// The child's process identifier while it runs.
    var current: pid_t? { leader.withLock { $0 } }
}
