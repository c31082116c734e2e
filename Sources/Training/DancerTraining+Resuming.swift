import Foundation
import Motion
import SafeTensors
import Torch

extension DancerTraining {
    private static var format: String { "emotionmotion-training-1" }

    private struct Place: Codable, Equatable {
        var step: Int
        var validationLosses: [Int: Double]
        var configuration: MotionConfiguration
        var settings: TrainingSettings
        var lossWatch: LossWatch
        var ladder: LadderSettings?
    }

    /// Writes everything that a later run needs to go on as if this one had not stopped.
    public func saveState(to url: URL) throws {
        var file = SafeTensorFile()
        let place = Place(
            step: step, validationLosses: validationLosses, configuration: configuration,
            settings: settings, lossWatch: lossWatch, ladder: ladder)
        file.metadata = [
            "format": Self.format,
            "place": String(decoding: try JSONEncoder().encode(place), as: UTF8.self),
        ]
        file.store(model.parameters, under: "model.")
        file.store(average.parameters, under: "average.")
        file.store(optimiser.state, under: "optimiser.")
        file.entries["space.mean"] = .init(space.mean, shape: [space.mean.count])
        try file.write(to: url)
    }

    /// Goes on from a state of the same sizes, settings and motion; the patience alone may differ, as
    /// no loss depends on it.
    ///
    /// Throws `TrainingError.notResumable` when they differ, and `SafeTensorError` or
    /// `CheckpointError` when the file is not whole.
    public func resume(from url: URL) throws {
        try resume(from: try SafeTensorFile(contentsOf: url), path: url.path)
    }

    /// Goes on from what a file holds; `path` names it in errors.
    func resume(from file: SafeTensorFile, path: String) throws {
        func refuse(_ reason: String) -> TrainingError {
            .notResumable(path: path, reason: reason)
        }
        guard file.metadata["format"] == Self.format, let text = file.metadata["place"],
            let place = try? JSONDecoder().decode(Place.self, from: Data(text.utf8))
        else { throw refuse("it is no state of a training") }
        var trained = place.settings
        trained.patience = settings.patience
        guard place.configuration == configuration, trained == settings, place.ladder == ladder
        else {
            throw refuse(
                "its sizes or settings are not this run's; begin a new run with another --output")
        }
        guard try file.entry("space.mean").floats == space.mean else {
            throw refuse("it was trained on other motion; begin a new run with another --output")
        }
        try model.load(from: file, under: "model.")
        try average.load(from: file, under: "average.")
        try optimiser.restore(from: file, under: "optimiser.")
        step = place.step
        validationLosses = place.validationLosses
        lossWatch = place.lossWatch
    }
}
