import Signals

extension BodyClip {
    /// A flat clip from poses in a picture (x right, y down); nil is a frame in which nobody was
    /// found.
    ///
    /// A point at (0, 0) is how OpenPose and its kin write "not seen", whatever confidence they give
    /// it; it is masked here and never taken for a place.
    public init(
        name: String, poses: [Pose?], framesPerSecond: Double, about: ClipLabel = ClipLabel()
    ) {
        var points: [SIMD3<Float>] = []
        var confidences: [Float] = []
        points.reserveCapacity(poses.count * Body25.count)
        confidences.reserveCapacity(poses.count * Body25.count)
        for pose in poses {
            for point in pose?.points ?? Array(repeating: .unseen, count: Body25.count) {
                let isSeen =
                    point.confidence > 0 && point.x.isFinite && point.y.isFinite
                    && (point.x != 0 || point.y != 0)
                points.append(isSeen ? SIMD3(point.x, -point.y, 0) : .zero)
                confidences.append(isSeen ? min(point.confidence, 1) : 0)
            }
        }
        self.init(
            name: name, points: points, confidences: confidences, isFlat: true,
            framesPerSecond: framesPerSecond, about: about)
    }
}
