import Torch

/// A layer of long short-term memory (Hochreiter & Schmidhuber 1997, with a forget gate).
struct LSTM: Module, Sendable {
    private let enter: Linear
    private let recur: Linear

    init(_ inputs: Int, _ width: Int, from source: RandomSource?, device: Device) {
        enter = Linear(inputs, 4 * width, from: source, device: device)
        recur = Linear(width, 4 * width, bias: false, from: source, device: device)
    }

    var parameters: [NamedTensor] {
        enter.parameters(under: "enter") + recur.parameters(under: "recur")
    }

    /// What it holds after each pose, [batch, time, width], from [batch, time, inputs].
    ///
    /// - Parameter fixed: whether its own weights shall get no gradient from this run.
    func callAsFunction(_ x: Tensor, fixed: Bool = false) -> Tensor {
        func weight(_ tensor: Tensor) -> Tensor { fixed ? tensor.detached() : tensor }
        let entered = x.linear(weight(enter.weight), enter.bias.map(weight))
        let width = recur.weight.shape[1]
        var hidden = Tensor.zeros([x.shape[0], width], device: x.device)
        var cell = hidden
        var held: [Tensor] = []
        for time in 0..<x.shape[1] {
            let gates = entered.selected(1, at: time) + hidden.linear(weight(recur.weight))
            func gate(_ place: Int) -> Tensor {
                gates.narrowed(1, from: place * width, count: width)
            }
            cell = gate(1).sigmoid() * cell + gate(0).sigmoid() * gate(2).tanh()
            hidden = gate(3).sigmoid() * cell.tanh()
            held.append(hidden)
        }
        return Tensor.stacked(held, along: 1)
    }
}
