import Foundation

extension Broadcaster {
    /// Sends a signal to the encoder of one output, counted round; nothing where none runs.
    package func signalEncoder(_ number: Int, _ signal: Int32) {
        let running = encoders
        guard !running.isEmpty, let child = running[number % running.count].child else { return }
        // The encoder leads a process group of its own.
        _ = kill(-child, signal)
    }
}
