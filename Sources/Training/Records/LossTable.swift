import Foundation

/// A table of losses, one row a step: a CSV file that grows.
struct LossTable {
    private let handle: FileHandle
    private let path: String
    /// Seconds of training up to the last step that it holds.
    let secondsBefore: Double

    static let header = "step,seconds,training_loss,validation_loss,learning_rate,gradient_norm"

    /// Opens a table, or makes one; rows of steps after `step` are cut off, so that a run that goes on
    /// from there writes no step twice.
    ///
    /// Throws `TrainingError.record` when it cannot be written, or holds something else.
    init(at url: URL, keepingUpTo step: Int) throws {
        path = url.path
        let found = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        // A row without its end was cut short.
        let rows = found.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard found.isEmpty || rows.first == Self.header[...] else {
            throw TrainingError.record(
                path: path, reason: "its first line is not \"\(Self.header)\"")
        }
        let kept = rows.dropFirst().prefix { row in
            row.split(separator: ",").first.flatMap { Int($0) }.map { $0 <= step } ?? false
        }
        secondsBefore =
            kept.last?.split(separator: ",").dropFirst().first.flatMap { Double($0) } ?? 0
        do {
            let text = ([Self.header[...]] + kept).map { $0 + "\n" }.joined()
            try Data(text.utf8).write(to: url, options: .atomic)
            handle = try FileHandle(forUpdating: url)
            try handle.seekToEnd()
        } catch {
            throw TrainingError.record(path: path, reason: "it cannot be written")
        }
    }

    /// Adds a step; losses and norm are exact as the 32-bit numbers that they are.
    func append(_ step: TrainingStep, seconds: Double) throws {
        let row = [
            "\(step.number)", String(format: "%.2f", seconds), "\(Float(step.loss))",
            step.validationLoss.map { "\(Float($0))" } ?? "", "\(step.learningRate)",
            "\(Float(step.gradientNorm))",
        ].joined(separator: ",")
        do {
            try handle.write(contentsOf: Data((row + "\n").utf8))
        } catch {
            throw TrainingError.record(path: path, reason: "it cannot be written")
        }
    }
}
