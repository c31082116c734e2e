import Foundation
import SafeTensors
import Signals

extension DancerCheckpoint {
    /// Reads a dancer's file.
    ///
    /// Throws `DancerError`: not there, cut short, no dancer, or a tensor that is missing or of another
    /// shape than its configuration needs. The model's own weights are checked when it takes them.
    public init(contentsOf url: URL) throws {
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw DancerError.missing(path: url.path)
        }
        do {
            try self.init(SafeTensorFile(contentsOf: url), path: url.path)
        } catch SafeTensorError.unreadable(let path, let reason) {
            throw DancerError.unreadable(path: path, reason: reason)
        }
    }

    /// The dancer in a file that has been read; `path` names it in errors.
    public init(_ file: SafeTensorFile, path: String) throws {
        guard file.metadata["format"] == Self.format else {
            throw DancerError.notADancer(path: path, format: file.metadata["format"])
        }
        func value<Value: Decodable>(_ name: String, _: Value.Type) throws -> Value {
            guard let text = file.metadata[name],
                let value = try? JSONDecoder().decode(Value.self, from: Data(text.utf8))
            else { throw DancerError.badConfiguration("its header lacks a readable \(name)") }
            return value
        }
        configuration = try value("configuration", MotionConfiguration.self)
        try configuration.validate()
        palette = try value("palette", MoodPalette.self)
        about = try value("about", About.self)

        let parts = configuration.poseComponents
        space = PoseSpace(
            mean: try file.numbers("space.mean", [PoseLayout.coordinates]),
            basis: try file.numbers("space.basis", [PoseLayout.coordinates, parts]),
            stateMean: try file.numbers("space.state_mean", [parts + 1]),
            stateDeviation: try file.numbers("space.state_deviation", [parts + 1]),
            stepDeviation: try file.numbers("space.step_deviation", [parts + 1]),
            driftDeviation: try file.numbers("space.drift_deviation", [1])[0])
        longestBones = try file.numbers("bones.longest", [PoseLayout.bones.count])
        histories = try Self.histories(in: file, size: configuration.targetSize)
        weights = [:]
        for (name, entry) in file.entries where name.hasPrefix(Self.prefix) {
            weights[String(name.dropFirst(Self.prefix.count))] = entry
        }
    }

    private static func histories(in file: SafeTensorFile, size: Int) throws -> [DancerHistory] {
        let words = file.metadata["histories"]?.split(separator: " ") ?? []
        let emotions = words.compactMap { Emotion(rawValue: String($0)) }
        guard let entry = file.entries["histories"] else {
            throw DancerError.missingTensor(name: "histories")
        }
        let poses = entry.shape.count == 3 ? entry.shape[1] : 0
        let count = max(emotions.count, 1)
        let numbers = try file.numbers("histories", [count, max(poses, 3), size])
        guard emotions.count == words.count, !emotions.isEmpty else {
            throw DancerError.badConfiguration("its histories name no emotion we know")
        }
        let span = poses * size
        return emotions.enumerated().map { index, emotion in
            DancerHistory(
                emotion: emotion, numbers: Array(numbers[(index * span)..<((index + 1) * span)]))
        }
    }
}

extension SafeTensorFile {
    /// The finite floats of an array of this shape; throws `DancerError` naming it otherwise.
    func numbers(_ name: String, _ shape: [Int]) throws -> [Float] {
        guard let entry = entries[name], let floats = entry.floats else {
            throw DancerError.missingTensor(name: name)
        }
        guard entry.shape == shape else {
            throw DancerError.wrongShape(name: name, expected: shape, found: entry.shape)
        }
        guard floats.allSatisfy(\.isFinite) else { throw DancerError.notANumber(name: name) }
        return floats
    }
}
