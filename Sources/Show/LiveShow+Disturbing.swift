import Foundation
import Signals

/// Faults on purpose, to see what a running show makes of them.
extension LiveShow {
    /// What may happen to a running show.
    package enum Disturbance: Sendable, Equatable {
        case dancerFails
        case dancerStalls(Duration)
        case readerFails
        case readerStalls(Duration)
        /// The encoder of one output is killed, the outputs counted round.
        case encoderDies(Int)
        /// The same stops to read, and lives on.
        case encoderFreezes(Int)
        case deskBreaks
        /// The whole loop waits, as on a machine that has other things to do.
        case standsStill(Duration)
    }

    /// Lets it happen.
    package func disturb(_ disturbance: Disturbance) {
        switch disturbance {
        case .dancerFails: dancer.disturb(.failure)
        case .dancerStalls(let length): dancer.disturb(.stall(length))
        case .readerFails: sentences?.disturb(.failure)
        case .readerStalls(let length): sentences?.disturb(.stall(length))
        case .encoderDies(let number): broadcaster.signalEncoder(number, SIGKILL)
        case .encoderFreezes(let number): broadcaster.signalEncoder(number, SIGSTOP)
        case .deskBreaks: deskServer?.breakDown()
        case .standsStill(let length): Thread.sleep(forTimeInterval: length.seconds)
        }
    }

    /// Messages read so far.
    package var messagesRead: Int { listener.counts.read }

    /// Pictures that the outputs' encoders were given so far.
    package var picturesWritten: [Int] { broadcaster.tallies.map(\.counts.written) }

    /// Brings another puppet, as a cue does.
    package func usePuppet(_ name: String) throws { try stage?.usePuppet(name) }
}
