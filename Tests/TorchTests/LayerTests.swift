import SafeTensors
import Testing
import Torch

@Suite struct LayerTests {
    @Test func linearDrawsWhatPyTorchDrawsFromTheSameSeed() throws {
        let drawn = Linear(4, 3, from: RandomSource(seed: 7)).weight
        #expect(drawn.isClose(to: Tensor(try Fixture.file("random").entry("linear"))))
    }

    @Test func layersAreTheirOperations() {
        let source = RandomSource(seed: 1)
        let x = Tensor.randomNormal([2, 4], from: source)
        let linear = Linear(4, 3, bias: false, from: source)
        #expect(linear(x).floats == x.matmul(linear.weight.transposed()).floats)
        #expect(linear.parameters.map(\.name) == ["weight"])

        let norm = LayerNorm(4)
        #expect(norm(x).floats == x.layerNorm().floats)

        let table = Embedding(5, 2, deviation: 0.1, from: source)
        #expect(table(Tensor([3], shape: [1])).floats == table.weight.selected(0, at: 3).floats)

        let forward = FeedForward(4, hidden: 8, from: source)
        #expect(forward(x).floats == forward.fall(forward.rise(x).gelu()).floats)
    }

    @Test func parametersAreNamedByTheirPlace() {
        let blocks = [FeedForward(2, hidden: 4), FeedForward(2, hidden: 4)]
        let names = blocks.parameters(under: "blocks").map(\.name)
        #expect(names.count == 8)
        #expect(names.first == "blocks.0.rise.weight")
        #expect(names.last == "blocks.1.fall.bias")
        #expect(blocks[0].parameterCount == 2 * 4 + 4 + 4 * 2 + 2)
        #expect(blocks[0].parameters.allSatisfy { $0.tensor.requiresGradient })
    }

    @Test func causalAttentionDoesNotSeeWhatComes() {
        let source = RandomSource(seed: 2)
        let (q, k, v) = (
            Tensor.randomNormal([1, 1, 4, 8], from: source),
            Tensor.randomNormal([1, 1, 4, 8], from: source),
            Tensor.randomNormal([1, 1, 4, 8], from: source)
        )
        let causal = Tensor.attention(q, k, v, causal: true)
        let masked = Tensor.attention(q, k, v, mask: .causalMask(4))
        #expect(causal.isClose(to: masked))
        let first = causal.narrowed(2, from: 0, count: 1)
        #expect(first.isClose(to: v.narrowed(2, from: 0, count: 1)))
    }
}
