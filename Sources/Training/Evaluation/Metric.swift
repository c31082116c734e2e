/// What is measured of a dancer; docs/metrics.md defines each.
public enum Metric: String, CaseIterable, Sendable {
    case frechetKinetic, frechetLearned, diversity, multimodality
    case emotion, emotionWeakest, npss, jerk, jerkAtChange, fastMovement
    case boneChange, overlongBones, freezing, longestFreeze, repetition, skating
    case dancing, dancingAroused, copying
    case stabilitySpeed, stabilitySpread, stabilityBones, brokenPoses
    case response, cost, guardActions

    /// The metric in a table.
    public var title: String {
        switch self {
        case .frechetKinetic: "Fréchet, kinetic"
        case .frechetLearned: "Fréchet, learned"
        case .diversity: "diversity"
        case .multimodality: "multimodality"
        case .emotion: "emotion recovered"
        case .emotionWeakest: "emotion, the weakest"
        case .npss: "NPSS"
        case .jerk: "jerk"
        case .jerkAtChange: "jerk at a change / steady"
        case .fastMovement: "power above 5 Hz"
        case .boneChange: "bones, change a pose"
        case .overlongBones: "bones, overlong poses"
        case .freezing: "freezing"
        case .longestFreeze: "longest freeze, s"
        case .repetition: "repetition"
        case .skating: "skating"
        case .dancing: "dancing, least mood"
        case .dancingAroused: "dancing, least aroused"
        case .copying: "copying"
        case .stabilitySpeed: "stability, speed"
        case .stabilitySpread: "stability, spread"
        case .stabilityBones: "stability, bones"
        case .brokenPoses: "poses not finite"
        case .response: "response, s"
        case .cost: "cost, p99 of a pose, ms"
        case .guardActions: "guard, actions a minute"
        }
    }

    /// What a dancer must reach.
    public var goal: MetricGoal {
        switch self {
        case .frechetKinetic, .npss: .atMostOfFloor(1.5)
        case .frechetLearned: .atMostOfFloor(2)
        case .diversity: .ofReal(0.9...1.1)
        case .multimodality: .atLeastOfReal(0.7)
        case .emotion: .aboveChance(0.75)
        case .emotionWeakest: .atLeast(2.0 / 7)
        case .jerk: .ofReal(0.8...1.2)
        case .jerkAtChange: .atMost(2)
        case .fastMovement, .boneChange: .atMostOfReal(1.2)
        case .overlongBones: .atMost(0.01)
        case .freezing: .atMostAboveReal(0.01)
        case .longestFreeze: .atMost(3)
        case .repetition: .atMost(0.1)
        case .skating: .atMostOfReal(1.3)
        case .dancing: .atLeast(0.6)
        case .dancingAroused: .atLeast(0.8)
        case .copying: .atLeastOfFloor(0.8)
        case .stabilitySpeed, .stabilitySpread, .stabilityBones: .atMost(1.1)
        case .brokenPoses: .atMost(0)
        case .response: .atMost(1)
        case .cost: .atMost(4)
        case .guardActions: .atMost(1)
        }
    }
}

/// What a number must reach, by itself or beside real motion.
public enum MetricGoal: Sendable, Equatable {
    case atMost(Double)
    case atLeast(Double)
    case atMostOfFloor(Double)
    case atLeastOfFloor(Double)
    case atMostOfReal(Double)
    case atLeastOfReal(Double)
    case ofReal(ClosedRange<Double>)
    case atMostAboveReal(Double)
    /// How far above chance (one in seven), as a share of how far real motion is.
    case aboveChance(Double)

    /// The goal in a table.
    public var words: String {
        switch self {
        case .atMost(let bound): "≤ \(short(bound))"
        case .atLeast(let bound): "≥ \(short(bound))"
        case .atMostOfFloor(let bound): "≤ \(short(bound)) × floor"
        case .atLeastOfFloor(let bound): "≥ \(short(bound)) × floor"
        case .atMostOfReal(let bound): "≤ \(short(bound)) × real"
        case .atLeastOfReal(let bound): "≥ \(short(bound)) × real"
        case .ofReal(let range): "\(short(range.lowerBound))–\(short(range.upperBound)) × real"
        case .atMostAboveReal(let bound): "≤ real + \(short(bound))"
        case .aboveChance(let bound): "≥ \(short(bound)) of real above chance"
        }
    }

    /// What the goal is about: the number over the floor's or real motion's; nil for a goal that
    /// needs neither.
    public func ratio(_ number: Double, real: Double?, floor: Double?) -> Double? {
        func over(_ base: Double?) -> Double? {
            base.flatMap { $0 != 0 && $0.isFinite ? number / $0 : nil }
        }
        switch self {
        case .atMost, .atLeast, .atMostAboveReal: return over(real)
        case .atMostOfFloor, .atLeastOfFloor: return over(floor)
        case .atMostOfReal, .atLeastOfReal, .ofReal: return over(real)
        case .aboveChance:
            guard let real, real > 1.0 / 7 else { return nil }
            return (number - 1.0 / 7) / (real - 1.0 / 7)
        }
    }

    /// Whether a number reaches the goal; false for what is not a number, nil where what it is held
    /// against is missing.
    public func isMet(by number: Double, real: Double?, floor: Double?) -> Bool? {
        guard !number.isNaN else { return false }
        let ratio = ratio(number, real: real, floor: floor)
        switch self {
        case .atMost(let bound): return number <= bound
        case .atLeast(let bound): return number >= bound
        case .atMostAboveReal(let bound): return real.map { number <= $0 + bound }
        case .atMostOfFloor(let bound), .atMostOfReal(let bound): return ratio.map { $0 <= bound }
        case .atLeastOfFloor(let bound), .atLeastOfReal(let bound), .aboveChance(let bound):
            return ratio.map { $0 >= bound }
        case .ofReal(let range): return ratio.map { range.contains($0) }
        }
    }
}

private func short(_ number: Double) -> String {
    let rounded = (number * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}
