import ArgumentParser
import Clips
import Foundation
import Signals
import Testing

@testable import CLI

@Suite struct ClipFileTests {
    private let file = ClipFile(
        poses: (0..<12).map { time in
            Pose(
                points: Body25.allCases.map {
                    Keypoint(
                        x: 0.03 * Float($0.rawValue),
                        y: -0.1 * Float($0.rawValue) - 0.01 * Float(time))
                })
        }, mood: Mood(.anger))

    private func written(_ format: ClipFormat) async throws -> URL {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("clip-\(UUID().uuidString).\(format.ending)")
        try await file.write(as: format, to: url)
        return url
    }

    @Test func everyFormatOfTextIsReadBackWhole() async throws {
        let lines = try await written(.json)
        let bvh = try await written(.bvh)
        let table = try await written(.csv)
        defer {
            for url in [lines, bvh, table] { try? FileManager.default.removeItem(at: url) }
        }
        let poses = try OpenPoseLines(contentsOf: lines).poses.compactMap { $0 }
        try #require(poses.count == 12)
        let meant = Framing(width: 1280, height: 720).pixels(file.poses[5])
        #expect(abs(poses[5][.neck].y - meant[.neck].y) < 0.01)
        #expect(try BVHFile(contentsOf: bvh).frameCount == 12)
        let rows = try String(contentsOf: table, encoding: .utf8).split(separator: "\n")
        #expect(rows.count == 13)
    }

    @Test(.enabled(if: hasFFmpeg))
    func aMovieHasAPictureAPose() async throws {
        let movie = try await written(.mp4)
        defer { try? FileManager.default.removeItem(at: movie) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "ffprobe", "-v", "error", "-count_frames", "-select_streams", "v", "-show_entries",
            "stream=nb_read_frames,width,height", "-of", "csv=p=0", movie.path,
        ]
        let words = Pipe()
        process.standardOutput = words
        try process.run()
        let found = words.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(
            String(decoding: found, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
                == "640,360,12")
    }

    @Test func aFolderThatIsNotThereIsNamed() async {
        let url = URL(fileURLWithPath: "/nowhere/at/all/clip.csv")
        await #expect(throws: GenerateError.self) { try await file.write(as: .csv, to: url) }
    }

    @Test func formatsAreWordsAndMayBeSeveral() throws {
        let command = try Generate.parse(["--format", "bvh", "--format", "mp4"])
        #expect(command.format == [.bvh, .mp4])
        #expect(try Generate.parse([]).format == [.json])
        #expect(throws: (any Error).self) { try Generate.parse(["--format", "gif"]) }
    }
}

private let hasFFmpeg: Bool = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return ["ffmpeg", "ffprobe"].allSatisfy { name in
        folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
}()
