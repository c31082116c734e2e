import SafeTensors
import Testing
import Torch

typealias Operation = @Sendable (Fixture) -> Tensor

/// Every operation against PyTorch, forward and backward.
@Suite struct PyTorchTests {
    static let groups: [String: [String: Operation]] = [
        "arithmetic": arithmetic, "activations": activations, "reductions": reductions,
        "shapes": shapes, "masks": masks, "layers": layers, "attention": attention,
        "convolution": convolution,
    ]

    @Test(arguments: groups.keys.sorted())
    func everyCaseOfAFileIsRun(_ group: String) throws {
        let names = Fixture.names(in: try Fixture.file(group))
        #expect(names == Set(Self.groups[group, default: [:]].keys))
    }

    @Test(arguments: groups.keys.sorted())
    func operationsAndGradientsMatchPyTorch(_ group: String) throws {
        TorchRuntime.useThreads(1)
        let file = try Fixture.file(group)
        for (name, operation) in Self.groups[group, default: [:]] {
            try Fixture(name, in: file).check(operation)
        }
    }

    static let arithmetic: [String: Operation] = [
        "add": { $0["a"] + $0["b"] },
        "subtract": { $0["a"] - $0["b"] },
        "multiply": { $0["a"] * $0["b"] },
        "divide": { $0["a"] / $0["b"] },
        "minimum": { $0["a"].minimum($0["b"]) },
        "maximum": { $0["a"].maximum($0["b"]) },
        "matmul": { $0["a"].matmul($0["b"]) },
        "matmul-broadcast": { $0["a"].matmul($0["b"]) },
        "add-number": { 1.5 + $0["a"] },
        "subtract-number": { $0["a"] - 1.5 },
        "number-subtract": { 1.5 - $0["a"] },
        "multiply-number": { -2.5 * $0["a"] },
        "divide-number": { $0["a"] / 3 },
        "number-divide": { 2 / $0["a"] },
        "negative": { -$0["a"] },
        "power": { $0["a"].power(1.5) },
        "exp": { $0["a"].exp() },
        "log": { $0["a"].log() },
        "sqrt": { $0["a"].sqrt() },
        "square": { $0["a"].square() },
        "abs": { $0["a"].abs() },
        "sin": { $0["a"].sin() },
        "cos": { $0["a"].cos() },
        "clamp": { $0["a"].clamped(from: -0.5, to: 0.7) },
    ]

    static let activations: [String: Operation] = [
        "tanh": { $0["a"].tanh() },
        "sigmoid": { $0["a"].sigmoid() },
        "relu": { $0["a"].relu() },
        "silu": { $0["a"].silu() },
        "softplus": { $0["a"].softplus() },
        "gelu": { $0["a"].gelu() },
        "gelu-approximated": { $0["a"].gelu(approximated: true) },
        "softmax": { $0["a"].softmax(over: -1) },
        "softmax-first": { $0["a"].softmax(over: 0) },
        "log-softmax": { $0["a"].logSoftmax(over: -1) },
    ]

    static let reductions: [String: Operation] = [
        "sum": { $0["a"].sum() },
        "mean": { $0["a"].mean() },
        "max": { $0["a"].max() },
        "min": { $0["a"].min() },
        "sum-over": { $0["a"].sum(over: 1) },
        "sum-keeping": { $0["a"].sum(over: -1, keeping: true) },
        "mean-over": { $0["a"].mean(over: -1) },
        "mean-keeping": { $0["a"].mean(over: 0, keeping: true) },
        "max-over": { $0["a"].max(over: 1) },
        "min-over": { $0["a"].min(over: -1) },
        "argmax": { $0["a"].argmax(over: 1) },
        "variance": { $0["a"].variance(over: -1) },
        "log-sum-exp": { $0["a"].logSumExp(over: -1) },
        "log-sum-exp-keeping": { $0["a"].logSumExp(over: 1, keeping: true) },
        "cumulative-sum": { $0["a"].cumulativeSum(over: 1) },
    ]

