import Broadcast
import Chat
import Desk
import Foundation
import Show
import Signals
import Synchronization

/// Performs a show under faults and measures what it loses.
@MainActor
public final class SoakRun {
    private let settings: SoakSettings
    private let chat: SoakChat
    private let show: LiveShow
    private let say: @MainActor (String) -> Void

    private var report = SoakReport()
    private var pictures = PictureWatch()
    private var memory = MemoryCurve()
    private var faults: [SoakFault]
    private var turn = 0
    private var due: Double
    private var bag: [UInt8] = []
    private var bagUntil = 0.0
    private var absences: [String: [Double]] = [:]
    /// What a part must have done before it counts as back, and since when it is waited for.
    private var waiting: (part: String, since: Double, mark: Int)?

    private let began = ContinuousClock.now
    private var now: Double { began.duration(to: .now) / .seconds(1) }

    /// Opens the show; `say` is told of each fault.
    ///
    /// Throws what a show throws that cannot begin.
    public static func open(
        _ settings: SoakSettings, say: @escaping @MainActor (String) -> Void
    ) async throws -> SoakRun {
        try FileManager.default.createDirectory(
            at: settings.folder, withIntermediateDirectories: true)
        let chat =
            settings.pace == .live
            ? try await SoakChat.live()
            : try SoakChat.recorded(
                seconds: settings.duration, perSecond: settings.messagesPerSecond,
                in: settings.folder)
        return try SoakRun(settings, chat: chat, say: say)
    }

    private init(
        _ settings: SoakSettings, chat: SoakChat, say: @escaping @MainActor (String) -> Void
    ) throws {
        self.settings = settings
        self.chat = chat
        self.say = say
        var wanted = ShowSettings()
        wanted.chats = [chat.address]
        if let base = chat.base { wanted.liveChat.youtube.base = base }
        wanted.pace = settings.pace
        wanted.duration = settings.duration
        wanted.seed = settings.seed
        (wanted.width, wanted.height) = settings.size
        let video = settings.folder.appending(path: "show.mp4").path
        wanted.outputs =
            try [.movie(path: video)]
            + settings.outputs.map { try OutputAddress($0, keys: try StreamKeys.found(file: nil)) }
        wanted.sound = [.score]
        wanted.trace = settings.folder.appending(path: "trace.jsonl")
        if settings.pace == .live { wanted.desk = WebAddress(host: "127.0.0.1", port: 0) }
        show = try LiveShow(wanted)
        faults = SoakFault.allCases.filter { settings.pace == .live || $0.isForFastPace }
        due = settings.interval
    }

    /// Performs the show to its end, or until the task is cancelled, and gives the account.
    public func run() async throws -> (soak: SoakReport, show: ShowReport) {
        await show.openDesk()
        show.onBeat = { [unowned self] beat, picture in look(at: beat, picture) }
        let reconnects = Counter()
        let talking = Task { [chat, settings] in
            try await chat.talk(perSecond: settings.messagesPerSecond)
        }
        let cutting = Task { [settings] in
            try await Reconnects.run(settings.reconnects, seed: settings.seed, counting: reconnects)
        }
        let told = try await show.perform()
        show.onBeat = nil
        talking.cancel()
        cutting.cancel()
        await chat.close()
        report.reconnects = reconnects.value
        account(for: told)
        report.videos = await Videos.looked(at: settings.folder)
        (report.delayFirst, report.delayLast) = Delays.firstAndLastMinute(
            of: settings.folder.appending(path: "trace.jsonl"))
        return (report, told)
    }

    // MARK: - Beat by beat

    private func look(at beat: Beat, _ picture: Picture?) {
        let time = settings.pace == .live ? now : beat.time
        pictures.see(picture, at: time)
        if beat.number.isMultiple(of: 150), bag.isEmpty, let bytes = residentMemory() {
            memory.see(bytes, at: beat.time)
        }
        if !bag.isEmpty, beat.time > bagUntil { bag = [] }
        watchRecovery(at: time)
        guard beat.time >= due, beat.time < settings.duration - 5 else { return }
        due += settings.interval
        let fault = faults[turn % faults.count]
        turn += 1
        say("at \(Int(beat.time)) s: \(fault.rawValue)")
        report.faults[fault.rawValue, default: 0] += 1
        inflict(fault, at: beat.time)
        expectBack(fault, at: time)
    }

    private func inflict(_ fault: SoakFault, at time: Double) {
        let round = turn / faults.count
        switch fault {
        case .dancerFails: show.disturb(.dancerFails)
        case .dancerStalls: show.disturb(.dancerStalls(.seconds(4)))
        case .readerFails: show.disturb(.readerFails)
        case .readerStalls: show.disturb(.readerStalls(.seconds(4)))
        case .encoderDies: show.disturb(.encoderDies(round))
        case .encoderFreezes: show.disturb(.encoderFreezes(round))
        case .deskBreaks: show.disturb(.deskBreaks)
        case .standsStill: show.disturb(.standsStill(.milliseconds(700)))
        case .chatErrs: chat.spoil(.status(503))
        case .chatIsCut: chat.spoil(.cut)
        case .chatTalksNonsense: chat.spoil(.wrong)
        case .chatIsGone: chat.leave(for: .seconds(3))
        case .chatJumps: chat.jump(by: 90)
        case .memory:
            bag = [UInt8](repeating: 1, count: 256 << 20)
            bagUntil = time + 5
        case .puppetChanges: try? show.usePuppet(round.isMultiple(of: 2) ? "light" : "paper")
        }
    }

    private func expectBack(_ fault: SoakFault, at time: Double) {
        guard let part = fault.part, settings.pace == .live else { return }
        switch part {
        case "chat": waiting = (part, time, chat.said + 1)
        default:
            // What was in the pipe was written before; a second of pictures is not.
            waiting = (part, time, (show.picturesWritten.first ?? 0) + 10)
        }
    }

    private func watchRecovery(at time: Double) {
        guard let wanted = waiting else { return }
        let done = wanted.part == "chat" ? show.messagesRead : show.picturesWritten.first ?? 0
        guard done >= wanted.mark else { return }
        absences[wanted.part, default: []].append(time - wanted.since)
        waiting = nil
    }

    // MARK: - At the end

    private func account(for told: ShowReport) {
        report.seconds = told.seconds
        report.wallSeconds = told.wallSeconds
        report.pictures = told.pictures
        report.longestDark = pictures.longestDark
        report.darkTimes = pictures.darkTimes
        report.longestFrozen = pictures.longestFrozen
        report.said = chat.said
        report.read = told.messages.read
        report.memory = memory.account
        var gone: [String: Double] = [:]
        for fault in told.faults {
            report.reported[fault.part, default: 0] += 1
            // "the dancer: back after 0.6 s."
            if let match = fault.what.firstMatch(of: /back after ([0-9.]+) s/),
                let seconds = Double(match.1)
            {
                absences[fault.part, default: []].append(seconds)
            }
            if fault.part == "desk" {
                if fault.what.contains("are gone") { gone["desk"] = fault.time }
                if fault.what.contains("are back"), let since = gone["desk"] {
                    absences["desk", default: []].append(fault.time - since)
                    gone["desk"] = nil
                }
            }
        }
        report.absences = absences.mapValues { lengths in
            let sorted = lengths.sorted()
            return .init(
                times: sorted.count, median: sorted[sorted.count / 2], longest: sorted.last ?? 0)
        }
    }
}

/// Counts from several tasks.
final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}
