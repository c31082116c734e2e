/// How the dancer's space (torsos from the middle of the floor) lies in a picture of pixels.
public struct Framing: Sendable, Equatable {
    /// Pixels across.
    public var width: Int
    /// Pixels down.
    public var height: Int
    /// Pixels that one torso takes: a standing dancer is about 3.8 torsos high.
    public var pixelsPerTorso: Float
    /// The floor's height in the picture, in pixels from the top.
    public var floor: Float

    /// The framing of a whole body with room to jump, for a picture of this size.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixelsPerTorso = Float(height) * 0.185
        floor = Float(height) * 0.88
    }

    /// A pose in torsos as a pose in pixels.
    public func pixels(_ pose: Pose) -> Pose {
        pose.placed(scale: pixelsPerTorso, x: Float(width) / 2, y: floor)
    }
}
