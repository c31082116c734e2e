import Desk
import Foundation
import Signals
import Stage

/// Why an order of the desk was not carried out, a sentence.
struct OrderRefusal: Error {
    var reason: String
    init(_ reason: String) { self.reason = reason }
}

/// A deed as it is written down.
struct DeskDeedLine: Encodable {
    var at: Date
    var command: DeskCommand
    var deed: DeskDeed
}

/// What the operator asks for, carried out or refused, and written down either way.
extension LiveShow {
    /// Carries an order out.
    func follow(_ order: DeskOrder, at beat: Beat) {
        var deed = DeskDeed(
            number: order.number, time: beat.time, by: order.by, what: words(for: order.command))
        do {
            if case .obs(let work, let on) = order.command {
                return try steerOBS(work, on: on, as: order, deed)
            }
            try carryOut(order.command, at: beat)
        } catch let refusal as OrderRefusal {
            deed.refusal = refusal.reason
        } catch {
            deed.refusal = "\(error)"
        }
        write(deed, of: order)
    }

    /// Writes down what became of an order.
    func write(_ deed: DeskDeed, of order: DeskOrder) {
        deeds.append(deed)
        if deeds.count > Self.mostDeeds { deeds.removeFirst() }
        journal.note(deed)
        notes.note(DeskDeedLine(at: Date(), command: order.command, deed: deed))
    }

    /// Deeds that the page is told.
    static var mostDeeds: Int { 20 }

    private func carryOut(_ command: DeskCommand, at beat: Beat) throws {
        switch command {
        case .hold, .set, .release, .nudge, .calm, .end:
            steering.follow(command, at: beat.time, from: showMood)
        case .words:
            guard settings.showsWords, stage != nil else {
                throw OrderRefusal("This show draws no words.")
            }
            steering.follow(command, at: beat.time, from: showMood)
        case .lock, .unlock, .issue, .withdraw: break  // The board has done it.
        case .obs: break  // OBS is asked beside the show, by `steerOBS`.
        case .weigh(let weight): listener.galleryWeight = weight
        case .code:
            guard stage != nil else { throw OrderRefusal("This show draws no pictures.") }
            guard galleryCode != nil else {
                throw OrderRefusal("This show has no gallery, so there is no code of it.")
            }
            steering.follow(command, at: beat.time, from: showMood)
        case .tune(let tuning): tune(tuning)
        case .puppet(let name): try bring(name)
        case .backdrop(let emotion):
            guard stage != nil else { throw OrderRefusal("This show draws no pictures.") }
            world.paint(emotion, at: beat.time)
        case .title(let words):
            guard stage != nil else { throw OrderRefusal("This show draws no pictures.") }
            title.show(words, at: beat.time)
        case .mute(let what): try mute(what, at: beat)
        case .unmute(let number):
            guard mutes.unmute(number) else {
                throw OrderRefusal("Nothing is muted under number \(number).")
            }
            listener.mute(mutes.words)
        case .correct(let event, let emotions): try correct(event, to: emotions, at: beat)
        case .cue(let number):
            guard let actions = cues.give(number) else {
                throw OrderRefusal("The show has no cue \(number).")
            }
            for action in actions { follow(action, at: beat) }
        case .output(let number, let on): try turn(number, on: on)
        case .record(let on): try on ? record() : endRecording()
        }
    }

    /// The command in words, with names where it has numbers.
    private func words(for command: DeskCommand) -> String {
        switch command {
        case .output(let number, let on):
            let tallies = broadcaster.tallies
            guard tallies.indices.contains(number - 1) else { return "\(command)" }
            return (on ? "starts " : "stops ") + tallies[number - 1].name
        case .unmute(let number):
            guard let found = mutes.list.first(where: { $0.number == number }) else {
                return "\(command)"
            }
            return "hears \(found.what) again"
        case .mute(.author(let event)):
            guard let name = journal.memory[event]?.name, !name.isEmpty else { return "\(command)" }
            return "mutes \(name)"
        default: return "\(command)"
        }
    }

    // MARK: - Dance and picture

    private func tune(_ tuning: DanceTuning) {
        if let guidance = tuning.guidance { dancer.dancing.guidance = Float(guidance) }
        if let temperature = tuning.temperature { dancer.dancing.temperature = Float(temperature) }
        if let pace = tuning.pace { dancer.dancing.paceShift = Float(pace) }
    }

