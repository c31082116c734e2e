import Broadcast
import Foundation
import TestSupport
import Testing

@testable import OBS

/// Whether this machine has OBS, a display that nobody sees, and time.
private let hasOBS =
    ProcessInfo.processInfo.environment["EMOTIONMOTION_LONG_TESTS"] != nil
    && ["obs", "Xvfb", "ffmpeg", "ffprobe"].allSatisfy { (try? locate(program: $0)) != nil }

/// The same against OBS itself, started by `OBSProcess` in a folder of its own.
@Suite(.enabled(if: hasOBS), .serialized, .timeLimit(.minutes(3))) struct RealOBSTests {
    private let folder: OBSFolder

    init() throws {
        var folder = OBSFolder(
            path: NSTemporaryDirectory() + "obs-" + UUID().uuidString)
        folder.port = try freePort()
        folder.profile.width = 640
        folder.profile.height = 360
        folder.profile.preset = "ultrafast"
        self.folder = folder
    }

    private var address: OBSAddress { OBSAddress(host: "127.0.0.1", port: folder.port) }

    private var setup: OBSSetup {
        var setup = OBSSetup()
        setup.titleText = "Tonight"
        setup.hasChat = true
        setup.profile = folder.profile
        setup.profile?.service = OBSService(server: "rtmp://127.0.0.1:9/live", key: "hush-hush")
        setup.feed.port = folder.port + 1
        return setup
    }

    /// Runs OBS while `work` talks to it, and ends it.
    private func withOBS(
        _ work: @escaping @Sendable (OBSConnection) async throws -> Void
    ) async throws {
        let password = try folder.prepare(password: nil)
        let process = try OBSProcess(in: folder, environment: [:])
        let running = Task { try await process.run() }
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        var outcome: Result<Void, any Error> = .failure(OBSError.notThere(address))
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            do {
                try await OBSConnection.open(address, password: password, work)
                outcome = .success(())
                break
            } catch OBSError.notThere {
                try await Task.sleep(for: .milliseconds(200))
            } catch OBSError.refused(_, 207, _) {
                // It listens before it is ready.
                try await Task.sleep(for: .milliseconds(200))
            } catch {
                outcome = .failure(error)
                break
            }
        }
        running.cancel()
        _ = try? await running.value
        try outcome.get()
    }

    @Test func aLaunchedOBSIsSetUpOnceAndShowsAndRecordsTheShow() async throws {
        let setup = setup
        let recorded = Recorded()
        try await withOBS { obs in
            let first = try await obs.setUp(setup)
            #expect(first.contains("scene EmotionMotion made"))
            let second = try await obs.setUp(setup)
            #expect(second == [])
            let sender = try send(to: setup.feed.address)
            defer { sender.terminate() }
            while try await obs.status().show != "playing" {
                try await Task.sleep(for: .milliseconds(200))
            }
            try await obs.start(stream: false, record: true)
            try await Task.sleep(for: .seconds(7))
            let status = try await obs.status()
            #expect(status.isRecording && !status.isStreaming && status.isSetUp)
            #expect(status.scene == OBSSetup.name && status.pictures.encoder > 30)
            let done = try await obs.stop()
            let path = try #require(done.first?.split(separator: ": ").last)
            recorded.keyframes = try keyframes(String(path))
        }
        #expect(recorded.keyframes.count >= 2)
        for (one, next) in zip(recorded.keyframes, recorded.keyframes.dropFirst()) {
            #expect(abs(next - one - 2) < 0.05)
        }
    }

    @Test func aProfileOfThePersonsOwnIsKept() async throws {
        let setup = setup
        try await withOBS { obs in
            try await obs.request("CreateProfile", ["profileName": "Mine"])
            try await obs.request(
                "SetProfileParameter",
                [
                    "parameterCategory": "SimpleOutput", "parameterName": "VBitrate",
                    "parameterValue": "1234",
                ])
            let changes = try await obs.setUp(setup)
            #expect(changes.first == "profile EmotionMotion entered")
            try await obs.request("SetCurrentProfile", ["profileName": "Mine"])
            let kept = try await obs.request(
                "GetProfileParameter",
                ["parameterCategory": "SimpleOutput", "parameterName": "VBitrate"])
            #expect(kept["parameterValue"] == "1234")
        }
    }

    @Test func aWrongPasswordAndAnUnreachableServerAreSaid() async throws {
        let (address, setup) = (address, setup)
        try await withOBS { obs in
            await #expect(throws: OBSError.wrongPassword(address)) {
                try await OBSConnection.open(address, password: OBSPassword("wrong")) { _ in }
            }
            try await obs.setUp(setup)
            let error = await #expect(throws: OBSError.self) {
                try await obs.start(stream: true, record: false, within: .seconds(3))
            }
            guard case .streamEnded = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    private func send(to address: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try locate(program: "ffmpeg"))
        process.arguments = [
            "-v", "quiet", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30",
            "-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-f", "mpegts", address,
        ]
        try process.run()
        return process
    }

    /// The seconds at which a recording's keyframes stand.
    private func keyframes(_ path: String) throws -> [Double] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: try locate(program: "ffprobe"))
        process.arguments = [
            "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,flags", "-of",
            "csv=p=0", path,
        ]
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").filter { $0.contains(",K") }
            .compactMap { $0.split(separator: ",").first.flatMap { Double($0) } }
    }

    /// What one test found; only its own task touches it.
    private final class Recorded: @unchecked Sendable {
        var keyframes: [Double] = []
    }
}
