import ArgumentParser
import Broadcast
import Clips
import Foundation
import Signals
import Synchronization

/// How `generate` writes a clip.
enum ClipFormat: String, CaseIterable, ExpressibleByArgument {
    case json, bvh, csv, mp4

    /// What the file's name ends in: a file of JSON Lines is no JSON file.
    var ending: String { self == .json ? "jsonl" : rawValue }
}

/// A clip that has been danced, to be written.
struct ClipFile {
    /// In torsos.
    let poses: [Pose]
    let mood: Mood

    /// Writes the clip; throws `GenerateError` or `BroadcastError` when it cannot.
    func write(as format: ClipFormat, to file: URL) async throws {
        switch format {
        case .json: try await writeLines(to: file.path)
        case .bvh: try write(PlanarBVH(poses).text, to: file)
        case .csv: try write(PoseTable(poses).text, to: file)
        case .mp4: try await writeMovie(to: file.path)
        }
    }

    private func write(_ text: String, to file: URL) throws {
        do {
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch { throw GenerateError.unwritten("\(file.path) cannot be written: \(error)") }
    }

    private func writeLines(to path: String) async throws {
        let faults = Mutex<[OutputFault]>([])
        let framing = Framing(width: 1280, height: 720)
        let file = try PoseFile(path: path, framing: framing, whenFull: .wait) { fault in
            faults.withLock { $0.append(fault) }
        }
        file.start()
        for (index, pose) in poses.enumerated() {
            await file.send(pose, mood: mood, time: Double(index) / Clip.standardRate)
        }
        await file.finish()
        if let fault = faults.withLock({ $0.first }) { throw GenerateError.unwritten(fault.reason) }
    }

    private func writeMovie(to path: String) async throws {
        let faults = Mutex<[OutputFault]>([])
        let framing = Framing(width: 640, height: 360)
        var settings = EncoderSettings(width: framing.width, height: framing.height)
        settings.whenFull = .wait
        let encoder = try Encoder(movie: path, settings: settings) { fault in
            faults.withLock { $0.append(fault) }
        }
        encoder.start()
        for (index, pose) in poses.enumerated() {
            let picture = Picture(width: framing.width, height: framing.height)
            picture.drawBones(of: framing.pixels(pose))
            picture.number = index
            await encoder.send(picture)
        }
        await encoder.finish()
        if let fault = faults.withLock({ $0.first }) { throw GenerateError.unwritten(fault.reason) }
    }
}

/// Why a clip was not written.
enum GenerateError: Error, CustomStringConvertible {
    case unwritten(String)

    var description: String {
        switch self {
        case .unwritten(let reason): reason
        }
    }
}
