import Testing
import Torch

@Suite struct TensorTests {
    @Test func numbersGoInAndComeOut() {
        let tensor = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
        #expect(tensor.shape == [2, 3])
        #expect(tensor.count == 6)
        #expect(tensor.length(of: -1) == 3)
        #expect(tensor.transposed().floats == [1, 4, 2, 5, 3, 6])
        #expect(tensor.selected(0, at: -1).integers == [4, 5, 6])
        #expect(Tensor([7 as Int, -8], shape: [2]).integers == [7, -8])
        #expect(Tensor([Float](), shape: [0, 3]).floats.isEmpty)
        #expect(
            Tensor.range(from: 1, to: 2, by: 0.25, type: .float32).floats == [1, 1.25, 1.5, 1.75])
    }

    @Test(arguments: ElementType.allCases)
    func everyTypeComesBackAsItWent(_ type: ElementType) {
        let tensor = Tensor([1, 0, 1], shape: [3]).to(type)
        #expect(tensor.elementType == type)
        #expect(tensor.floats == [1, 0, 1])
        #expect(Tensor(tensor.safeTensorEntry).elementType == type)
        #expect(Tensor(tensor.safeTensorEntry).floats == [1, 0, 1])
        #expect(tensor.safeTensorEntry.bytes.count == 3 * type.size)
    }

    @Test func aPlaceOfACacheIsOverwrittenWhereItLies() {
        let cache = Tensor.zeros([2, 3])
        cache.narrowed(1, from: 1, count: 1).overwrite(with: Tensor([5, 6], shape: [2, 1]))
        #expect(cache.floats == [0, 5, 0, 0, 6, 0])
    }

    @Test func aTensorThatIsNotFiniteSaysSo() {
        #expect(Tensor([1, -2]).isFinite)
        #expect(!Tensor([1, .nan]).isFinite)
        #expect(!Tensor([1, .infinity]).isFinite)
    }

    @Test func gradientsAddUpUntilTheyAreCleared() {
        let a = Tensor([3]).requiringGradient()
        #expect(a.gradient == nil)
        a.square().sum().backward()
        a.square().sum().backward()
        #expect(a.gradient?.floats == [12])
        Tensor.clearGradients(of: [a])
        #expect(a.gradient == nil)
    }

    @Test func nothingIsKeptForGradientsInside() throws {
        let a = Tensor([3]).requiringGradient()
        #expect(!withoutGradient { a * 2 }.requiresGradient)
        struct Stop: Error {}
        #expect(throws: Stop.self) { try withoutGradient { throw Stop() } }
        #expect((a * 2).requiresGradient)
        #expect(!a.detached().requiresGradient)
    }

    @Test func autocastShortensProductsAndGivesBackWhatWasSet() {
        let a = Tensor.ones([2, 2])
        struct Stop: Error {}
        autocast {
            #expect(a.matmul(a).elementType == .bfloat16)
            #expect(throws: Stop.self) {
                try autocast(to: .float16) {
                    #expect(a.matmul(a).elementType == .float16)
                    throw Stop()
                }
            }
            #expect(a.matmul(a).elementType == .bfloat16)
        }
        #expect(a.matmul(a).elementType == .float32)
        #expect(throws: Stop.self) { try autocast { throw Stop() } }
        #expect(a.matmul(a).elementType == .float32)
    }

    @Test func autocastLearnsNearlyTheSame() throws {
        let source = RandomSource(seed: 3)
        let layer = FeedForward(8, hidden: 16, from: source)
        let x = Tensor.randomNormal([32, 8], from: source)
        func gradient(_ loss: Tensor) throws -> Tensor {
            loss.backward()
            let found = try #require(layer.rise.weight.gradient)
            Tensor.clearGradients(of: layer.parameters.map(\.tensor))
            return found
        }
        let exact = try gradient(layer(x).square().mean())
        let short = try gradient(autocast { layer(x).to(.float32).square().mean() })
        let distance = (exact - short).square().sum().sqrt().item
        #expect(distance > 0)
        #expect(distance < 0.02 * exact.square().sum().sqrt().item)
    }

    @Test func theProcessorIsAlwaysThere() throws {
        #expect(try Device.cpu.required() == .cpu)
        #expect(Device.best.isAvailable)
        #expect(Device(rawValue: "cuda") == .cuda)
    }

    @Test(.disabled(if: Device.mps.isAvailable), arguments: [Device.mps])
    func aMissingDeviceIsAnErrorThatSaysWhatToDo(_ device: Device) {
        #expect(throws: TorchError.deviceMissing(device)) { try device.required() }
        #expect(TorchError.deviceMissing(.cuda).description.contains("choose the device cpu"))
    }
}
