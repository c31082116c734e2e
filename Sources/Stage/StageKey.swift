/// What the keys of the stage's window do. The show acts on them; `help` lists them on the picture.
public enum StageKey: CaseIterable, Sendable {
    case help, fullscreen, words, skeleton, puppet, hold, code, screenshot, quit

    /// The key as it is written in the list.
    public var name: String {
        switch self {
        case .help: "?"
        case .fullscreen: "F"
        case .words: "W"
        case .skeleton: "S"
        case .puppet: "P"
        case .hold: "H"
        case .code: "G"
        case .screenshot: "C"
        case .quit: "Q"
        }
    }

    /// What it does, in a few words.
    public var meaning: String {
        switch self {
        case .help: "these keys, in this window alone"
        case .fullscreen: "fill the display, or not"
        case .words: "words on the picture, or none"
        case .skeleton: "the dancer's bones, or none"
        case .puppet: "the next puppet"
        case .hold: "hold the mood, or give it back"
        case .code: "the gallery's code, or none"
        case .screenshot: "keep this picture as a PNG"
        case .quit: "end the show (Escape too)"
        }
    }

    /// The key of SDL's name for it ("Escape", "F"); nil for one that does nothing.
    init?(keyName: String) {
        switch keyName {
        case "Escape": self = .quit
        case "F1": self = .help
        case "F11": self = .fullscreen
        default:
            guard let key = StageKey.allCases.first(where: { $0.name == keyName }) else {
                return nil
            }
            self = key
        }
    }
}
