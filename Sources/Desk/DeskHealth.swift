/// How a show is at a glance, with the reason.
public struct DeskHealth: Codable, Sendable, Equatable {
    /// Green is well, amber wants a look, red wants a hand.
    public enum Light: String, Codable, Sendable {
        case green, amber, red
    }

    /// The light.
    public var light: Light
    /// Why, in a sentence.
    public var reason: String

    // More than this above the start is what a leak of hours looks like, not a cache that fills.
    private static let memoryGrowth = 300 << 20
    private static let recently = 15.0

    /// Judges a state; of several troubles the gravest is named.
    public init(of state: DeskState) {
        let pictures = state.pictures
        let wanted = pictures.drawnLately + pictures.droppedLately
        let lost = pictures.droppedLately + pictures.lateLately
        let lastFault = state.faults.last.flatMap {
            state.time - $0.time < Self.recently ? $0 : nil
        }
        if state.picturesPerSecond != nil, state.time > 3, pictures.drawnLately == 0 {
            self.init(.red, "No picture was drawn in the last ten seconds.")
        } else if wanted > 0, lost * 5 > wanted {
            self.init(.red, "\(lost) of the last \(wanted) pictures were late or dropped.")
        } else if let lastFault {
            self.init(.amber, "\(lastFault.part): \(lastFault.what)")
        } else if wanted > 0, lost * 100 > wanted {
            self.init(.amber, "\(lost) of the last \(wanted) pictures were late or dropped.")
        } else if let now = state.memory, let start = state.memoryAtStart,
            now - start > Self.memoryGrowth
        {
            self.init(.amber, "Memory has grown by \((now - start) >> 20) MB since the start.")
        } else {
            self.init(.green, "All is well.")
        }
    }

    private init(_ light: Light, _ reason: String) {
        self.light = light
        self.reason = reason
    }
}
