import Foundation
import Torch

/// A block of the plain Transformer: attention over the poses so far, then a feed-forward layer, each
/// behind a norm.
struct PlainBlock: Module, Sendable {
    private let attend: Linear
    private let project: Linear
    private let feed: FeedForward
    private let norms: [LayerNorm]
    private let heads: Int
    private let dropout: Double

    init(_ width: Int, heads: Int, dropout: Double, from source: RandomSource?, on device: Device) {
        attend = Linear(width, 3 * width, from: source, device: device)
        project = Linear(width, width, from: source, device: device)
        feed = FeedForward(width, hidden: 4 * width, from: source, device: device)
        norms = (0..<2).map { _ in LayerNorm(width, device: device) }
        self.heads = heads
        self.dropout = dropout
    }

    var parameters: [NamedTensor] {
        attend.parameters(under: "attend") + project.parameters(under: "project")
            + feed.parameters(under: "feed") + norms.parameters(under: "norms")
    }

    /// [batch, time, width] to the same.
    func callAsFunction(_ x: Tensor, training: Bool) -> Tensor {
        let (batch, time, width) = (x.shape[0], x.shape[1], x.shape[2])
        let three = attend(norms[0](x)).reshaped(to: [batch, time, 3, heads, width / heads])
        func split(_ place: Int) -> Tensor { three.selected(2, at: place).transposed(1, 2) }
        let looked = Tensor.attention(
            split(0), split(1), split(2), dropout: training ? dropout : 0, causal: true)
        let joined = looked.transposed(1, 2).reshaped(to: [batch, time, width])
        let attended = x + project(joined).dropout(dropout, training: training)
        return attended + feed(norms[1](attended)).dropout(dropout, training: training)
    }

    /// Sines and cosines of a place in the run (Vaswani et al. 2017), [time, width].
    static func places(_ time: Int, width: Int, on device: Device) -> Tensor {
        let numbers = (0..<time).flatMap { place in
            (0..<width).map { i -> Float in
                let angle = Double(place) / pow(10_000, Double(i / 2 * 2) / Double(width))
                return Float(i.isMultiple(of: 2) ? sin(angle) : cos(angle))
            }
        }
        return Tensor(numbers, shape: [time, width], device: device)
    }
}
