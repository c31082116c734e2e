import CSDL

/// What a window can be told while it is open.
extension Surface {
    /// Fills the display that the window is on, or goes back to its size.
    func setFullscreen(_ on: Bool) {
        guard isWindow else { return }
        SDL_SetWindowFullscreen(window, on ? SDL_WINDOW_FULLSCREEN_DESKTOP.rawValue : 0)
    }

    /// Whether the window fills its display.
    var isFullscreen: Bool {
        SDL_GetWindowFlags(window) & SDL_WINDOW_FULLSCREEN_DESKTOP.rawValue
            == SDL_WINDOW_FULLSCREEN_DESKTOP.rawValue
    }

    /// The place in the middle of a display, counted from 1; of the first where none is named.
    ///
    /// Throws `StageError.noSuchDisplay`.
    static func middle(ofDisplay display: Int?) throws -> Int32 {
        // SDL_WINDOWPOS_CENTERED_DISPLAY is a macro with a cast, which Swift does not import.
        let centred: Int32 = 0x2FFF_0000
        guard let display else { return centred }
        let count = Int(SDL_GetNumVideoDisplays())
        guard (1...max(count, 1)).contains(display) else {
            throw StageError.noSuchDisplay(display, count: count)
        }
        return centred | Int32(display - 1)
    }
}
