import Broadcast
import OSC
import Signals

/// The show and the programs that follow it over OSC.
extension LiveShow {
    /// Tells other programs how the show is at this beat, and what the chat did; the pose follows.
    func tellPrograms(_ events: [ChatEvent], readings: [Reading], at beat: Beat) {
        for program in programs {
            program.note(
                OSCMoment(
                    roomMood: roomMood, dancerMood: dancerMood, energy: dancer.energy,
                    chatRate: chatRate.perSecond))
            program.send(events, readings: readings)
            if let trouble = program.takeTrouble() {
                account.fault("broadcast", trouble, at: beat.time)
            }
        }
    }
}

extension [OutputAddress] {
    /// The programs among them, their machines found; throws `OSCError` where one cannot be.
    func programs() throws -> [OSCOutput] {
        try compactMap { address in
            guard case .osc(let host, let port) = address else { return nil }
            return try OSCOutput(host: host, port: port)
        }
    }
}

extension OutputAddress {
    /// Whether anything is left of a show that went there.
    var keepsTheShow: Bool {
        switch self {
        case .window, .osc: false
        case .movie, .frames, .poses, .stream, .obs: true
        }
    }
}
