import Broadcast
import Foundation
import Subprocess

/// An OBS of the show's own, with a display of its own where the machine has none.
public struct OBSProcess: Sendable {
    private let folder: OBSFolder
    private let program: String
    private let screen: String?

    /// OBS in a folder that was prepared.
    ///
    /// Throws `OBSError.programMissing` when OBS, or a display and Xvfb too, are missing.
    public init(
        in folder: OBSFolder,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(OBSError) {
        self.folder = folder
        program = try Self.find("obs")
        let hasDisplay = ["WAYLAND_DISPLAY", "DISPLAY"].contains {
            environment[$0]?.isEmpty == false
        }
        screen = hasDisplay ? nil : try Self.find("Xvfb")
    }

    private static func find(_ program: String) throws(OBSError) -> String {
        do { return try locate(program: program) } catch { throw .programMissing(program) }
    }

    /// Whether OBS gets a display of its own, which nobody sees.
    public var isUnseen: Bool { screen != nil }

    /// Runs OBS until it ends or the task is cancelled, and then ends it.
    ///
    /// Throws `OBSError.launchFailed` with OBS's last words when it ends badly.
    public func run() async throws {
        guard let screen else { return try await runOBS(display: nil) }
        let size = "\(folder.profile.width)x\(folder.profile.height)x24"
        let result = try await Subprocess.run(
            .path(.init(screen)),
            // Xvfb takes the first number that is free and says which.
            arguments: [
                "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp", "-noreset",
            ],
            platformOptions: Self.options, input: .none, output: .sequence, error: .discarded
        ) { execution in
            defer { try? execution.send(signal: .terminate) }
            for try await line in execution.standardOutput.strings() {
                let number = line.trimmingCharacters(in: .whitespacesAndNewlines)
                try await runOBS(display: ":" + number)
                return true
            }
            return false
        }
        try Task.checkCancellation()
        if !result.closureResult { throw OBSError.launchFailed("Xvfb gave no display.") }
    }

    private func runOBS(display: String?) async throws {
        var environment = folder.environment
        if let display {
            environment["DISPLAY"] = display
            environment["QT_QPA_PLATFORM"] = "xcb"
        }
        let result = try await Subprocess.run(
            .path(.init(program)),
            // An OBS beside another must not ask, nor one that was killed the last time.
            arguments: [
                "--multi", "--disable-updater", "--disable-missing-files-check",
                "--disable-shutdown-check", "--scene", OBSSetup.name,
            ],
            environment: .inherit.updating(
                Dictionary(
                    uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0), $1) })),
            platformOptions: Self.options, input: .none, output: .discarded, error: .sequence
        ) { execution in
            var last: [String] = []
            for try await line in execution.standardError.strings() {
                last.append(line.trimmingCharacters(in: .whitespacesAndNewlines))
                if last.count > 3 { last.removeFirst() }
            }
            return last
        }
        try Task.checkCancellation()
        if !result.terminationStatus.isSuccess {
            let words = result.closureResult.filter { !$0.isEmpty }.joined(separator: "; ")
            throw OBSError.launchFailed(words.isEmpty ? "\(result.terminationStatus)" : words)
        }
    }

    /// A Ctrl-C goes to the whole foreground group: ours alone decides the end, in order.
    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(allowedDurationToNextStep: .seconds(3))
        ]
        return options
    }
}
