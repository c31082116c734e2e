import CSDL

/// What people did to the window, out of SDL's queue.
enum WindowEvents {
    /// Everything since the last call, in order; what means nothing here is forgotten.
    static func take() -> [StageEvent] {
        var events: [StageEvent] = []
        var event = SDL_Event()
        while SDL_PollEvent(&event) != 0 {
            if let meant = meaning(of: event) { events.append(meant) }
        }
        return events
    }

    private static func meaning(of event: SDL_Event) -> StageEvent? {
        switch SDL_EventType(event.type) {
        case SDL_QUIT: return .quit
        case SDL_KEYDOWN where event.key.repeat == 0:
            // Shortcuts of the desktop are none of this window's keys.
            let shortcuts = KMOD_CTRL.rawValue | KMOD_ALT.rawValue | KMOD_GUI.rawValue
            guard UInt32(event.key.keysym.mod) & shortcuts == 0 else { return nil }
            let name = String(cString: SDL_GetKeyName(event.key.keysym.sym))
            return StageKey(keyName: name).map { .key($0) }
        case SDL_TEXTINPUT:
            // Where the question mark lies differs from keyboard to keyboard; what it writes does not.
            return event.text.text.0 == CChar(UInt8(ascii: "?")) ? .key(.help) : nil
        default: return nil
        }
    }
}
