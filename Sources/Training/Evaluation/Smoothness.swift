import Motion

extension PoseRun {
    /// Jerk: the mean size of the keypoints' third difference about the hips, in torsos a pose³.
    public var jerk: Double {
        let joints = PoseLayout.joints.count
        guard count > 3 else { return 0 }
        var sum: Float = 0
        numbers.withUnsafeBufferPointer { numbers in
            func third(_ place: Int) -> Float {
                let step = PoseLayout.count
                return numbers[place + 3 * step] - 3 * numbers[place + 2 * step]
                    + 3 * numbers[place + step] - numbers[place]
            }
            for pose in 0..<(count - 3) {
                for joint in 0..<joints {
                    let x = third(pose * PoseLayout.count + 2 * joint)
                    let y = third(pose * PoseLayout.count + 2 * joint + 1)
                    sum += (x * x + y * y).squareRoot()
                }
            }
        }
        return Double(sum) / Double((count - 3) * joints)
    }
}
