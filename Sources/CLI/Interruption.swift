import Dispatch
import Foundation
import Synchronization

/// Notices Ctrl-C and SIGTERM, for work that ends itself in order: the first asks it to, a second ends
/// the program at once.
final class Interruption {
    private let flag: Flag
    private let sources: [any DispatchSourceSignal]

    private final class Flag: Sendable {
        let isSet = Mutex(false)
    }

    /// Takes over both signals for as long as this lives.
    init() {
        let flag = Flag()
        self.flag = flag
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            // A queue of its own has a thread of its own: on a machine with one core the work itself
            // keeps the only thread of the common queues.
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: DispatchQueue(label: "interruption"))
            source.setEventHandler {
                let again = flag.isSet.withLock { isSet in
                    defer { isSet = true }
                    return isSet
                }
                if again { exit(130) }
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
    }

    /// Whether the work should come to its end.
    var isAsked: Bool { flag.isSet.withLock { $0 } }
}
