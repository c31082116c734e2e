import ArgumentParser
import Broadcast
import Chat
import OBS
import Show
import Synchronization

/// `perform --dry-run`: what is written is understood piece by piece, so that one fault does not hide
/// the next, and then everything is looked at.
extension Perform {
    /// Says how everything is that the show needs; throws a status of 1 when something would be missing.
    func dryRun(_ cues: [ShowCue]) async throws {
        let worst = Mutex(ShowFinding.Grade.ok)
        let tell: @Sendable (ShowFinding) -> Void = { finding in
            worst.withLock { $0 = max($0, finding.grade) }
            print(finding)
        }
        let perform = understood(tell)
        do {
            var settings = try perform.settings()
            settings.cues = cues
            settings.report = json
            try await perform.stream.apply(to: &settings)
            if perform.chat.isEmpty, !chat.isEmpty { settings.chats = [] }
            if perform.output.isEmpty, !output.isEmpty { settings.outputs = [] }
            await ShowCheck(settings).run(tell)
        } catch {
            tell(.init(.fault, "settings", "\(error)"))
        }
        if worst.withLock({ $0 }) == .fault { throw ExitCode.failure }
    }

    /// These options without those that cannot be understood, each of which is told.
    private func understood(_ tell: (ShowFinding) -> Void) -> Perform {
        func holds(_ subject: String, _ check: () throws -> Void) -> Bool {
            do {
                try check()
                return true
            } catch {
                tell(.init(.fault, subject, "\(error)"))
                return false
            }
        }
        var perform = self
        perform.chat = chat.filter { text in holds("chat \(text)") { _ = try ChatAddress(text) } }
        perform.stream.sound = stream.sound.filter { text in
            holds("sound \(text)") { _ = try SoundAddress(text) }
        }
        // A key file that cannot be read is one fault, and not one of each output.
        var keys = StreamKeys()
        let hasKeys =
            !output.contains { $0.contains("://") }
            || holds("stream key") { keys = try stream.keys() }
        perform.output = output.filter { text in
            if text.contains("://"), !hasKeys { return false }
            return holds("output \(OutputAddress.withoutSecrets(text))") {
                let address = try OutputAddress(text, keys: keys)
                if address == .obs { _ = try obs.settings() }
            }
        }
        return perform
    }
}
