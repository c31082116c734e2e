import Foundation

/// Runs blocking work on a thread of its own, so that it holds none of the few that tasks share.
func onOwnThread<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        let thread = Thread {
            blockBrokenPipeSignal()
            continuation.resume(returning: work())
        }
        thread.name = "output"
        thread.start()
    }
}

/// A pipe whose reader died must fail the write, not end the program; only this thread is touched.
func blockBrokenPipeSignal() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}

/// Waits until a task is done or the time is up. The task goes on: what hangs in the system cannot be
/// cancelled, only left behind. Whoever waits may be cancelled and waits all the same: that is how a
/// show is stopped, and its files are written to their end.
func wait(for task: Task<Void, Never>, atMost limit: Duration) async {
    let (end, signal) = AsyncStream.makeStream(of: Void.self)
    Task {
        await task.value
        signal.finish()
    }
    let clock = Task {
        try? await Task.sleep(for: limit)
        signal.finish()
    }
    // A stream ends at once for a cancelled task; this one is not.
    await Task { for await _ in end {} }.value
    clock.cancel()
}