    static let shapes: [String: Operation] = [
        "reshape": { $0["a"].reshaped(to: [4, -1]) },
        "expand": { $0["a"].expanded(to: [5, 3, -1]) },
        "permute": { $0["a"].permuted([2, 0, 1]) },
        "transpose": { $0["a"].transposed() },
        "transpose-named": { $0["a"].transposed(0, 2) },
        "narrow": { $0["a"].narrowed(2, from: 1, count: 2) },
        "select": { $0["a"].selected(1, at: -1) },
        "unsqueeze": { $0["a"].unsqueezed(at: 1) },
        "squeeze": { $0["a"].squeezed(at: 1) },
        "contiguous": { $0["a"].transposed(0, 1).contiguous() },
        "clone": { $0["a"].cloned() },
        "concatenate": { .concatenated([$0["a"], $0["b"], $0["a"]], along: 1) },
        "stack": { .stacked([$0["a"], $0["b"]], along: 1) },
        "index-select": { $0["a"].selecting($0["i"], along: 1) },
        "gather": { $0["a"].gathered($0["i"], along: 1) },
        "lower-triangle": { $0["a"].lowerTriangle() },
        "upper-triangle": { $0["a"].upperTriangle(diagonal: 1) },
    ]

    static let masks: [String: Operation] = [
        "greater": { $0["a"] .> $0["b"] },
        "greater-equal": { $0["a"] .>= $0["b"] },
        "less": { $0["a"] .< $0["b"] },
        "less-equal": { $0["a"] .<= $0["b"] },
        "equal": { $0["a"] .== $0["b"] },
        "greater-number": { $0["a"] .> 3 },
        "greater-equal-number": { $0["a"] .>= 3 },
        "less-number": { $0["a"] .< 3 },
        "less-equal-number": { $0["a"] .<= 3 },
        "equal-number": { $0["a"] .== 3 },
        "not-and": { (.!($0["a"] .> 2)) .& ($0["b"] .> 2) },
        "where": { $0["mask"].choosing($0["a"], otherwise: $0["b"]) },
        "fill": { $0["a"].filled(with: -7.5, where: $0["mask"]) },
    ]

    static let layers: [String: Operation] = [
        "linear": { $0["input"].linear($0["weight"], $0["bias"]) },
        "linear-plain": { $0["input"].linear($0["weight"]) },
        "layer-norm": { $0["x"].layerNorm($0["weight"], $0["bias"]) },
        "layer-norm-plain": { $0["x"].layerNorm(epsilon: 1e-3) },
        "embedding": { $0["weight"].embedding($0["i"]) },
        "dropout-none": { $0["x"].dropout(0, training: true) },
        "dropout-resting": { $0["x"].dropout(0.5, training: false) },
        "cross-entropy": { $0["x"].crossEntropy($0["t"]) },
        "cross-entropy-weighted": {
            $0["x"].crossEntropy($0["t"], weight: $0["w"].detached(), smoothing: 0.1)
        },
        "cross-entropy-shares": { $0["x"].crossEntropy($0["t"].detached()) },
        "feed-forward": {
            $0["x"].linear($0["rw"], $0["rb"]).gelu().linear($0["fw"], $0["fb"])
        },
    ]

    static let attention: [String: Operation] = [
        "plain": { .attention($0["q"], $0["k"], $0["v"]) },
        "causal": { .attention($0["q"], $0["k"], $0["v"], causal: true) },
        "one-query": { .attention($0["q"], $0["k"], $0["v"]) },
        "bias": { .attention($0["q"], $0["k"], $0["v"], mask: $0["bias"]) },
        "mask": { .attention($0["q"], $0["k"], $0["v"], mask: $0["mask"]) },
    ]

    static let convolution: [String: Operation] = [
        "plain": { $0["x"].convolution($0["weight"], $0["bias"]) },
        "padded": { $0["x"].convolution($0["weight"], $0["bias"], padding: 2) },
        "strided": { $0["x"].convolution($0["weight"], $0["bias"], stride: 2) },
        "dilated": { $0["x"].convolution($0["weight"], padding: 2, dilation: 2) },
        "max-pool": { $0["x"].maxPool(2) },
        "max-pool-overlapping": { $0["x"].maxPool(3, stride: 1) },
        "mean-pool": { $0["x"].meanPool(3) },
    ]
}
