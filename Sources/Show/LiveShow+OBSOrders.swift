import Desk
import OBS

/// What OBS is to do with the show; it ends with the show, and an OBS that was away does it again.
struct OBSWish: Sendable, Equatable {
    var stream = false
    var recording = false

    /// Nothing but to be given the show.
    init() {}

    /// What begins and ends with the show.
    init(_ through: ShowThroughOBS) {
        stream = through.streams
        recording = through.records
    }

    var isEmpty: Bool { !stream && !recording }

    subscript(work: OBSWork) -> Bool {
        get { work == .stream ? stream : recording }
        set {
            switch work {
            case .stream: stream = newValue
            case .recording: recording = newValue
            }
        }
    }
}

/// OBS's stream and recording, from the desk.
extension LiveShow {
    /// Asks OBS beside the show, and writes the order down once OBS has done it, or not.
    ///
    /// Throws `OrderRefusal` at once where there is no OBS to ask.
    func steerOBS(_ work: OBSWork, on: Bool, as order: DeskOrder, _ deed: DeskDeed) throws {
        let through = settings.obs
        guard goesThroughOBS else {
            throw OrderRefusal("This show does not go through OBS: --output obs does that.")
        }
        guard obsAccount.studio?.isThere == true else {
            throw OrderRefusal("No OBS is connected at \(through.address); the show waits for it.")
        }
        guard !isSteeringOBS else {
            throw OrderRefusal("OBS is still doing what was asked for before.")
        }
        isSteeringOBS = true
        let before = obsWish[work]
        obsWish[work] = on
        Task {
            var deed = deed
            do {
                let done = try await OBSConnection.open(
                    through.address, password: through.password
                ) { obs in
                    let (stream, record) = (work == .stream, work == .recording)
                    return on
                        ? try await obs.start(stream: stream, record: record)
                        : try await obs.stop(stream: stream, record: record)
                }
                deed.what +=
                    done.isEmpty ? " (it was so already)" : ": \(done.joined(separator: ", "))"
            } catch {
                if on { obsWish[work] = before }
                deed.refusal = "\(error)"
            }
            isSteeringOBS = false
            write(deed, of: order)
        }
    }
}
