import ArgumentParser
import Broadcast
import Foundation
import Motion
import Signals
import Synchronization
import Training

struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let the dancer dance in one mood, without a show; write OpenPose JSON Lines.",
        discussion: "emotionmotion generate --mood anger --mood fear --seconds 10 --output clips")

    @Option(help: "An emotion, or several with weights: anger=0.5,fear=0.5; may be repeated.")
    var mood: [String] = ["neutral"]

    @Option(help: "Seconds a clip.")
    var seconds = 10.0

    @Option(help: "Clips a mood, each of its own seed.")
    var count = 1

    @Option(help: "Number of the first clip's seed.")
    var seed: UInt64 = 1

    @Option(help: "Who dances: default, open, or a safetensors file of weights.")
    var dancer = ShippedDancer.standard.rawValue

    @Option(help: "How the next pose is drawn; docs/sampling.md explains each.")
    var sampling = Sampling.byWeight

    @Option(
        help: "How far the mood is taken beyond the model's own; 1 is no guidance. (default: 1.5)")
    var guidance: Float?

    @Option(name: .shortAndLong, help: "Folder to write MOOD-SEED.jsonl files to.")
    var output = "clips"

    func validate() throws {
        guard seconds > 0, seconds.isFinite, count > 0 else {
            throw ValidationError("--seconds is above 0 and --count 1 or more.")
        }
        for words in mood { _ = try Self.mood(words) }
    }

    func run() async throws {
        let checkpoint = try DancerCheckpoint.orStep(
            contentsOf: ShippedDancer.file(named: dancer))
        let folder = URL(fileURLWithPath: output)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let framing = Framing(width: 1280, height: 720)
        var dancing = Dancing()
        dancing.sampling = sampling
        if let guidance { dancing.guidance = guidance }
        for words in mood {
            let feeling = try Self.mood(words)
            for number in 0..<UInt64(count) {
                let nextPose = try Self.body(
                    of: checkpoint, seed: seed + number, dancing: dancing)
                let name = "\(words.replacing("=", with: "").replacing(",", with: "-"))"
                let path = folder.appendingPathComponent("\(name)-\(seed + number).jsonl")
                try await write(nextPose, feeling: feeling, to: path.path, framing: framing)
                print(path.path)
            }
        }
    }

    /// What makes one body dance a pose in a mood: a dancer, or a step of the ladder.
    private static func body(
        of subject: any JudgedDancer, seed: UInt64, dancing: Dancing
    ) throws -> (Mood) -> Pose? {
        if let checkpoint = subject as? DancerCheckpoint {
            let dancer = try Dancer(checkpoint, seed: seed, dancing: dancing)
            return { dancer.pose(feeling: $0) }
        }
        let body = try subject.bodies(seeds: [seed], dancing: dancing)
        return { body.poses(feeling: [$0]).first }
    }

    private func write(
        _ nextPose: (Mood) -> Pose?, feeling mood: Mood, to path: String, framing: Framing
    ) async throws {
        let faults = Mutex<[OutputFault]>([])
        let file = try PoseFile(path: path, framing: framing, whenFull: .wait) { fault in
            faults.withLock { $0.append(fault) }
        }
        file.start()
        for pose in 0..<Int((seconds * Clip.standardRate).rounded()) {
            guard let danced = nextPose(mood) else { break }
            await file.send(danced, mood: mood, time: Double(pose) / Clip.standardRate)
        }
        await file.finish()
        if let fault = faults.withLock({ $0.first }) { throw GenerateError.unwritten(fault.reason) }
    }

    /// A mood from `anger` or `anger=0.5,fear=0.5`; weights are scaled to sum to 1.
    static func mood(_ words: String) throws -> Mood {
        var weights = [Double](repeating: 0, count: Emotion.count)
        for part in words.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard let name = sides.first, let emotion = Emotion(rawValue: String(name)),
                let weight = sides.count == 2 ? Double(sides[1]) : 1
            else {
                let names = Emotion.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError(
                    "\"\(words)\" is no mood. Use \(names), or weights: anger=0.5,fear=0.5.")
            }
            weights[emotion.index] += weight
        }
        do { return try Mood(scaling: weights) } catch { throw ValidationError("\(error)") }
    }
}

extension Sampling: ExpressibleByArgument {}

/// Why a clip was not written.
enum GenerateError: Error, CustomStringConvertible {
    case unwritten(String)

    var description: String {
        switch self {
        case .unwritten(let reason): reason
        }
    }
}
