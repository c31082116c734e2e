import Broadcast
import Desk
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

/// The room's inputs that speak OSC.
extension LiveShow {
    /// Listens where the settings say; where that cannot be, the show goes on and says so.
    func openRoomPrograms() {
        guard let place = settings.galleryOSC else { return }
        do {
            let input = try OSCInput(host: place.host, port: place.port)
            remarks.append("OSC from the room: \(WebAddress(host: place.host, port: input.port))")
            roomPrograms = input
        } catch {
            remarks.append("\(error)")
            account.fault("desk", "\(error)", at: 0)
        }
    }

    /// Hears what they said since the last beat.
    func hearRoomPrograms(on board: DeskBoard) {
        for heard in roomPrograms?.take() ?? [] {
            board.hear(heard.voice.mood, key: heard.voice.key, from: heard.place)
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
