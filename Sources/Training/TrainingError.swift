/// Why a training cannot start or go on.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    case tooLittleMotion(takes: Int)
    case badSettings(String)
    case diverged(step: Int)
    case notResumable(path: String, reason: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .tooLittleMotion(let takes):
            "\(takes) takes hold no second of movement. Give longer clips, at 30 poses a second."
        case .badSettings(let reason): "The training's settings cannot be used: \(reason)."
        case .diverged(let step):
            "The loss is not a number at step \(step). Resume from the last checkpoint with a lower "
                + "learning rate, half of it say, and look for broken clips."
        case .notResumable(let path, let reason):
            "\(path) cannot be resumed: \(reason)."
        }
    }
}
