import Desk
import SettingsFiles
import Signals

extension ShowCue {
    /// A cue as it stands in a show's file: `at` or `when`, and `do`.
    init(_ section: inout SettingsSection, at places: ShowFilePlaces) throws {
        let time = try section.seconds("at")
        let hasMood = section.isSection("when")
        var least: [Emotion: Double] = [:]
        var seconds = 0.0
        var again: Double?
        try section.section("when") { part in
            for emotion in Emotion.allCases {
                try part.read(emotion.rawValue, ifThere: &least[emotion], .within(0, 1))
            }
            seconds = try part.seconds("for") ?? 0
            again = try part.seconds("again")
        }
        switch (time, hasMood) {
        case (let time?, false): moment = .at(time)
        case (nil, true):
            guard !least.isEmpty else {
                throw section.fault(at: "when", "names no emotion, as in {anger: 0.6, for: 5}")
            }
            moment = .mood(least, seconds: seconds, again: again)
        default:
            throw section.fault(
                at: "when", "or `at` says when the cue is due: give one of the two")
        }
        var actions: [Action] = []
        try section.section("do") { actions = try Self.actions(&$0, at: places) }
        guard !actions.isEmpty else {
            throw section.fault(at: "do", "says what the cue does, as in `do: {hold: anger}`")
        }
        self.actions = actions
    }

    private static func actions(
        _ section: inout SettingsSection, at places: ShowFilePlaces
    ) throws -> [Action] {
        var actions: [Action] = []
        if let mood = try section.mood("hold") { actions.append(.steer(.set(mood))) }
        for (key, command) in [("release", DeskCommand.release), ("calm", .calm)] {
            var isAsked: Bool?
            try section.read(key, ifThere: &isAsked)
            if isAsked == true { actions.append(.steer(command)) }
        }
        var words: Bool?
        try section.read("words", ifThere: &words)
        if let words { actions.append(.steer(.words(words))) }
        var code: Bool?
        try section.read("code", ifThere: &code)
        if let code { actions.append(.steer(.code(code))) }
        var puppet: String?
        try section.read("puppet", ifThere: &puppet)
        if let puppet { actions.append(.puppet(places.puppet(puppet))) }
        var title: String?
        try section.read("title", ifThere: &title)
        if let title { actions.append(.title(title.isEmpty ? nil : title)) }
        var ends: Bool?
        try section.read("end", ifThere: &ends)
        if ends == true { actions.append(.steer(.end)) }
        return actions
    }
}
