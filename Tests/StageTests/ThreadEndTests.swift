import CGLES
import Foundation
import Testing

@testable import Stage

@MainActor
@Suite(.serialized) struct ThreadEndTests {
    /// EGL has code run at the end of a thread that asked it for something in vain, also when the last
    /// window is long closed and SDL has let go of the library.
    @Test func aThreadMayEndAfterTheStageThatItCouldNotHave() throws {
        let (asked, goes) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        nonisolated(unsafe) var surface: Surface? = try Surface(
            StageSettings(width: 64, height: 36))
        let thread = JoinedThread {
            #expect(throws: StageError.self) { try surface?.makeCurrent() }
            asked.signal()
            goes.wait()
        }
        asked.wait()
        surface = nil
        goes.signal()
        thread.join()
    }
}

/// A thread whose very end can be waited for.
private struct JoinedThread {
    private final class Work {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    private var thread = pthread_t()

    init(_ run: @escaping () -> Void) {
        pthread_create(
            &thread, nil,
            { work in
                if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(Work(run)).toOpaque())
    }

    func join() { pthread_join(thread, nil) }
}
