import Foundation
import UnixSignals

/// Ctrl-C and SIGTERM end the show in order; a second one ends the program at once.
func endWhenToldTo<Value: Sendable>(
    _ performance: Task<Value, any Error>
) -> Task<Void, Never> {
    Task {
        var isEnding = false
        for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
            if isEnding { Foundation.exit(130) }
            isEnding = true
            performance.cancel()
        }
    }
}
