import Testing
import Torch

@Suite struct Int8LinearTests {
    private let source = RandomSource(seed: 3)

    private func layer(_ inputs: Int, _ outputs: Int) -> (float: Linear, bytes: Int8Linear) {
        let float = Linear(inputs, outputs, from: source)
        let packed = Int8Linear.packed(float.weight)
        return (
            float,
            Int8Linear(
                weight: packed.bytes, scales: packed.scales,
                bias: float.bias ?? .zeros([outputs]))
        )
    }

    @Test func resultsAreNearTheFloatLayers() {
        let (float, bytes) = layer(96, 40)
        let x = Tensor.randomNormal([5, 7, 96], from: source)
        let (wanted, found) = withoutGradient { (float(x), bytes(x)) }
        #expect(found.shape == [5, 7, 40])
        let error = (wanted - found).abs().max().item
        #expect(error < 0.03)
        #expect(wanted.abs().max().item > 1)
    }

    @Test func aRowDependsOnNoOtherRow() {
        let (_, bytes) = layer(64, 32)
        let x = Tensor.randomNormal([9, 64], from: source)
        let loud = Tensor.randomNormal([9, 64], from: source) * 1000
        let alone = bytes(x.narrowed(0, from: 0, count: 1)).floats
        let together = bytes(.concatenated([x, loud], along: 0)).narrowed(0, from: 0, count: 1)
        #expect(together.floats == alone)
    }

    @Test func aRowOfZerosGivesTheBias() {
        let (float, bytes) = layer(16, 8)
        #expect(
            bytes(.zeros([2, 16])).floats == (float.bias?.floats ?? []) + (float.bias?.floats ?? [])
        )
    }
}
