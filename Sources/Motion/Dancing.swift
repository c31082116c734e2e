/// How a dancer dances live; the settings that measured best (docs/dancer.md).
public struct Dancing: Sendable, Equatable {
    /// Divides the log weights of whole poses before one is drawn: below 1 rare poses become rarer.
    public var temperature: Float = 1
    /// Scales every sigma; below about 0.4 the dancer freezes.
    public var sigmaScale: Float = 0.6
    /// How far the mood's weights are taken beyond the model's own, see `MixtureDraw.guide`.
    public var guidance: Float = 1.5
    /// The noise level that the model is told: how far the history may lie off real motion.
    public var noiseLevel: Float = 0.2
    /// Added to the mood's pace; 0.5 is about a quarter faster.
    public var paceShift: Float = 0
    /// Share of the way from the middle that is kept a pose, so that he stays on the stage.
    public var driftKept: Float = 0.93

    /// How much longer than its longest a bone may be in the pose that it goes on from: the space of
    /// poses itself is only right to about a hundredth.
    public var boneAllowance: Float = 1.1
    /// Whether it is set back into real motion when it stands still or loses its shape.
    public var usesGuard = true

    /// How the next pose is drawn from its mixture.
    public var sampling = Sampling.byWeight
    /// Whether the sampling is made hotter for a while when it begins to freeze or to repeat itself.
    public var reheats = true

    /// The settings that ship.
    public init() {}
}
