/// One step of a training, in numbers.
public struct TrainingStep: Sendable, Equatable {
    /// Steps done with it, from 1.
    public var number: Int
    /// Minus the log-likelihood a number of the step's windows, in nats.
    public var loss: Double
    /// The averaged weights' loss on validation motion, where this step was judged.
    public var validationLoss: Double?
    /// How far the step went.
    public var learningRate: Double
    /// The length of all gradients together before they were clipped.
    public var gradientNorm: Double

    /// A step.
    public init(
        number: Int, loss: Double, validationLoss: Double? = nil, learningRate: Double,
        gradientNorm: Double
    ) {
        self.number = number
        self.loss = loss
        self.validationLoss = validationLoss
        self.learningRate = learningRate
        self.gradientNorm = gradientNorm
    }
}
