import Foundation
import Motion
import Signals
import Testing
import Torch

@Suite struct MixtureDensityTests {
    @Test func likelihoodAndGradientMatchPyTorch() throws {
        let fixture = try MotionFixture("mixture")
        let output = try fixture.tensor("output").requiringGradient()
        let density = MixtureDensity(output: output, configuration: fixture.configuration)

        let likelihood = density.logLikelihood(of: try fixture.tensor("target"))
        likelihood.sum().backward()

        #expect(try difference(likelihood, fixture.tensor("likelihood")) < 1e-4)
        let gradient = try #require(output.gradient)
        #expect(try difference(gradient, fixture.tensor("gradient")) < 1e-4)
    }

    @Test func aWholePoseIsScoredNotEachCoordinate() {
        // Two bodies, (0, 0) and (9, 9). A body with the other's arm, (0, 9), is not likely.
        let density = MixtureDensity(
            logits: .zeros([2]), means: Tensor([0, 0, 9, 9], shape: [2, 2]),
            logSigmas: .zeros([2, 2]))
        let likelihoods = density.logLikelihood(of: Tensor([0, 0, 0, 9], shape: [2, 2])).floats
        #expect(likelihoods[0] > -3)
        #expect(likelihoods[1] < -40)
    }

    @Test func drawsAreOneBodyAndNeverTheMeanOfTwo() {
        let draws = drawing(count: 400, logits: [0, log(3)])
        #expect(draws.allSatisfy { abs($0[0]) < 3 || abs($0[0] - 9) < 3 })
        #expect(draws.allSatisfy { abs($0[0] - $0[1]) < 4 })
        let high = draws.filter { $0[0] > 4 }.count
        #expect((260...340).contains(high))
    }

    @Test func guidanceMovesWeightsBeyondTheMoodsOwn() {
        var mood = mixture(logits: [0, 1])
        mood.guide(awayFrom: mixture(logits: [0, 0]), by: 1.5)
        #expect(abs((mood.logits[1] - mood.logits[0]) - 1.5) < 1e-5)
    }

    @Test func drawsHaveTheSigmaThatIsAskedFor() {
        let draws = drawing(count: 2000, logits: [0, -60], sigmaScale: 0.5).map { Double($0[0]) }
        let mean = draws.reduce(0, +) / 2000
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2000
        #expect(abs(mean) < 0.02)
        #expect(abs(variance.squareRoot() - 0.25) < 0.02)
    }

    /// Two components of two numbers, around (0, 0) and (9, 9), sigma 0.5.
    private func mixture(logits: [Float]) -> MixtureDraw {
        var sizes = MotionConfiguration()
        sizes.mixtures = 2
        sizes.poseComponents = 1
        var output = logits + [0, 0, 0, 9, 9, 9]
        // The sigmoid that gives log 0.5 between -2.5 and 1.
        let share = (log(Float(0.5)) + 2.5) / 3.5
        output += [Float](repeating: log(share / (1 - share)), count: 6)
        return MixtureDraw(output: output[...], configuration: sizes)
    }

    private func drawing(
        count: Int, logits: [Float], sigmaScale: Float = 1
    ) -> [[Float]] {
        var random = SeededRandom(seed: 3)
        return (0..<count).map { _ in
            mixture(logits: logits).draw(
                temperature: 1, sigmaScale: sigmaScale, using: &random)
        }
    }
}
