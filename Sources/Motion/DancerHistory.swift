import Signals

/// Real motion from which a dancer starts, or starts again when it stands still.
public struct DancerHistory: Sendable, Equatable {
    /// The emotion it shows.
    public var emotion: Emotion
    /// States and sideways speeds in torsos, [poses x (stateSize + 1)].
    public var numbers: [Float]

    /// A history.
    public init(emotion: Emotion, numbers: [Float]) {
        self.emotion = emotion
        self.numbers = numbers
    }

    /// The history of poses in `PoseLayout`, end to end.
    public init(emotion: Emotion, poses: [Float], space: PoseSpace) {
        self.emotion = emotion
        numbers = stride(from: 0, to: poses.count, by: PoseLayout.count).flatMap { start in
            space.state(of: poses, at: start) + [poses[start + PoseLayout.drift]]
        }
    }

    /// The state of a pose.
    func state(_ pose: Int, size: Int) -> [Float] {
        Array(numbers[(pose * (size + 1))..<(pose * (size + 1) + size)])
    }

    /// The sideways speed of a pose, in torsos.
    func drift(_ pose: Int, size: Int) -> Float { numbers[pose * (size + 1) + size] }
}
