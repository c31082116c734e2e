import Affect
import Broadcast
import Chat
import Desk
import Encoders
import Foundation
import Motion
import OBS
import Signals
import Stage

/// Looks at everything that a show needs, and starts nothing of it.
///
/// Servers are asked whether they are there, for a few seconds at most; nothing is published, and no
/// file is written.
public struct ShowCheck: Sendable {
    /// Seconds that a chat, a server or OBS may take to answer.
    public static let patience = Duration.seconds(8)

    private let settings: ShowSettings
    private let patience: Duration

    /// A check of the show with these settings.
    public init(_ settings: ShowSettings, patience: Duration = ShowCheck.patience) {
        self.settings = settings
        self.patience = patience
    }

    /// Looks at one thing after the other and tells each as it is found.
    public func run(_ tell: @Sendable (ShowFinding) -> Void) async {
        for chat in settings.chats { tell(await finding(of: chat)) }
        tell(reader())
        tell(dancer())
        for finding in await stage() { tell(finding) }
        for finding in cues() { tell(finding) }
        for finding in await encoder() { tell(finding) }
        for output in settings.outputs {
            for finding in await self.output(output) { tell(finding) }
        }
        for sound in settings.sound { tell(await finding(of: sound)) }
        for finding in await files() { tell(finding) }
        for finding in await pages() { tell(finding) }
    }

    // MARK: - Chats

    private func finding(of chat: ChatAddress) async -> ShowFinding {
        let subject = "chat \(chat)"
        do {
            if let recording = try chat.recording() {
                let events = recording.events.count
                let seconds = Int((recording.startingAtZero.lastTime ?? 0).rounded())
                guard events > 0 else { return .init(.warning, subject, "it holds no message.") }
                let problems = recording.problems
                return .init(
                    problems.isEmpty ? .ok : .warning, subject,
                    "\(events) events in \(seconds / 60):" + String(format: "%02d", seconds % 60)
                        + (problems.isEmpty ? "" : "; \(problems)"))
            }
            if settings.pace == .fast {
                return .init(.fault, subject, "\(ShowError.fastPaceNeedsRecording(subject))")
            }
            guard let source = try chat.liveSource(settings.liveChat) else {
                return .init(.fault, subject, "it is no chat.")
            }
            if chat == .standardInput {
                return .init(.ok, subject, "is read when the show begins.")
            }
            return await firstWord(of: source, subject)
        } catch {
            return .init(.fault, subject, "\(error)")
        }
    }

