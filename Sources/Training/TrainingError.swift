import Foundation

/// Why a training cannot start or go on.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    case tooLittleMotion(takes: Int)
    case noUsableClips(found: Int, onlyFree: Bool)
    case noMoods(clips: Int)
    case badSettings(String)
    case noSettings(path: String)
    case settings(path: String, line: Int, reason: String)
    case record(path: String, reason: String)
    case diverged(step: Int, learningRate: Double)
    case exploded(step: Int, lowest: Double, mean: Double, learningRate: Double)
    case notResumable(path: String, reason: String)
    case losses(path: String, line: Int, reason: String)
    case unwritable(path: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .tooLittleMotion(let takes):
            "\(takes) takes hold no second of movement. Give longer clips, at 30 poses a second."
        case .noUsableClips(0, _):
            "There is no motion to learn from. Name a dataset that `prepare` made, or give "
                + "--gestures some seconds."
        case .noUsableClips(let found, let onlyFree):
            "None of \(found) clips may be learned from. "
                + (onlyFree
                    ? "With --open or --only-free only clips that their list marks ship_model=yes may."
                    : "Their list marks them unclear or not for training.")
        case .noMoods(let clips):
            "None of \(clips) clips says its emotion, so no mood can be learned. Put an emotion's "
                + "name into the files' or folders' names, or a labels.csv beside them, and run "
                + "`prepare` again; docs/training.md says how."
        case .badSettings(let reason): "The training's settings cannot be used: \(reason)."
        case .noSettings(let path):
            "There is no file of settings at \(path). examples/dancer.yaml has every setting."
        case .settings(let path, let line, let reason): "\(path), line \(line): \(reason)."
        case .record(let path, let reason):
            "The run cannot be written down in \(path): \(reason). Choose another --output."
        case .diverged(let step, let rate):
            "The run is broken: the loss or its gradients are no numbers at step \(step). "
                + Self.whatToChange(rate)
        case .exploded(let step, let lowest, let mean, let rate):
            "The run is broken: at step \(step) the loss has risen from \(rounded(lowest)) to "
                + "\(rounded(mean)). " + Self.whatToChange(rate)
        case .notResumable(let path, let reason):
            "\(path) cannot be resumed: \(reason)."
        case .losses(let path, let line, let reason):
            "\(path), line \(line): \(reason). Name the losses.csv of a training's folder."
        case .unwritable(let path):
            "The analysis cannot be written to \(path). Choose another --output."
        }
    }
    /// Whether the learning itself is at fault, and not what it was given.
    public var isOfABrokenRun: Bool {
        switch self {
        case .diverged, .exploded: true
        default: false
        }
    }

    private static func whatToChange(_ rate: Double) -> String {
        "Begin a new run (another --output) with a lower learning rate, --learning-rate "
            + "\(rate / 2) say; if it breaks again, look for broken clips."
    }

    private func rounded(_ number: Double) -> String { String(format: "%.2f", number) }
}
