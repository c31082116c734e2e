import Desk
import Signals

/// How each chat of a show stands.
struct ChatStandings {
    private(set) var list: [DeskState.Chat]

    /// Chats of these names; `isLive` or recordings.
    init(_ names: [String], isLive: Bool) {
        list = names.map { .init(name: $0, standing: isLive ? "connecting" : "playing") }
    }

    /// Takes in what came.
    mutating func note(_ events: [ChatEvent]) {
        for event in events {
            guard
                let place = event.source.map({ name in list.firstIndex { $0.name == name } })
                    ?? list.indices.first
            else { continue }
            if case .status(let state, let reason) = event.kind {
                list[place].standing = state.rawValue
                list[place].reason = reason
            } else {
                list[place].events += 1
                if list[place].standing == "connecting" { list[place].standing = "live" }
            }
        }
    }
}
