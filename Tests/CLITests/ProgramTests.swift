import Foundation
import Testing

/// The built program, where it lies beside the tests with the tools that start it as a terminal would.
private let program: URL? = {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0])
    let built = tests.deletingLastPathComponent().appendingPathComponent("emotionmotion")
    let needed = [built.path, "/usr/bin/taskset", "/usr/bin/env"]
    return needed.allSatisfy(FileManager.default.isExecutableFile) ? built : nil
}()

/// The program itself, as a terminal starts it.
@Suite(.enabled(if: program != nil)) struct ProgramTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "program-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// A process that takes broken pipes and signals as one does that a terminal started.
    private func process(_ words: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal=PIPE,INT,TERM"] + words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        return process
    }

    private func ended(_ process: Process) async throws {
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    }

    @Test(.timeLimit(.minutes(10)))
    func aShowWhoseTerminalIsGoneComesToItsEndAndWritesItsReport() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let built = try #require(program)
        let show = try process(
            [built.path, "perform", "--chat", "demo", "--pace", "fast", "--duration", "2"]
                + ["--output", "poses:" + path("poses.jsonl"), "--json", path("report.json")])
        let terminal = Pipe()
        show.standardError = terminal
        try show.run()
        try terminal.fileHandleForReading.close()
        try terminal.fileHandleForWriting.close()
        try await ended(show)
        #expect(show.terminationReason == .exit && show.terminationStatus == 0)
        #expect(FileManager.default.fileExists(atPath: path("report.json")))
    }

    @Test(.timeLimit(.minutes(10)))
    func anInterruptedTrainingEndsAtOnceOnAMachineWithOneCore() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let built = try #require(program)
        let core = #"exec taskset -c "$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')" "$@""#
        // Its steps are so quick that many would be made while nobody listens.
        let settings = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../experiments/0-repeat.yaml").standardized.path
        let training = try process(
            ["sh", "-c", core, "sh", built.path, "train", "dancer", "--gestures", "20"]
                + ["--settings", settings, "--steps", "100000", "--quiet"]
                + ["--output", path("run")])
        training.standardError = FileHandle.nullDevice
        try training.run()
        defer { if training.isRunning { kill(training.processIdentifier, SIGKILL) } }
        while training.isRunning, stepsMade < 20 {
            try await Task.sleep(for: .milliseconds(20))
        }
        let before = stepsMade
        kill(training.processIdentifier, SIGINT)
        try await ended(training)
        // In steps, not in seconds: however slow the machine is, it is told between two of them.
        #expect(before >= 20)
        #expect(stepsMade < before + 2_000)
    }

    /// Steps whose losses are written down.
    private var stepsMade: Int {
        let text = try? String(contentsOfFile: path("run/losses.csv"), encoding: .utf8)
        return max(0, (text?.split(separator: "\n").count ?? 0) - 1)
    }
}
