import Signals

/// What the operator asks of a running show.
public enum DeskCommand: Sendable, Equatable {
    /// Holds a mood of this emotion, `strength` 0 to 1, until it is released.
    case hold(Emotion, strength: Double)
    /// Holds this mood, of several feelings, until it is released.
    case set(Mood)
    /// Gives the mood back to the room.
    case release
    /// Pushes the mood towards an emotion, `strength` 0 to 1; the push fades within seconds.
    case nudge(Emotion, strength: Double)
    /// Takes every extreme out within a second and holds neutral until it is released.
    case calm
    /// How the dancer dances from here on.
    case tune(DanceTuning)
    /// Another puppet takes the stage: a name among those that the state names.
    case puppet(String)
    /// Paints the world of this emotion whatever the mood is; nil lets the world follow the mood.
    case backdrop(Emotion?)
    /// Draws words on the picture, or none.
    case words(Bool)
    /// Words stand on the picture as the title; nil takes them away.
    case title(String?)
    /// Lets somebody or something be heard no more.
    case mute(DeskMute)
    /// Lets what is muted, by its number in the state, be heard again.
    case unmute(Int)
    /// Says what the message of an event, by its number, really meant: one emotion or several.
    case correct(event: Int, emotions: [Emotion])
    /// Does at once what a cue of the show, counted from 1, says.
    case cue(Int)
    /// Starts or stops one output, counted from 1 as in the state.
    case output(Int, on: Bool)
    /// Begins a recording of the show in a file of its own, or ends it.
    case record(Bool)
    /// Starts or ends what OBS makes of the show.
    case obs(OBSWork, on: Bool)
    /// What a voice of the gallery weighs beside one of the chat, in `galleryWeights`.
    case weigh(gallery: Double)
    /// Draws the gallery's QR code on the picture, or not.
    case code(Bool)
    /// Makes a key for an input of the gallery, by its name; the board does it, and the show is told.
    case issue(input: String)
    /// Takes an input's key back; the board does it, and the show is told.
    case withdraw(input: String)
    /// Lets nobody steer but as `DeskLock` says.
    case lock(DeskLock.Reach)
    /// Lets everybody at the desk steer again.
    case unlock
    /// Ends the show in order.
    case end
}

/// What OBS does with a show beside showing it.
public enum OBSWork: String, Codable, Sendable, CaseIterable {
    case stream, recording
}

extension DeskCommand {
    /// What a voice of the gallery may weigh beside one of the chat; 0 is not heard.
    public static let galleryWeights = 0.0...4.0
}

/// What of the dance is steered; nil leaves a thing as it is.
public struct DanceTuning: Codable, Sendable, Equatable {
    /// How far the mood's guidance goes; 1 is the model's own, more is more of the mood.
    public var guidance: Double?
    /// Below 1 rare movements become rarer, above 1 more frequent.
    public var temperature: Double?
    /// Added to the mood's own pace; 0.5 is about a quarter faster.
    public var pace: Double?

    /// What may be asked for, in the order of the properties.
    public static let ranges = (guidance: 0.0...3.0, temperature: 0.5...1.5, pace: -1.0...1.0)

    /// A tuning.
    public init(guidance: Double? = nil, temperature: Double? = nil, pace: Double? = nil) {
        self.guidance = guidance
        self.temperature = temperature
        self.pace = pace
    }
}

/// What is to be heard no more.
public enum DeskMute: Sendable, Equatable {
    /// Whoever did an event, by its number.
    case author(event: Int)
    /// Every message with a word or a phrase in it.
    case word(String)
    /// A whole chat, by its name in the state.
    case source(String)
}

/// The command in plain words, for the account of what was done.
extension DeskCommand: CustomStringConvertible {
    /// What the operator does, as in "holds fear at 80 %".
    public var description: String {
        func percent(_ strength: Double) -> String { "\(Int((strength * 100).rounded())) %" }
        func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        return switch self {
        case .hold(let emotion, let strength): "holds \(emotion) at \(percent(strength))"
        case .set(let mood):
            "sets "
                + Emotion.allCases.filter { mood[$0] >= 0.005 }
                .map { "\($0) \(percent(mood[$0]))" }.joined(separator: ", ")
        case .release: "gives the mood back to the room"
        case .nudge(let emotion, let strength): "nudges towards \(emotion) by \(percent(strength))"
        case .calm: "calms the show"
        case .tune(let tuning): tuning.description
        case .puppet(let name): "brings the puppet \(name)"
        case .backdrop(let emotion?): "paints the world of \(emotion)"
        case .backdrop(nil): "lets the world follow the mood"
        case .words(let on): on ? "shows words" : "hides words"
        case .title(let words?): "titles the show \"\(words)\""
        case .title(nil): "takes the title away"
        case .mute(let what): "mutes \(what)"
        case .unmute(let number): "hears what was muted as number \(number) again"
        case .correct(let event, let emotions):
            "corrects the reading of event \(event) to "
                + emotions.map(\.rawValue).joined(separator: " and ")
        case .cue(let number): "gives cue \(number)"
        case .output(let number, let on): "\(on ? "starts" : "stops") output \(number)"
        case .record(let on): on ? "begins a recording" : "ends the recording"
        case .obs(let work, let on): "\(on ? "starts" : "ends") OBS's \(work.rawValue)"
        case .weigh(let weight): "lets a voice of the gallery weigh \(rounded(weight))"
        case .code(let on): on ? "shows the gallery's code" : "hides the gallery's code"
        case .issue(let input): "makes a key for the input \(input)"
        case .withdraw(let input): "withdraws the key of the input \(input)"
        case .lock(.everybody): "locks the desk"
        case .lock(.others): "keeps the desk to one page"
        case .unlock: "unlocks the desk"
        case .end: "ends the show"
        }
    }
}

extension DanceTuning: CustomStringConvertible {
    /// What is changed, as in "sets guidance to 2.0".
    public var description: String {
        let parts = [("guidance", guidance), ("temperature", temperature), ("pace", pace)]
        func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        return "sets "
            + parts.compactMap { name, value in value.map { "\(name) to \(rounded($0))" } }
            .joined(separator: ", ")
    }
}

extension DeskMute: CustomStringConvertible {
    /// What is muted, in words.
    public var description: String {
        switch self {
        case .author(let event): "who did event \(event)"
        case .word(let word): "the word \"\(word)\""
        case .source(let name): "the chat \(name)"
        }
    }
}
