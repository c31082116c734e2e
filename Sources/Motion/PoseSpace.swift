import Signals

/// The way between poses as `PoseLayout` lays them and the numbers that the model sees and draws.
///
/// A state is the pose's principal components and the hips' height, unscaled.
public struct PoseSpace: Sendable, Equatable {
    /// Mean pose, [48].
    public let mean: [Float]
    /// Principal directions as columns, [48, components].
    public let basis: [Float]
    /// Mean of each state number, [components + 1]; 0 but for the height.
    public let stateMean: [Float]
    /// Standard deviation of each state number, [components + 1].
    public let stateDeviation: [Float]
    /// Standard deviation of each state number's step from pose to pose, [components + 1].
    public let stepDeviation: [Float]
    /// Standard deviation of the sideways speed.
    public let driftDeviation: Float

    /// A space of known numbers, as a checkpoint holds them.
    public init(
        mean: [Float], basis: [Float], stateMean: [Float], stateDeviation: [Float],
        stepDeviation: [Float], driftDeviation: Float
    ) {
        self.mean = mean
        self.basis = basis
        self.stateMean = stateMean
        self.stateDeviation = stateDeviation
        self.stepDeviation = stepDeviation
        self.driftDeviation = driftDeviation
    }

    /// The space of these windows, each a run of poses in `PoseLayout`.
    public init(fitting windows: [[Float]], components: Int) {
        let all = windows.flatMap { $0 }
        let found = PrincipalComponents(
            of: all, stride: PoseLayout.count, size: PoseLayout.coordinates, count: components)
        let ones = [Float](repeating: 1, count: components + 1)
        let plain = PoseSpace(
            mean: found.mean, basis: found.basis, stateMean: ones, stateDeviation: ones,
            stepDeviation: ones, driftDeviation: 1)
        var states = Spread(size: components + 1)
        var steps = Spread(size: components + 1)
        var drifts = Spread(size: 1)
        for window in windows {
            var before: [Float]?
            for start in stride(from: 0, to: window.count, by: PoseLayout.count) {
                let state = plain.state(of: window, at: start)
                states.add(state)
                if let before { steps.add(zip(state, before).map { $0 - $1 }) }
                drifts.add([window[start + PoseLayout.drift]])
                before = state
            }
        }
        self.init(
            mean: found.mean, basis: found.basis, stateMean: states.means,
            stateDeviation: states.deviations, stepDeviation: steps.deviations,
            driftDeviation: drifts.deviations[0])
    }

    /// How many principal components there are.
    public var components: Int { stateMean.count - 1 }

    /// The state of the pose that starts at `start`.
    public func state(of numbers: [Float], at start: Int = 0) -> [Float] {
        let count = components
        var state = [Float](repeating: 0, count: count + 1)
        for i in 0..<PoseLayout.coordinates {
            let value = numbers[start + i] - mean[i]
            for j in 0..<count { state[j] += value * basis[i * count + j] }
        }
        state[count] = numbers[start + PoseLayout.height]
        return state
    }

    /// The pose of a state and a sideways speed in torsos a pose.
    public func numbers(of state: [Float], drift: Float) -> [Float] {
        let count = components
        var numbers = [Float](repeating: 0, count: PoseLayout.count)
        for i in 0..<PoseLayout.coordinates {
            var value = mean[i]
            for j in 0..<count { value += state[j] * basis[i * count + j] }
            numbers[i] = value
        }
        numbers[PoseLayout.height] = state[count]
        numbers[PoseLayout.drift] = drift
        return numbers
    }

    /// What the model sees of a pose, [2 * (components + 1) + 1]: the state, the step that led to it
    /// and the sideways speed, each in its own standard deviation.
    public func features(state: [Float], before: [Float], drift: Float) -> [Float] {
        var features: [Float] = []
        features.reserveCapacity(2 * state.count + 1)
        for i in state.indices {
            features.append((state[i] - stateMean[i]) / stateDeviation[i])
        }
        for i in state.indices { features.append((state[i] - before[i]) / stepDeviation[i]) }
        features.append(drift / driftDeviation)
        return features
    }
}

/// Mean and standard deviation of vectors that arrive one by one (Welford 1962).
struct Spread {
    private var count = 0.0
    private var mean: [Double]
    private var squares: [Double]

    init(size: Int) {
        mean = [Double](repeating: 0, count: size)
        squares = mean
    }

    mutating func add(_ values: [Float]) {
        count += 1
        for i in values.indices {
            let value = Double(values[i])
            let away = value - mean[i]
            mean[i] += away / count
            squares[i] += away * (value - mean[i])
        }
    }

    var means: [Float] { mean.map(Float.init) }

    /// Never 0: what did not vary must not be divided by 0.
    var deviations: [Float] {
        squares.map { Float(max(($0 / max(1, count - 1)).squareRoot(), 1e-6)) }
    }
}
