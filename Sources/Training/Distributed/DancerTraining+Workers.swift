import Clips
import Foundation
import Motion
import SafeTensors
import Signals
import Torch

// Every worker draws the same chances and makes its part of the windows, so that all together have
// the batch, the loss and the gradients that one alone would have. Their weights begin alike and take
// the same steps.
extension DancerTraining {
    /// Whether this is the worker that judges, records and saves: the only one, or the first.
    var isFirst: Bool { workers?.isFirst ?? true }

    /// Makes sure that all workers train the same dancer on the same motion, and brings all to where
    /// the first one's state stands.
    ///
    /// - Parameter state: the state that the run goes on from, where there is one; the first worker's
    ///   counts.
    ///
    /// Throws `WorkerError.differ` on every worker, `TrainingError.notResumable`, or
    /// `WorkerGroupError.lost`.
    func meet(state: URL?) throws {
        guard let workers else { return }
        let plans = try workers.gather([
            try recipeMark, training.stream.mark, validation.stream.mark,
        ])
        let others = plans.indices.filter { plans[$0] != plans[0] }
        guard others.isEmpty else {
            throw WorkerError.differ(
                workers: others, inMotion: others.contains { plans[$0][0] == plans[0][0] })
        }
        let bytes = try workers.share(try state.map { try Data(contentsOf: $0) } ?? Data())
        guard !bytes.isEmpty else { return }
        try resume(
            from: try SafeTensorFile(bytes), path: state?.path ?? "The first worker's state")
    }

    /// Whether any worker is asked to stop. Hands the first one's newest judgement to the others, and
    /// with it its weights: machines that reckon a little differently must not drift apart.
    func agreed(_ isAsked: Bool) throws -> Bool {
        guard let workers else { return isAsked }
        let judged = isFirst ? validationLosses[step] : nil
        let sums = try workers.sum([isAsked ? 1 : 0, judged == nil ? 0 : 1, judged ?? 0])
        if sums[1] > 0 {
            validationLosses[step] = sums[2]
            try workers.share(
                (model.parameters + average.parameters + optimiser.state).map(\.tensor))
        }
        return sums[0] > 0
    }

    /// A worker's mean loss as its part of the whole batch's.
    func weighed(_ mean: Tensor, by part: Range<Int>?) -> Tensor {
        guard let part else { return mean }
        return mean * (Double(part.count) / Double(settings.windows))
    }

    /// The whole batch's loss, from this worker's part; and every gradient becomes the whole batch's.
    func summed(_ loss: Double) throws -> Double {
        guard let workers else { return loss }
        let whole = try workers.sum([loss])[0]
        try workers.sumGradients(of: optimiser.parameters)
        return whole
    }

    /// A number that changes with sizes and settings.
    private var recipeMark: UInt64 {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let words = try encoder.encode(configuration) + encoder.encode(settings)
            return (words + (try encoder.encode(ladder))).fnv1a
        }
    }
}

extension MotionStream {
    /// A number that changes with the takes that are drawn from and with how they are varied.
    fileprivate var mark: UInt64 {
        let takes = stored.map { "\($0.count) \($0.weight) \($0.label)\n" }
        return ("\(variation.speed) \(variation.scale)\n" + takes.joined()).utf8.fnv1a
    }
}

extension WorkerGroup {
    /// Every worker's numbers, by rank.
    fileprivate func gather(_ own: [UInt64]) throws -> [[UInt64]] {
        // A Double holds 32 bits exactly.
        var halves = [Double](repeating: 0, count: 2 * own.count * count)
        for (index, number) in own.enumerated() {
            let place = 2 * (rank * own.count + index)
            halves[place] = Double(number >> 32)
            halves[place + 1] = Double(number & 0xFFFF_FFFF)
        }
        let all = try sum(halves)
        return (0..<count).map { rank in
            own.indices.map { index in
                let place = 2 * (rank * own.count + index)
                return UInt64(all[place]) << 32 | UInt64(all[place + 1])
            }
        }
    }
}
