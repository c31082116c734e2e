import Motion
import Testing
import Torch

@Suite struct MotionModelTests {
    @Test func outputMatchesPyTorch() throws {
        let fixture = try MotionFixture("model")
        var cache: MotionCache?
        let output = try withoutGradient {
            try fixture.model()(
                fixture.tensor("features"), conditions: fixture.tensor("conditions"),
                cache: &cache)
        }
        #expect(try difference(output, fixture.tensor("output")) < 1e-4)
    }

    @Test(arguments: [1, 3, 7])
    func aCacheThatForgetsGivesTheNumbersOfTheWholeRun(_ stride: Int) throws {
        let fixture = try MotionFixture("model")  // a window of 6 poses, a run of 20
        let model = try fixture.model()
        let features = try fixture.tensor("features")
        let conditions = try fixture.tensor("conditions")
        let whole = try fixture.tensor("output")
        withoutGradient {
            var cache: MotionCache? = MotionCache()
            var parts: [Tensor] = []
            for start in Swift.stride(from: 0, to: 20, by: stride) {
                let some = features.narrowed(1, from: start, count: min(stride, 20 - start))
                parts.append(model(some, conditions: conditions, cache: &cache))
            }
            let output = Tensor.concatenated(parts, along: 1)
            #expect(difference(output, whole) < 1e-4)
        }
    }

    @Test func aShortReachHidesOlderPoses() throws {
        let fixture = try MotionFixture("model")
        let model = try fixture.model()
        let features = try fixture.tensor("features")
        let changed = Tensor.concatenated(
            [
                features.narrowed(1, from: 0, count: 10) + 1,
                features.narrowed(1, from: 10, count: 10),
            ],
            along: 1)
        let conditions = try fixture.tensor("conditions")
        func last(_ x: Tensor, _ reach: Int) -> Tensor {
            var cache: MotionCache?
            return withoutGradient {
                model(x, conditions: conditions, reaches: [reach, reach], cache: &cache)
                    .narrowed(1, from: 19, count: 1)
            }
        }
        // Two layers that reach 2 poses each see 3 poses; two that reach 6 see 11, the changed too.
        #expect(difference(last(features, 2), last(changed, 2)) == 0)
        #expect(difference(last(features, 6), last(changed, 6)) > 1e-4)
    }

    @Test func aConditionChangesNothingBeforeAnythingIsLearned() throws {
        var sizes = MotionConfiguration()
        sizes.width = 16
        sizes.layers = 2
        let model = try MotionModel(sizes, from: RandomSource(seed: 2))
        let features = Tensor.randomNormal([1, 5, sizes.inputSize], from: RandomSource(seed: 3))
        func output(_ number: Float) -> Tensor {
            var cache: MotionCache?
            let conditions = Tensor([Float](repeating: number, count: 10), shape: [1, 10])
            return withoutGradient { model(features, conditions: conditions, cache: &cache) }
        }
        #expect(difference(output(0), output(1)) == 0)
    }

    @Test func theModelThatShipsIsSmall() throws {
        let model = try MotionModel(MotionConfiguration(), from: RandomSource(seed: 2))
        #expect((1_300_000...1_400_000).contains(model.parameterCount))
    }

    @Test func sizesThatNoModelCanHaveAreNamed() {
        var sizes = MotionConfiguration()
        sizes.heads = 3
        #expect(throws: DancerError.self) { try MotionModel(sizes) }
        sizes = MotionConfiguration()
        sizes.layers = 0
        #expect(throws: DancerError.self) { try MotionModel(sizes) }
    }
}
