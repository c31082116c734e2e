import Foundation
import Motion
import Signals
import Testing

/// Each strategy on a mixture made by hand: four components of three numbers.
@Suite struct SamplingTests {
    /// Weights 0.1, 0.5, 0.3, 0.1; movements 5, 1, 2, 3; sigma 0.1 everywhere.
    private let mixture: MixtureDraw = {
        var sizes = MotionConfiguration()
        sizes.mixtures = 4
        sizes.poseComponents = 1
        var mixture = MixtureDraw(
            output: [Float](repeating: 0, count: sizes.outputSize)[...], configuration: sizes)
        mixture.logits = [0.1, 0.5, 0.3, 0.1].map { log($0) }
        mixture.means = [5, 0, 0, 0, 1, 0, 0, -2, 0, 0, 0, -3]
        mixture.logSigmas = [Float](repeating: log(0.1), count: 12)
        return mixture
    }()

    /// Which component each of many steps came from, and the steps.
    private func drawn(
        _ sampling: Sampling, count: Int = 2000, pose: (Int) -> Int = { $0 }
    ) -> (shares: [Double], steps: [[Float]]) {
        var random = SeededRandom(seed: 5)
        var dancing = Dancing()
        dancing.sigmaScale = 1
        let strategy = sampling.strategy
        var counts = [Int](repeating: 0, count: 4)
        let steps = (0..<count).map { number in
            let step = strategy.draw(
                from: mixture, dancing: dancing, pose: pose(number), using: &random)
            counts[component(of: step)] += 1
            return step
        }
        return (counts.map { Double($0) / Double(count) }, steps)
    }

    private func component(of step: [Float]) -> Int {
        func distance(_ component: Int) -> Float {
            (0..<3).reduce(0) {
                $0 + pow(step[$1] - mixture.means[3 * component + $1], 2)
            }
        }
        return (0..<4).min { distance($0) < distance($1) } ?? 0
    }

    /// The standard deviation of a number whose mean is 0 in the component.
    private func deviation(_ steps: [[Float]], of number: Int) -> Double {
        let values = steps.map { Double($0[number]) }
        return (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    }

    private func expect(_ shares: [Double], _ expected: [Double]) {
        for (share, wanted) in zip(shares, expected) {
            #expect(abs(share - wanted) < 0.04, "\(shares) against \(expected)")
        }
    }

    @Test func byWeightDrawsEachComponentAsOftenAsItIsProbable() {
        expect(drawn(.byWeight).shares, [0.1, 0.5, 0.3, 0.1])
    }

    @Test func theMostProbableIsAlwaysTheSame() {
        let (shares, steps) = drawn(.mostProbable)
        #expect(shares == [0, 1, 0, 0])
        #expect(abs(deviation(steps, of: 0) - 0.1) < 0.01)
    }

    @Test func theNextProbableIsTheSecondWithWiderSigmas() {
        let (shares, steps) = drawn(.nextProbable)
        #expect(shares == [0, 0, 1, 0])
        #expect(abs(deviation(steps, of: 0) - 0.15) < 0.015)
    }

    @Test func randomDrawsEachComponentAsOftenAsAnyOther() {
        expect(drawn(.random).shares, [0.25, 0.25, 0.25, 0.25])
    }

    @Test func movementRankedDrawsFarStepsMoreOften() {
        // Ranks by movement: first the 5, then the 3, the 2 and the 1.
        expect(drawn(.movementRanked).shares, [8.0 / 15, 1.0 / 15, 2.0 / 15, 4.0 / 15])
    }

    @Test func theRankedScoreAddsTheRanksOfWeightAndMovement() {
        // Sums of ranks: 3 + 1, 1 + 4, 2 + 3, 4 + 2.
        #expect(drawn(.rankedScore).shares == [1, 0, 0, 0])
    }

    @Test func theCosineVarianceIsWildestAtTheBeginningOfItsPeriod() {
        func spread(at pose: Int) -> Double {
            let (shares, steps) = drawn(.cosineVariance, pose: { _ in pose })
            expect(shares, [0.1, 0.5, 0.3, 0.1])
            // Number 0 of the components whose mean of it is 0.
            return deviation(steps.filter { [2, 3].contains(component(of: $0)) }, of: 0)
        }
        #expect(abs(spread(at: 0) - 0.1 * 1.5.squareRoot()) < 0.008)
        #expect(abs(spread(at: 60) - 0.1 * 0.5.squareRoot()) < 0.008)
        #expect(abs(spread(at: 120) - spread(at: 0)) < 1e-9)
    }

    @Test(arguments: Sampling.allCases)
    func theSameSeedGivesTheSamePoses(_ sampling: Sampling) throws {
        let checkpoint = try tinyDancer()
        var dancing = Dancing()
        dancing.sampling = sampling
        func poses(_ seed: UInt64) throws -> [Pose] {
            let dancer = try Dancer(checkpoint, seed: seed, dancing: dancing)
            return (0..<40).map { _ in dancer.pose(feeling: Mood(.anger)) }
        }
        let first = try poses(1)
        #expect(try poses(1) == first)
        #expect(try poses(2) != first)
        #expect(first.allSatisfy { $0.points.allSatisfy { $0.x.isFinite && $0.y.isFinite } })
    }

    @Test func strategiesHaveNamesThatCanBeTyped() {
        #expect(
            Sampling.allCases.map(\.rawValue) == [
                "by-weight", "most-probable", "next-probable", "random", "movement-ranked",
                "ranked-score", "cosine-variance",
            ])
        #expect(Dancing().sampling == .byWeight)
    }
}
