import Motion
import Signals
import Testing

@testable import Training

@Suite struct MotionVariationTests {
    @Test func withoutAChangeNothingIsDrawnAndNothingChanged() {
        let take = MotionTake(fourClips()[0])
        var random = SeededRandom(seed: 1)
        let change = MotionVariation().draw(using: &random)
        #expect(change == MotionVariation.Change())
        #expect(random.next() == SeededRandom(seed: 1).first)
        #expect(change.source(of: 50) == 50)
        #expect(change.applied(to: take, count: 50) == take.part(0..<50))
    }

    @Test func changesLieEvenlyWithinTheirBounds() {
        var variation = MotionVariation()
        variation.speed = 0.25
        variation.scale = 0.1
        var random = SeededRandom(seed: 2)
        let changes = (0..<400).map { _ in variation.draw(using: &random) }
        #expect(changes.allSatisfy { $0.speed >= 0.8 && $0.speed <= 1.25 })
        #expect(changes.allSatisfy { $0.scale >= 1 / 1.1001 && $0.scale <= 1.1001 })
        #expect((160...240).contains(changes.count { $0.speed > 1 }))
        #expect((changes.map(\.speed).max() ?? 0) > 1.23)
    }

    @Test(arguments: [Float(0.7), 1.5])
    func aQuickerWindowIsTheSameMotionInLessTime(speed: Float) {
        let take = MotionTake(fourClips()[1])
        let change = MotionVariation.Change(speed: speed, scale: 1)
        let source = change.source(of: 40)
        #expect(source >= Int(39 * speed) + 1)
        let changed = change.applied(to: take.part(0..<source), count: 40)
        #expect(changed.count == 40)
        let wrist = PoseLayout.joints.firstIndex(of: .rightWrist) ?? 0
        for pose in 1..<39 {
            // Between two poses of the source, by a straight line: the cubic is close to it.
            let place = Float(pose) * speed
            let before = Int(place)
            guard before + 1 < source else { continue }
            let a = take.joints[before * 24 + wrist]
            let b = take.joints[(before + 1) * 24 + wrist]
            let line = a + (b - a) * (place - Float(before))
            let off = changed.joints[pose * 24 + wrist] - line
            #expect((off * off).sum().squareRoot() < 0.005)
            let moved = take.velocity[before].x
            #expect(abs(changed.velocity[pose].x - moved * speed) < 0.02)
        }
    }

    @Test func aLargerBodyIsLargerInEverything() {
        let take = MotionTake(fourClips()[0])
        let changed = MotionVariation.Change(speed: 1, scale: 1.1).applied(to: take, count: 60)
        for pose in 0..<60 {
            #expect(abs(changed.height[pose] - 1.1 * take.height[pose]) < 1e-4)
            #expect(abs(changed.velocity[pose].x - 1.1 * take.velocity[pose].x) < 1e-4)
        }
        let off = zip(changed.joints, take.joints).map { $0 - 1.1 * $1 }
        #expect(off.allSatisfy { ($0 * $0).sum() < 1e-8 })
    }

    @Test func aVariedStreamDrawsWindowsOfTheLengthThatIsAskedFor() throws {
        var stream = try MotionStream(fourClips())
        stream.variation.speed = 0.5
        stream.variation.scale = 0.05
        var random = SeededRandom(seed: 3)
        let paces = (0..<60).map { _ -> Float in
            let window = stream.window(of: 66, emotion: .sadness, using: &random)
            #expect(window.count == 66)
            return window.pace
        }
        var plain = try MotionStream(fourClips())
        plain.widestYaw = stream.widestYaw
        random = SeededRandom(seed: 3)
        let unvaried = (0..<60).map { _ in
            plain.window(of: 66, emotion: .sadness, using: &random).pace
        }
        func spread(_ values: [Float]) -> Float { (values.max() ?? 0) - (values.min() ?? 0) }
        #expect(spread(paces) > 1.3 * spread(unvaried))
    }
}

extension SeededRandom {
    /// The first number of its row.
    fileprivate var first: UInt64 {
        var copy = self
        return copy.next()
    }
}
