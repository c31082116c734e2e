import Torch

/// Which poses each pose of a run looks back at, for all layers: itself and those before it, as far as
/// the window (or a window of its own) reaches.
struct AttentionReach {
    /// How far back each key lies from each query, [time * past], kept within the window.
    let distances: Tensor
    /// 0 where a query may look and -10,000 where not, [1 or batch, 1, time, past].
    let closed: Tensor
    /// Poses that ask.
    let time: Int
    /// Poses that can be looked at, the asking ones last among them.
    let past: Int

    /// - Parameter reaches: the poses that each window of a batch may look at; nil for the whole
    ///   window everywhere.
    init(time: Int, past: Int, window: Int, reaches: [Int]? = nil, device: Device = .cpu) {
        var distances = [Int](repeating: 0, count: time * past)
        for query in 0..<time {
            for key in 0..<past {
                let distance = past - time + query - key
                distances[query * past + key] = min(max(distance, 0), window - 1)
            }
        }
        let batch = reaches ?? [window]
        var closed = [Float](repeating: 0, count: batch.count * time * past)
        for (item, reach) in batch.enumerated() {
            let reach = min(reach, window)
            for query in 0..<time {
                for key in 0..<past {
                    let distance = past - time + query - key
                    if distance < 0 || distance >= reach {
                        closed[(item * time + query) * past + key] = -10_000
                    }
                }
            }
        }
        self.distances = Tensor(distances, shape: [time * past], device: device)
        self.closed = Tensor(closed, shape: [batch.count, 1, time, past], device: device)
        self.time = time
        self.past = past
    }

    /// What is added to the scores of a layer: the learned number of each distance, and the closed
    /// places; `relative` is [window, heads], the result [1 or batch, heads, time, past].
    func scores(relative: Tensor) -> Tensor {
        let heads = relative.shape[1]
        return relative.embedding(distances).reshaped(to: [1, time, past, heads])
            .permuted([0, 3, 1, 2]) + closed
    }
}
