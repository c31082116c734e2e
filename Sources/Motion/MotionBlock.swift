import Foundation
import Torch

/// One block: attention over the window and a feed-forward layer, each behind a norm that the
/// condition scales and moves (FiLM, Perez et al. 2018; at the start it does neither).
struct MotionBlock: Module, Sendable {
    private let attend: Linear
    private let project: Linear
    private let feed: FeedForward
    private let film: Linear
    // How much each distance counts before anything is learned: nearer more, head by head less so.
    private let relative: Tensor
    private let heads: Int
    private let dropout: Double

    init(_ sizes: MotionConfiguration, from source: RandomSource?, on device: Device) {
        let width = sizes.width
        attend = Linear(width, 3 * width, from: source, device: device)
        project = Linear(width, width, from: source, device: device)
        feed = FeedForward(width, hidden: 4 * width, from: source, device: device)
        film = Linear(width, 4 * width, from: source, device: device)
        let slopes = (0..<sizes.window).flatMap { distance in
            (1...sizes.heads).map { -0.5 * Float(distance) * pow(2, -Float($0)) }
        }
        relative = Tensor(slopes, shape: [sizes.window, sizes.heads], device: device)
            .requiringGradient()
        heads = sizes.heads
        dropout = sizes.dropout
        for parameter in film.parameters {
            parameter.tensor.overwrite(with: .zeros(parameter.tensor.shape))
        }
    }

    var parameters: [NamedTensor] {
        attend.parameters(under: "attend") + project.parameters(under: "project")
            + feed.parameters(under: "feed") + film.parameters(under: "film")
            + [("relative", relative)]
    }

    /// - Parameter condition: [batch, width]; `past` what the layer remembers of earlier poses.
    func callAsFunction(
        _ x: Tensor, condition: Tensor, reach: AttentionReach, past: LayerCache?, training: Bool
    ) -> (x: Tensor, seen: LayerCache) {  // x: [batch, time, width]
        let batch = x.shape[0]
        let time = x.shape[1]
        let width = x.shape[2]
        let films = film(condition).reshaped(to: [batch, 4, 1, width])
        func filmed(_ x: Tensor, _ place: Int) -> Tensor {
            x.layerNorm() * (films.selected(1, at: place) + 1) + films.selected(1, at: place + 1)
        }
        let three = attend(filmed(x, 0)).reshaped(to: [batch, time, 3, heads, width / heads])
        func split(_ place: Int) -> Tensor { three.selected(2, at: place).transposed(1, 2) }
        var keys = split(1)  // [batch, head, time, width / heads]
        var values = split(2)
        if let past {
            keys = Tensor.concatenated([past.keys, keys], along: 2)
            values = Tensor.concatenated([past.values, values], along: 2)
        }
        let looked = Tensor.attention(
            split(0), keys, values, mask: reach.scores(relative: relative),
            dropout: training ? dropout : 0)
        let joined = looked.transposed(1, 2).reshaped(to: [batch, time, width])
        let attended = x + project(joined).dropout(dropout, training: training)
        let fed = feed(filmed(attended, 2)).dropout(dropout, training: training)
        return (attended + fed, LayerCache(keys: keys, values: values))
    }
}

/// What one layer remembers: keys and values of the last poses, [batch, head, poses, width / heads].
struct LayerCache {
    var keys: Tensor
    var values: Tensor

    /// The memory of the last `count` poses, in tensors of their own: a view would keep the whole.
    func last(_ count: Int) -> LayerCache {
        let have = keys.shape[2]
        guard have > count else { return self }
        return LayerCache(
            keys: keys.narrowed(2, from: have - count, count: count),
            values: values.narrowed(2, from: have - count, count: count))
    }
}

/// What a model remembers of the poses it has seen; it forgets what lies beyond the window.
public struct MotionCache {
    var layers: [LayerCache] = []

    /// No memory.
    public init() {}
}
