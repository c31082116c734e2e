import Foundation

/// The losses of a training, as its `losses.csv` holds them.
public struct LossHistory: Sendable, Equatable {
    /// One step.
    public struct Row: Sendable, Equatable {
        /// Steps done with it.
        public var step: Int
        /// Minus the log-likelihood a number of the step's windows, in nats.
        public var training: Double
        /// The same on validation motion, where this step was judged.
        public var validation: Double?
        /// How far the step went.
        public var learningRate: Double
        /// The length of all gradients together before they were clipped.
        public var gradientNorm: Double
    }

    /// The steps in their order; at least one.
    public let rows: [Row]

    /// Reads a table of losses; throws `TrainingError.losses` naming the line that is wrong.
    ///
    /// A last line without its end was cut short by a training that goes on, and is passed over.
    public init(contentsOf url: URL) throws {
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw TrainingError.losses(
                path: url.path, line: 1, reason: "there is no text that can be read")
        }
        try self.init(text, path: url.path)
    }

    /// Reads the text of a table; `path` names it in errors.
    init(_ text: String, path: String) throws {
        let lines = text.replacing("\r\n", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false)
        func broken(_ line: Int, _ reason: String) -> TrainingError {
            .losses(path: path, line: line, reason: reason)
        }
        guard lines.first == LossTable.header[...] else {
            throw broken(1, "it should be \"\(LossTable.header)\"")
        }
        var rows: [Row] = []
        for (index, line) in lines.enumerated().dropFirst().dropLast() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == 6 else {
                throw broken(index + 1, "expected 6 numbers, found \(cells.count)")
            }
            guard let step = Int(cells[0]), let training = Double(cells[2]),
                let rate = Double(cells[4]), let norm = Double(cells[5]),
                cells[3].isEmpty || Double(cells[3]) != nil
            else { throw broken(index + 1, "one of \"\(line)\" is no number") }
            rows.append(
                Row(
                    step: step, training: training, validation: Double(cells[3]),
                    learningRate: rate, gradientNorm: norm))
        }
        guard !rows.isEmpty else { throw broken(2, "no step stands there") }
        self.rows = rows
    }
}
