import Foundation
import Motion
import SafeTensors
import Torch

/// What a step of the ladder has learned, as its file holds it: all that a dancer's file has, and the
/// step's settings.
public struct LadderCheckpoint: Sendable, Equatable {
    /// Sizes, space, weights and what is kept of the motion.
    public var dancer: DancerCheckpoint
    /// What makes the step.
    public var settings: LadderSettings

    /// The mark of such a file, in its header. No show takes it.
    static let format = "emotionmotion-ladder-1"

    /// Whether a file holds a step of the ladder.
    public static func isLadder(_ file: SafeTensorFile) -> Bool {
        file.metadata["format"] == format
    }

    /// A checkpoint of its parts.
    init(dancer: DancerCheckpoint, settings: LadderSettings) {
        self.dancer = dancer
        self.settings = settings
    }

    /// The step in a file that has been read; `path` names it in errors.
    ///
    /// Throws `DancerError` as a dancer's file does.
    public init(_ file: SafeTensorFile, path: String) throws {
        guard let text = file.metadata["ladder"],
            let settings = try? JSONDecoder().decode(LadderSettings.self, from: Data(text.utf8))
        else { throw DancerError.badConfiguration("its header lacks a readable ladder") }
        var plain = file
        plain.metadata["format"] = DancerCheckpoint.format
        self.init(dancer: try DancerCheckpoint(plain, path: path), settings: settings)
    }

    /// Writes the checkpoint, whole or not at all.
    public func write(to url: URL) throws {
        var file = try dancer.file()
        let words = JSONEncoder()
        words.outputFormatting = [.sortedKeys]
        file.metadata["format"] = Self.format
        file.metadata["ladder"] = String(decoding: try words.encode(settings), as: UTF8.self)
        try file.write(to: url)
    }

    /// The model with its weights; throws `DancerError` for weights of another step or shape.
    func model() throws -> any LadderModel {
        let kit = LadderKit(
            settings, dancer.configuration, in: dancer.space, seed: 0, on: .cpu)
        guard let model = try kit.model() else {
            throw DancerError.badConfiguration(
                "\(settings.step.rawValue) is no step with a model of its own")
        }
        do { try model.load(from: SafeTensorFile(entries: dancer.weights)) } catch {
            throw DancerError.badConfiguration("\(settings.step.rawValue): \(error)")
        }
        return model
    }
}

extension DancerCheckpoint {
    /// A dancer's file, or that of a step of the ladder.
    ///
    /// Throws `DancerError` as `init(contentsOf:)` does.
    public static func orStep(contentsOf url: URL) throws -> any JudgedDancer {
        if let file = try? SafeTensorFile(contentsOf: url), LadderCheckpoint.isLadder(file) {
            return try LadderCheckpoint(file, path: url.path)
        }
        return try DancerCheckpoint(contentsOf: url)
    }
}
