import Foundation
import SafeTensors
import Signals

/// Everything a dancer is, as its file holds it: sizes, weights, the space of poses, real histories.
public struct DancerCheckpoint: Sendable, Equatable {
    /// What a person should know about a dancer.
    public struct About: Sendable, Equatable, Codable {
        /// The licence of the weights.
        public var licence = ""
        /// Who made the motion it learned from.
        public var credits = ""
        /// What it can and cannot do.
        public var notes = ""
        /// How it was trained.
        public var training = ""

        /// Nothing known.
        public init() {}
    }

    /// Every size.
    public var configuration: MotionConfiguration
    /// The space in which it dances.
    public var space: PoseSpace
    /// The longest that each bone of `PoseLayout.bones` is on any real picture, [24], in torsos.
    public var longestBones: [Float]
    /// How each emotion moves.
    public var palette: MoodPalette
    /// Real motion to start from; at least one.
    public var histories: [DancerHistory]
    /// The model's weights by name.
    public var weights: [String: SafeTensorFile.Entry]
    /// What a person should know.
    public var about: About

    /// A checkpoint of its parts.
    public init(
        configuration: MotionConfiguration, space: PoseSpace, longestBones: [Float],
        palette: MoodPalette, histories: [DancerHistory],
        weights: [String: SafeTensorFile.Entry], about: About
    ) {
        self.configuration = configuration
        self.space = space
        self.longestBones = longestBones
        self.palette = palette
        self.histories = histories
        self.weights = weights
        self.about = about
    }

    /// The mark of a dancer's file, in its header.
    public static let format = "emotionmotion-dancer-1"
    /// What the names of the model's weights begin with.
    static let prefix = "model."

    /// The checkpoint as arrays and words.
    public func file() throws -> SafeTensorFile {
        var file = SafeTensorFile()
        let words = JSONEncoder()
        words.outputFormatting = [.sortedKeys]
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try words.encode(value), as: UTF8.self)
        }
        file.metadata = [
            "format": Self.format, "configuration": try text(configuration),
            "palette": try text(palette), "about": try text(about),
            "histories": histories.map(\.emotion.rawValue).joined(separator: " "),
        ]
        let parts = configuration.poseComponents
        func add(_ name: String, _ numbers: [Float], _ shape: [Int]) {
            file.entries[name] = SafeTensorFile.Entry(numbers, shape: shape)
        }
        add("space.mean", space.mean, [PoseLayout.coordinates])
        add("space.basis", space.basis, [PoseLayout.coordinates, parts])
        add("space.state_mean", space.stateMean, [parts + 1])
        add("space.state_deviation", space.stateDeviation, [parts + 1])
        add("space.step_deviation", space.stepDeviation, [parts + 1])
        add("space.drift_deviation", [space.driftDeviation], [1])
        add("bones.longest", longestBones, [PoseLayout.bones.count])
        let size = configuration.targetSize
        let poses = (histories.first?.numbers.count ?? 0) / size
        add("histories", histories.flatMap(\.numbers), [histories.count, poses, size])
        for (name, entry) in weights { file.entries[Self.prefix + name] = entry }
        return file
    }

    /// Writes the checkpoint, whole or not at all.
    public func write(to url: URL) throws { try file().write(to: url) }
}