    /// How the dancer dances now.
    var tuning: DanceTuning {
        func hundredths(_ value: Float) -> Double { (Double(value) * 100).rounded() / 100 }
        return DanceTuning(
            guidance: hundredths(dancer.dancing.guidance),
            temperature: hundredths(dancer.dancing.temperature),
            pace: hundredths(dancer.dancing.paceShift))
    }

    /// The puppets that the desk may ask for: the program's own, the show's and its cues'. A path from
    /// a page would be a look into this machine's files.
    static func puppets(of settings: ShowSettings) -> [String] {
        let named = settings.cues.flatMap(\.actions).compactMap { action in
            if case .puppet(let name) = action { name } else { nil }
        }
        var seen: Set<String> = []
        return (PuppetFolder.names + [settings.puppet] + named).filter { seen.insert($0).inserted }
    }

    private func bring(_ name: String) throws {
        guard let stage else { throw OrderRefusal("This show draws no puppet.") }
        guard puppets.contains(name) else {
            throw OrderRefusal("The show knows no puppet \(name).")
        }
        try stage.usePuppet(name)
    }

    // MARK: - The room

    private func mute(_ what: DeskMute, at beat: Beat) throws {
        switch what {
        case .word(let word):
            try mutes.mute(.word(word), called: "“\(word)”")
            listener.mute(mutes.words)
        case .source(let name):
            guard chats.list.contains(where: { $0.name == name }) else {
                throw OrderRefusal("The show has no chat \(name).")
            }
            try mutes.mute(.source(name), called: name)
        case .author(let event):
            guard let entry = journal.memory[event], let author = entry.author else {
                throw OrderRefusal("Nobody is known for event \(event); it may be too old.")
            }
            try mutes.mute(.author(author), called: entry.name.isEmpty ? "somebody" : entry.name)
            // What was said is unsaid too, as where a platform clears an author.
            takeBack(everythingOf: author, at: beat)
        }
    }

    private func takeBack(everythingOf author: String, at beat: Beat) {
        listener.forget(author: author)
        captions.forget(author: author)
        journal.forget(author: author)
    }

    private func correct(_ number: Int, to emotions: [Emotion], at beat: Beat) throws {
        guard let entry = journal.memory[number], !entry.text.isEmpty else {
            throw OrderRefusal("Event \(number) is no message, or too old.")
        }
        let share = 1 / Double(emotions.count)
        let mood = try Mood(scaling: Emotion.allCases.map { emotions.contains($0) ? share : 0 })
        journal.correct(number, to: mood)
        _ = listener.correct(
            message: entry.key, author: entry.author ?? "message " + entry.key, to: mood,
            time: beat.time)
        guard notes.keepsCorrections else {
            throw OrderRefusal("The mood follows, but this show keeps no file of corrections.")
        }
        let names = emotions.map { $0.rawValue }.joined(separator: ",")
        notes.note(entry.text, means: names)
    }

    // MARK: - Outputs

    private func turn(_ number: Int, on: Bool) throws {
        guard broadcaster.tallies.indices.contains(number - 1) else {
            throw OrderRefusal("The show has no output \(number).")
        }
        try broadcaster.turn(number - 1, on: on)
    }

    private func record() throws {
        guard stage != nil else { throw OrderRefusal("This show draws no pictures.") }
        guard settings.background == .worlds else {
            throw OrderRefusal("A recording cannot have a transparent background.")
        }
        guard !isRecording else { throw OrderRefusal("A recording runs already.") }
        let folder = settings.recordings.map { $0 + "/" } ?? ""
        _ = try broadcaster.record(to: folder + Self.recordingName(at: Date()))
    }

    private func endRecording() throws {
        guard isRecording else { throw OrderRefusal("No recording runs that the desk began.") }
        for (place, tally) in broadcaster.tallies.enumerated() where tally.isRecording {
            try broadcaster.turn(place, on: false)
        }
    }

    private var isRecording: Bool {
        broadcaster.tallies.contains { $0.isRecording && $0.standing != .stopped }
    }

    /// `emotionmotion-20261125-041830.mp4`, in local time.
    static func recordingName(at date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "yyyyMMdd-HHmmss"
        return "emotionmotion-\(format.string(from: date)).mp4"
    }
}
