import Foundation
import SafeTensors
import Testing
import Torch

/// What belongs to the whole process is tried in a process of its own, so that tests beside it
/// neither draw from its random numbers nor count among its tensors.
@Suite struct RuntimeTests {
    @Test func oneSeedDrawsWhatPyTorchDraws() async {
        await #expect(processExitsWith: .success) {
            let file = try Fixture.file("random")
            TorchRuntime.seed(7)
            let source = RandomSource(seed: 7)
            let normal = Tensor(try file.entry("normal"))
            #expect(Tensor.randomNormal([5, 7]).isClose(to: normal))
            #expect(Tensor.randomNormal([5, 7], from: source).isClose(to: normal))
            let uniform = Tensor(try file.entry("uniform"))
            #expect(Tensor.randomUniform([3, 4]).isClose(to: uniform))
            #expect(Tensor.randomUniform([3, 4], from: source).isClose(to: uniform))
            let dropout = Tensor(try file.entry("dropout"))
            #expect(Tensor.ones([40]).dropout(0.3, training: true).isClose(to: dropout))
        }
    }

    @Test func randomNumbersGoOnFromASavedState() async {
        await #expect(processExitsWith: .success) {
            TorchRuntime.seed(1)
            _ = Tensor.randomNormal([33])
            let state = Tensor(TorchRuntime.randomState.safeTensorEntry)
            let next = Tensor.randomNormal([33]).floats
            #expect(Tensor.randomNormal([33]).floats != next)
            try TorchRuntime.restoreRandomState(state)
            #expect(Tensor.randomNormal([33]).floats == next)
            #expect(throws: TorchError.self) {
                try TorchRuntime.restoreRandomState(Tensor([1, 2]))
            }
        }
    }

    @Test func aThousandStepsLeaveNothingBehind() async {
        await #expect(processExitsWith: .success) {
            TorchRuntime.useThreads(1)
            let net = SmallNet()
            let adam = AdamW(net.parameters)
            let x = Tensor.randomNormal([16, 8])
            for _ in 0..<100 { net.learn(x, adam) }
            let tensors = TorchRuntime.liveTensorCount
            let memory = residentBytes()
            for _ in 0..<1000 { net.learn(x, adam) }
            #expect(TorchRuntime.liveTensorCount == tensors)
            if let before = memory, let after = residentBytes() {
                #expect(after - before < 4 << 20, "\(after - before) bytes more")
            }
        }
    }

    @Test func wrongShapesStopTheProgramWithLibTorchsWords() async {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            _ = Tensor.ones([2, 3]).matmul(Tensor.ones([2, 3]))
        }
        let words = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(words.contains("matmul(_:): "))
        #expect(words.contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"))
    }

    @Test func theLibraryNamesItself() {
        #expect(TorchRuntime.version.hasPrefix("2."))
    }
}

/// Attention, dropout, embedding and a norm, learnt in short types: what a dancer does, small.
private struct SmallNet: Module {
    let rise = Linear(8, 24)
    let norm = LayerNorm(8)
    let table = Embedding(4, 8)
    let fall = FeedForward(8, hidden: 16)

    var parameters: [NamedTensor] {
        rise.parameters(under: "rise") + norm.parameters(under: "norm")
            + table.parameters(under: "table") + fall.parameters(under: "fall")
    }

    func learn(_ x: Tensor, _ adam: AdamW) {
        let loss = autocast {
            let mood = table(Tensor([3], shape: [1]))
            let parts = rise(norm(x + mood)).reshaped(to: [1, 16, 3, 8])
            let seen = Tensor.attention(
                parts.selected(2, at: 0).unsqueezed(at: 1),
                parts.selected(2, at: 1).unsqueezed(at: 1),
                parts.selected(2, at: 2).unsqueezed(at: 1), causal: true)
            return (fall(seen.dropout(0.1, training: true)).squeezed(at: 1) - x).to(.float32)
                .square().mean()
        }
        adam.clearGradients()
        loss.backward()
        adam.clipGradients(to: 1)
        adam.step()
    }
}

/// Memory that the process holds, where the system tells it (`/proc/self/statm`, in pages).
private func residentBytes() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
        return nil
    }
    let fields = text.split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
}
