import Broadcast
import Chat
import Desk
import Foundation

/// Prepares one show before it runs: its file is filled in, its chats are tried, its key is kept, all is
/// checked and rehearsed, and at last it is performed, by this same program beside itself.
public actor ShowPreparation: Preparing {
    /// What a preparation is told.
    public struct Settings: Sendable {
        /// The show's file, which need not be there yet.
        public var file: String
        /// This program.
        public var program: URL
        /// How live chats are reached, with the key's file that the show names.
        public var liveChat: @Sendable (_ apiKeyFile: String?) throws -> LiveChatSettings
        /// Says a line to the person at the terminal.
        public var say: @Sendable (String) -> Void = { _ in }
        /// How long a live chat is listened to when it is tried.
        public var patience = Duration.seconds(15)
        /// The environment, of which the children get what they need.
        public var environment = ProcessInfo.processInfo.environment

        /// The settings of a show's preparation.
        public init(
            file: String, program: URL,
            liveChat: @escaping @Sendable (String?) throws -> LiveChatSettings
        ) {
            (self.file, self.program, self.liveChat) = (file, program, liveChat)
        }
    }

    /// The states of what was begun.
    public nonisolated let states: AsyncStream<PreparationState>
    private let feed: AsyncStream<PreparationState>.Continuation
    private var state = PreparationState() {
        didSet { if state != oldValue { feed.yield(state) } }
    }
    private let settings: Settings
    private var sheetOfShow: ShowSheet
    private var trial: Task<Void, Never>?
    private var children: [Part: ShowChild] = [:]
    private var runs: [Part: Task<Void, Never>] = [:]
    private let endings: AsyncStream<Int32>
    private let endingFeed: AsyncStream<Int32>.Continuation

    private var isClosed = false

    private enum Part { case check, rehearsal, show }

    /// The preparation of a show.
    public init(_ settings: Settings) {
        self.settings = settings
        sheetOfShow = ShowSheet(
            path: settings.file, usualKeyFile: StreamKeyFile.usual(settings.environment))
        (states, feed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (endings, endingFeed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Waits until the show has been performed; its status.
    public func performed() async -> Int32 { await endings.first { _ in true } ?? 0 }

    /// Ends everything that runs, and waits for its end.
    public func close() async {
        isClosed = true
        trial?.cancel()
        for child in children.values { child.stop() }
        for run in runs.values { await run.value }
        await trial?.value
        feed.finish()
        endingFeed.finish()
    }

    // MARK: - The file

    /// What stands in the show's file.
    public func sheet() -> PreparationSheet { sheetOfShow.read() }

    /// Writes changed settings into the show's file; throws `PreparationRefusal`.
    public func save(_ changes: [String: String]) throws -> PreparationSheet {
        try refuseDuringShow()
        try sheetOfShow.save(changes)
        return sheetOfShow.read()
    }

    /// Keeps a stream key and names its file in the show's; throws `PreparationRefusal`, which shows no key.
    public func keep(streamKey: String, for server: String) throws -> PreparationSheet {
        try refuseDuringShow()
        let sheet = sheetOfShow.read()
        let isNamed = sheet.fields["streamKeyFile"] == sheet.key.path
        let naming = isNamed ? [:] : ["streamKeyFile": sheet.key.path]
        // Before anything is kept: a file that cannot be changed would never name it.
        try sheetOfShow.check(naming)
        try StreamKeyFile(path: sheetOfShow.whole(sheet.key.path)).keep(streamKey, for: server)
        try sheetOfShow.save(naming)
        return sheetOfShow.read()
    }

    // MARK: - The chat

    /// Opens chats as the show would; throws `PreparationRefusal` for what is no chat.
    public func tryChats(_ addresses: [String]) throws {
        try refuseDuringShow()
        let chats: [ChatAddress]
        let show: ShowFile
        do {
            show = (try? sheetOfShow.file()) ?? ShowFile()
            let places = ShowFilePlaces(
                folder: URL(fileURLWithPath: settings.file).deletingLastPathComponent())
            chats = try addresses.map { try ChatAddress(places.chat($0)) }
        } catch { throw PreparationRefusal("\(error)", setting: "chats") }
        guard !chats.isEmpty else {
            throw PreparationRefusal("\(ShowError.noChat)", setting: "chats")
        }
        try refuseStandardInput(chats)
        var live: LiveChatSettings
        do { live = try settings.liveChat(show.apiKeyFile) } catch {
            throw PreparationRefusal("\(error)", setting: "apiKeyFile")
        }
        live.youtube.longestDelay = show.chatDelay ?? live.youtube.longestDelay
        let attempt = ChatTrial(
            chats: chats, live: live, reader: show.reader.flatMap { $0.isEmpty ? nil : $0 },
            patience: settings.patience)
        let before = trial
        before?.cancel()
        state.trial = PreparationState.Trial(.working)
        trial = Task {
            await before?.value
            await run(attempt)
        }
    }

    private func run(_ attempt: ChatTrial) async {
        do {
            try await attempt.run { await self.show($0) }
        } catch  where !Task.isCancelled {
            var trial = PreparationState.Trial(.failed)
            trial.words = "\(error)"
            state.trial = trial
        } catch {}
    }

    private func show(_ trial: PreparationState.Trial) {
        if !Task.isCancelled { state.trial = trial }
    }

    private func refuseStandardInput(_ chats: [ChatAddress]) throws {
        guard chats.contains(.standardInput) else { return }
        throw PreparationRefusal(
            "A chat from standard input is read where the show is started: in a terminal, with "
                + "emotionmotion perform --show \(settings.file).", setting: "chats")
    }

    // MARK: - The check

    /// Looks at everything that the saved show needs; throws `PreparationRefusal` while it does already.
    public func check() throws {
        try refuseDuringShow()
        try refuseWhile(children[.check] != nil, "A check runs already.")
        state.check = PreparationState.Check(.working)
        try begin(.check, ["--dry-run"], reading: .everything) { await self.follow(check: $0) }
    }

    private func follow(check child: ShowChild) async {
        var lastWords = ""
        for await line in child.lines {
            let words = line.drop { $0 != " " }.trimmingCharacters(in: .whitespaces)
            let grade = String(line.prefix { $0 != " " })
            guard ShowFinding.Grade(rawValue: grade) != nil, line.contains(": ") else {
                if !line.isEmpty { lastWords = line }
                continue
            }
            state.check.findings.append(.init(grade: grade, words: words))
        }
        let isGood = await child.status == 0
        if !isGood, !state.check.findings.contains(where: { $0.grade == "fault" }) {
            let words = lastWords.isEmpty ? "The check did not come to its end." : lastWords
            state.check.findings.append(.init(grade: "fault", words: words))
        }
        children[.check] = nil
        state.check.standing = isGood ? .done : .failed
    }

    // MARK: - The rehearsal and the show

    /// Begins a rehearsal of the saved show, or ends it; throws `PreparationRefusal`.
    public func rehearse(_ isOn: Bool) throws {
        guard isOn else { return children[.rehearsal]?.stop() ?? () }
        try refuseDuringShow()
        try refuseWhile(children[.rehearsal] != nil, "A rehearsal runs already.")
        var run = PreparationState.Run(.working)
        run.words = "The rehearsal begins …"
        state.rehearsal = run
        try begin(.rehearsal, ["--rehearse", "--desk", "127.0.0.1:0"], reading: .everything) {
            _ = await self.follow($0, .rehearsal, \.rehearsal) { _ in }
        }
    }

    /// Performs the saved show once a rehearsal and a check have ended; throws `PreparationRefusal`.
    public func start() async throws {
        try refuseDuringShow()
        do {
            let show = try sheetOfShow.file()
            try refuseStandardInput((show.chats ?? []).map { try ChatAddress($0) })
        } catch let refusal as PreparationRefusal {
            throw refusal
        } catch { throw PreparationRefusal("\(error)") }
        var run = PreparationState.Run(.working)
        run.words = "The show begins …"
        state.show = run
        // Two shows at once would be late on a small machine, and both want the sound and the window.
        trial?.cancel()
        for part in [Part.check, .rehearsal] { children[part]?.stop() }
        for part in [Part.check, .rehearsal] { await runs[part]?.value }
        try begin(.show, [], reading: .words) { child in
            let say = self.settings.say
            let wasOpen = await self.follow(child, .show, \.show) { say($0) }
            // One that never began can be mended and started again.
            if wasOpen { self.endingFeed.yield(await child.status) }
        }
    }

    /// Follows a run to its end; whether it ever began.
    private func follow(
        _ child: ShowChild, _ part: Part,
        _ run: WritableKeyPath<PreparationState, PreparationState.Run> & Sendable,
        hearing: @Sendable (String) -> Void
    ) async -> Bool {
        var lastWords: [String] = []
        var wasOpen = false
        for await line in child.lines {
            hearing(line)
            if let link = line.wholeMatch(of: /Desk: (http:\/\/[^\s]+)/)?.1 {
                state[keyPath: run].link = String(link)
            }
            if line.hasPrefix("emotionmotion: ") {
                wasOpen = true
                state[keyPath: run].words = String(line.dropFirst("emotionmotion: ".count))
            }
            // Links hold tokens, and have their own place.
            guard !line.isEmpty, !line.contains("http://") else { continue }
            lastWords = lastWords.suffix(7) + [line]
        }
        let status = await child.status
        var ended = PreparationState.Run(status == 0 ? .done : .failed)
        ended.words = lastWords.filter { !$0.hasPrefix("emotionmotion: ") }.joined(separator: "\n")
        if ended.words.isEmpty { ended.words = "It ended with status \(status)." }
        // Together: whoever sees that it is over may begin the next.
        children[part] = nil
        state[keyPath: run] = ended
        return wasOpen
    }

    /// Runs the saved show with further options.
    private func begin(
        _ part: Part, _ options: [String], reading: ShowChild.Reading,
        _ follow: @escaping @Sendable (ShowChild) async -> Void
    ) throws {
        do {
            if isClosed { throw PreparationRefusal("The preparation is over.") }
            guard FileManager.default.fileExists(atPath: settings.file) else {
                throw PreparationRefusal(
                    "\(settings.file) is not there yet. Save the show first.")
            }
            var environment = settings.environment
            // Nothing of a rehearsal goes out, so it needs no key.
            if part == .rehearsal { environment[StreamKeys.variable] = nil }
            let child = try ShowChild(
                settings.program, ["perform", "--show", settings.file] + options,
                environment: environment, reading: reading)
            children[part] = child
            runs[part] = Task { await follow(child) }
        } catch {
            let refusal =
                error as? PreparationRefusal
                ?? PreparationRefusal(
                    "\(settings.program.path) cannot be run: \(error.localizedDescription).")
            switch part {
            case .check: state.check.standing = .failed
            case .rehearsal: state.rehearsal = PreparationState.Run()
            case .show: state.show = PreparationState.Run()
            }
            throw refusal
        }
    }

    private func refuseDuringShow() throws {
        try refuseWhile(state.show.standing == .working, "The show runs; steer it at its desk.")
    }

    private func refuseWhile(_ isSo: Bool, _ words: String) throws {
        if isSo { throw PreparationRefusal(words, isBusy: true) }
    }
}
