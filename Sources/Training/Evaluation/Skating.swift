import Motion

/// Feet that slide while they stand.
enum Skating {
    /// How near the floor a foot stands, in torsos.
    private static let nearness: Float = 0.08

    private static let feet: [[Int]] = [
        [.rightBigToe, .rightHeel], [.leftBigToe, .leftHeel],
    ].map { feet in feet.compactMap { PoseLayout.joints.firstIndex(of: $0) } }

    /// The mean way sideways on the stage, in torsos a pose, of a foot's part that is near the floor
    /// in two poses running.
    ///
    /// The floor is the 5th percentile of the lowest foot point of the run, so that a dancer that
    /// hovers is measured as one that stands. nil where no foot ever stands.
    static func slide(_ run: PoseRun) -> Double? {
        let numbers = run.numbers
        func height(_ joint: Int, _ pose: Int) -> Float {
            let start = pose * PoseLayout.count
            return numbers[start + PoseLayout.height] - numbers[start + 2 * joint + 1]
        }
        let points = feet.flatMap { $0 }
        let floor = (0..<run.count).map { pose in
            points.map { height($0, pose) }.min() ?? 0
        }.percentile(5)
        var sum = 0.0
        var count = 0
        for pose in 1..<max(run.count, 1) {
            for joint in points {
                guard height(joint, pose) < floor + nearness,
                    height(joint, pose - 1) < floor + nearness
                else { continue }
                let now = pose * PoseLayout.count
                let step =
                    numbers[now + 2 * joint] - numbers[now - PoseLayout.count + 2 * joint]
                    + numbers[now + PoseLayout.drift]
                sum += Double(abs(step))
                count += 1
            }
        }
        return count > 0 ? sum / Double(count) : nil
    }
}