    /// What a live chat says of itself first.
    private func firstWord(of source: any ChatSource, _ subject: String) async -> ShowFinding {
        let silent = ShowFinding(.fault, subject, "it did not answer within \(patience).")
        let found = await withTaskGroup(of: ShowFinding?.self) { group in
            group.addTask {
                do {
                    for try await event in source.events() {
                        guard case .status(let state, let reason) = event.kind else { continue }
                        let words = reason ?? "it is not live."
                        switch state {
                        case .connecting: continue
                        case .live: return .init(.ok, subject, "it is there.")
                        case .gap, .ended: return .init(.fault, subject, words)
                        }
                    }
                    return .init(.fault, subject, "it ended at once.")
                } catch {
                    return .init(.fault, subject, "\(error)")
                }
            }
            group.addTask {
                try? await Task.sleep(for: patience)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        return found ?? silent
    }

    // MARK: - Reader, dancer, stage

    private func reader() -> ShowFinding {
        do {
            _ = try MessageReader()
            let sentences = try SentenceReaders.named(settings.reader)
            _ = sentences?.moods(of: ["what a wonderful night"])
            return .init(
                .ok, "reader",
                sentences == nil ? "the fast one alone." : "sentences and single words.")
        } catch { return .init(.fault, "reader", "\(error)") }
    }

    private func dancer() -> ShowFinding {
        guard let file = settings.dancer ?? Dancer.shipped else {
            return .init(.fault, "dancer", "\(ShowError.noDancer)")
        }
        do {
            let dancer = try Dancer(checkpoint: file, seed: settings.seed)
            let pose = dancer.pose(feeling: Mood(.neutral))
            guard pose.isFinite else {
                return .init(.fault, "dancer", "\(file.path) dances no numbers. Train it again.")
            }
            return .init(.ok, "dancer", "\(file.lastPathComponent), \(dancer.about.licence)")
        } catch { return .init(.fault, "dancer", "\(error)") }
    }

    @MainActor private func stage() -> [ShowFinding] {
        guard settings.outputs.contains(where: { !$0.isForPosesOnly }) else { return [] }
        var findings: [ShowFinding] = []
        do {
            let stage = try Stage(
                StageSettings(
                    width: settings.width, height: settings.height, backdrops: settings.backdrops,
                    puppet: settings.puppet, seed: settings.seed))
            findings.append(
                .init(.ok, "stage", "worlds and puppet are there; drawn by \(stage.rendererName)."))
            // In a world's place the stage has one of its own; drawings have none.
            let worlds = settings.backdrops?.path
            findings += stage.takeRemarks().map { remark in
                worlds.map(remark.contains) == true
                    ? .init(.fault, "stage", remark) : .init(.warning, "puppet", remark)
            }
        } catch {
            findings.append(.init(.fault, "stage", "\(error)"))
        }
        if settings.outputs.contains(.window) {
            let environment = ProcessInfo.processInfo.environment
            let display = environment["WAYLAND_DISPLAY"] ?? environment["DISPLAY"] ?? ""
            findings.append(
                display.isEmpty
                    ? .init(
                        .warning, "window", "there is no display, so nobody sees the show here.")
                    : .init(.ok, "window", "on the display \(display)."))
        }
        return findings
    }

    private func cues() -> [ShowFinding] {
        var findings: [ShowFinding] = []
        for (index, cue) in settings.cues.enumerated() {
            let subject = "cue \(index + 1)"
            if case .at(let time) = cue.moment, let duration = settings.duration, time >= duration {
                findings.append(
                    .init(.warning, subject, "it is due at \(time) s, after the show's end."))
            }
            for case .puppet(let name) in cue.actions {
                do {
                    let faults = try PuppetCheck(name).faults
                    findings += faults.map { .init(.warning, subject, $0) }
                } catch { findings.append(.init(.fault, subject, "\(error)")) }
            }
        }
        if findings.isEmpty, !settings.cues.isEmpty {
            findings.append(.init(.ok, "cues", "\(settings.cues.count)."))
        }
        return findings
    }

    // MARK: - Outputs

    private func encoder() async -> [ShowFinding] {
        let needsProgram = settings.outputs.contains {
            if case .frames = $0 { true } else { $0.isEncoded }
        }
        guard needsProgram else { return [] }
        let encoder = settings.videoEncoder
        let size = EncoderSettings(width: settings.width, height: settings.height)
        if let trouble = await encoder.trouble(size) {
            return [.init(.fault, "encoder \(encoder)", "it does not encode here: \(trouble)")]
        }
        return [.init(.ok, "encoder \(encoder)", "a trial worked.")]
    }

    private func output(_ output: OutputAddress) async -> [ShowFinding] {
        let subject = "output \(output)"
        switch output {
        case .window: return []
        case .movie, .frames, .poses: return place(output, subject)
        case .stream(let stream):
            if let trouble = await ServerReach.trouble(of: stream, within: patience) {
                return [.init(.fault, subject, trouble)]
            }
            return [.init(.ok, subject, "the key is there, and the server answers.")]
        case .obs: return [await studio(subject)]
        case .osc: return [.init(.ok, subject, "packets are sent; nobody need answer.")]
        }
    }

    /// A file or folder: whether it can be written, and how long its disk lasts.
    private func place(_ output: OutputAddress, _ subject: String) -> [ShowFinding] {
        if let trouble = output.placeTrouble { return [.init(.fault, subject, "\(trouble)")] }
        guard let room = output.room else { return [.init(.ok, subject, "it can be written.")] }
        let perSecond = output.usualBytesPerSecond(width: settings.width, height: settings.height)
        let minutes = Int(Double(room) / perSecond / 60)
        let words =
            "it can be written; \(room / 1_000_000) MB are free, enough for about "
            + (minutes >= 120 ? "\(minutes / 60) hours." : "\(minutes) minutes.")
        let wanted = settings.duration ?? 3600
        var findings: [ShowFinding] = []
        if room < EncoderSettings.leastRoom {
            findings.append(
                .init(.fault, subject, "the disk is full: \(room / 1_000_000) MB are free."))
        } else {
            findings.append(
                .init(Double(room) < 1.2 * wanted * perSecond ? .warning : .ok, subject, words))
        }
        if case .movie(let path) = output, FileManager.default.fileExists(atPath: path) {
            findings.append(
                .init(.warning, subject, "it is there already and will be written over."))
        }
        return findings
    }

    private func studio(_ subject: String) async -> ShowFinding {
        do {
            let status = try await OBSConnection.open(
                settings.obs.address, password: settings.obs.password, patience: patience
            ) { try await $0.status() }
            return .init(.ok, subject, "OBS \(status.version) answers and lets us in.")
        } catch { return .init(.fault, subject, "\(error)") }
    }

    private func finding(of sound: SoundAddress) async -> ShowFinding {
        if let trouble = await sound.trouble() {
            return .init(.fault, "sound \(sound)", "it cannot be played: \(trouble)")
        }
        return .init(.ok, "sound \(sound)", "it can be played.")
    }

    /// Files beside the outputs.
    private func files() async -> [ShowFinding] {
        let files = [
            ("chat recording", settings.chatRecording), ("trace", settings.trace?.path),
            ("report", settings.report),
        ]
        return files.compactMap { subject, path in
            guard let path else { return nil }
            if let trouble = OutputAddress.poses(path: path).placeTrouble {
                return .init(.fault, subject, "\(trouble)")
            }
            return .init(.ok, subject, "\(path) can be written.")
        }
    }

    // MARK: - Pages

    private func pages() async -> [ShowFinding] {
        guard settings.pace == .live else { return [] }
        var findings: [ShowFinding] = []
        for (subject, address) in [("desk", settings.desk), ("gallery", settings.gallery)] {
            guard let address, subject == "desk" || address != settings.desk else { continue }
            guard let trouble = await ServerReach.portTrouble(address) else {
                findings.append(.init(.ok, subject, "\(address) is free."))
                continue
            }
            let isMovable = subject == "desk" && address.port != 0
            findings.append(
                isMovable
                    ? .init(.warning, subject, "\(address) is taken; a free port will be used.")
                    : .init(.fault, subject, "\(address) cannot be listened at: \(trouble)"))
        }
        return findings
    }
}

extension Pose {
    /// Whether every number is one.
    var isFinite: Bool { points.allSatisfy { $0.x.isFinite && $0.y.isFinite } }
}
