/// One joint of a pose: a place in the picture's axes (x right, y down) and how sure it is.
public struct Keypoint: Sendable, Equatable {
    /// Distance to the right, in the unit of the pose.
    public var x: Float
    /// Distance downwards, in the unit of the pose.
    public var y: Float
    /// 0 (not seen) to 1 (certain).
    public var confidence: Float

    /// A keypoint at a place.
    public init(x: Float, y: Float, confidence: Float = 1) {
        self.x = x
        self.y = y
        self.confidence = confidence
    }

    /// A keypoint that was not seen.
    public static let unseen = Keypoint(x: 0, y: 0, confidence: 0)
}

/// One frame of OpenPose BODY_25: 25 keypoints in BODY_25's order.
///
/// Between `Motion` and `Stage` the unit is the torso (mid-hip to neck, upright, is 1), x is 0 at
/// the middle of the stage and y is 0 at the floor; a standing head is at about y = -3.6. In files
/// the unit is the pixel.
public struct Pose: Sendable, Equatable {
    /// The 25 keypoints in the order of `Body25.allCases`.
    public var points: [Keypoint]

    /// A pose of 25 keypoints.
    public init(points: [Keypoint]) {
        precondition(
            points.count == Body25.count, "a pose has 25 keypoints, not \(points.count)")
        self.points = points
    }

    /// One keypoint by its name.
    public subscript(point: Body25) -> Keypoint {
        get { points[point.rawValue] }
        set { points[point.rawValue] = newValue }
    }

    /// This pose with every seen point moved and scaled: `scale * point + (x, y)`.
    public func placed(scale: Float, x: Float, y: Float) -> Pose {
        Pose(
            points: points.map {
                $0.confidence == 0
                    ? .unseen
                    : Keypoint(x: $0.x * scale + x, y: $0.y * scale + y, confidence: $0.confidence)
            })
    }

    /// This pose seen in a mirror, in pose space: x changes sign and left and right change places.
    public var mirrored: Pose {
        var other = self
        for point in Body25.allCases {
            var moved = self[point.mirrored]
            if moved.confidence > 0 { moved.x = -moved.x }
            other[point] = moved
        }
        return other
    }

    /// The pose between this one and another: 0 is this, 1 is the other.
    ///
    /// A point seen in only one of them stays where it was seen and takes that share of its
    /// confidence.
    public func interpolated(to other: Pose, by share: Float) -> Pose {
        var between = self
        for index in 0..<Body25.count {
            let a = points[index]
            let b = other.points[index]
            let confidence = a.confidence + (b.confidence - a.confidence) * share
            switch (a.confidence > 0, b.confidence > 0) {
            case (true, true):
                between.points[index] = Keypoint(
                    x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share,
                    confidence: confidence)
            case (true, false):
                between.points[index] = Keypoint(x: a.x, y: a.y, confidence: confidence)
            case (false, true):
                between.points[index] = Keypoint(x: b.x, y: b.y, confidence: confidence)
            case (false, false):
                between.points[index] = .unseen
            }
        }
        return between
    }
}
