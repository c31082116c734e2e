/// Why several workers cannot train together.
public enum WorkerError: Error, Equatable, CustomStringConvertible {
    /// There are more workers than windows a step.
    case tooMany(workers: Int, windows: Int)
    /// Some were started with other settings, or on other motion, than the first.
    case differ(workers: [Int], inMotion: Bool)
    /// Rank and number do not go together, or are not given.
    case place(reason: String)
    /// A worker that this program started came to its end before the training did.
    case ended(worker: Int, how: String)
    /// Another worker could not be started.
    case notStarted(path: String, reason: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .tooMany(let workers, let windows):
            "There are \(workers) workers, and a step has only \(windows) windows for them. Start "
                + "fewer, or give more --windows."
        case .differ(let workers, let inMotion):
            "Worker \(workers.map { "\($0)" }.joined(separator: ", ")) "
                + (inMotion ? "has other motion" : "was started with other settings")
                + " than worker 0. Start all with the same "
                + (inMotion ? "dataset." : "options and settings file.")
        case .place(let reason): reason
        case .ended(let worker, let how): "Worker \(worker) \(how), and the training with it."
        case .notStarted(let path, let reason):
            "A worker cannot be started from \(path): \(reason)."
        }
    }
}
