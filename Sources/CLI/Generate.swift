import ArgumentParser
import Foundation
import Motion
import Signals
import Training

struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let the dancer dance in one mood, without a show; write clips.",
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

    @Option(
        help: """
            How the clips are written; may be repeated: json (OpenPose, a pose a line), bvh (flat, in \
            centimetres), csv (in torsos) or mp4 (drawn as bones).
            """)
    var format: [ClipFormat] = [.json]

    @Option(name: .shortAndLong, help: "Folder to write MOOD-SEED files to.")
    var output = "clips"

    func validate() throws {
        guard seconds > 0, seconds.isFinite, count > 0 else {
            throw ValidationError("--seconds is above 0 and --count 1 or more.")
        }
        guard (guidance ?? 0) >= 0, (guidance ?? 0).isFinite else {
            throw ValidationError("--guidance is 0 or more.")
        }
        for words in mood { _ = try Self.mood(words) }
    }

    func run() async throws {
        let checkpoint = try DancerCheckpoint.orStep(
            contentsOf: ShippedDancer.file(named: dancer))
        let folder = URL(fileURLWithPath: output)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var dancing = Dancing()
        dancing.sampling = sampling
        if let guidance { dancing.guidance = guidance }
        for words in mood {
            let feeling = try Self.mood(words)
            for number in 0..<UInt64(count) {
                let nextPose = try Self.body(
                    of: checkpoint, seed: seed + number, dancing: dancing)
                let name = "\(words.replacing("=", with: "").replacing(",", with: "-"))"
                let file = ClipFile(
                    poses: (0..<Int((seconds * Clip.standardRate).rounded()))
                        .compactMap { _ in nextPose(feeling) }, mood: feeling)
                for format in format {
                    let path = folder.appendingPathComponent(
                        "\(name)-\(seed + number).\(format.ending)")
                    try await file.write(as: format, to: path)
                    print(path.path)
                }
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
