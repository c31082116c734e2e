import Motion

extension PoseSpace {
    /// A space of the keypoints themselves, without modes of a body: x, y and the hips' height are each
    /// scaled so that the motion lies between -1 and 1, one scale for all keypoints.
    init(keypointsOf windows: [[Float]]) {
        let size = PoseLayout.coordinates + 1
        var low = [Float](repeating: .infinity, count: 3)
        var high = [Float](repeating: -.infinity, count: 3)
        var squares = [Double](repeating: 0, count: size + 1)
        var steps = 0.0
        var poses = 0.0
        // x, y, x, y, … and the height last.
        func axis(_ number: Int) -> Int { number == PoseLayout.height ? 2 : number % 2 }
        for window in windows {
            for start in stride(from: 0, to: window.count, by: PoseLayout.count) {
                for i in 0..<size {
                    let value = window[start + i]
                    low[axis(i)] = min(low[axis(i)], value)
                    high[axis(i)] = max(high[axis(i)], value)
                    guard start > 0 else { continue }
                    let step = Double(value - window[start - PoseLayout.count + i])
                    squares[i] += step * step
                }
                let drift = Double(window[start + PoseLayout.drift])
                squares[size] += drift * drift
                poses += 1
                if start > 0 { steps += 1 }
            }
        }
        func deviation(_ sum: Double, _ count: Double) -> Float {
            Float(max((sum / max(count, 1)).squareRoot(), 1e-4))
        }
        let coordinates = PoseLayout.coordinates
        self.init(
            mean: [Float](repeating: 0, count: coordinates),
            basis: (0..<(coordinates * coordinates)).map {
                $0 / coordinates == $0 % coordinates ? 1 : 0
            },
            stateMean: (0..<size).map { (low[axis($0)] + high[axis($0)]) / 2 },
            stateDeviation: (0..<size).map { max((high[axis($0)] - low[axis($0)]) / 2, 1e-4) },
            stepDeviation: (0..<size).map { deviation(squares[$0], steps) },
            driftDeviation: deviation(squares[size], poses))
    }
}
