import Clips
import Motion
import Signals
import Torch

/// Everything that makes a dancer of motion: sizes, training, machine, and what is written on it.
///
/// A YAML file holds one (`examples/dancer.yaml`); a run follows from it and the motion alone.
public struct DancerRecipe: Sendable, Equatable {
    /// Which motion is learned from, beside the dataset.
    public struct MotionChoice: Sendable, Equatable {
        /// Seconds an emotion of the program's own gestures; nil is none beside a dataset and
        /// `gesturesAlone` without one.
        public var gestures: Double?
        /// Whether only motion that may be used for anything is learned from.
        public var onlyFree = false

        /// How often going from place to place is drawn, against a clip of the same length that is
        /// not: there is much of it in every collection, and a dancer that learned all of it walked
        /// through anger, fear and neutral.
        public var locomotion = 0.12

        /// Changes of speed and size that clips are learned with.
        public var variation = MotionVariation()

        /// Seconds an emotion of gestures where there is no dataset.
        public static let gesturesAlone = 300.0

        /// Everything that the dataset may train.
        public init() {}

        /// The seconds that are meant.
        public func gestureSeconds(hasDataset: Bool) -> Double {
            gestures ?? (hasDataset ? 0 : Self.gesturesAlone)
        }

        /// A clip as it is learned from.
        public func take(_ features: MotionFeatures) -> MotionTake {
            var take = MotionTake(features)
            if features.about.isLocomotion { take.weight = locomotion }
            return take
        }
    }

    /// What computes.
    public struct Machine: Sendable, Equatable {
        /// Where tensors lie.
        public var device = Device.cpu
        /// Threads of the CPU.
        public var threads = 2

        /// Two threads of the CPU.
        public init() {}
    }

    /// What is written on the dancer beside what follows from its motion.
    public struct Signature: Sendable, Equatable {
        /// The licence of the weights; empty is what follows from the clips.
        public var licence = ""
        /// Whom the clips' licences ask to be named; empty is a count of the clips by source.
        public var credits = ""
        /// What it can and cannot do.
        public var notes = ""
        /// Added to the pace that an emotion is told when it dances, see `MotionPace`.
        public var paceShifts: [Emotion: Float] = [:]

        /// Nothing beyond what follows from the motion.
        public init() {}
    }

    /// Every size of the model.
    public var model = MotionConfiguration()
    /// How it is trained.
    public var training = TrainingSettings()
    /// Which motion.
    public var motion = MotionChoice()
    /// What computes.
    public var machine = Machine()
    /// What is written on the dancer.
    public var dancer = Signature()
    /// What makes it a step of the ladder (docs/ladder.md); nil for the dancer by its own settings.
    public var ladder: LadderSettings?

    /// The recipe that measured best.
    public init() {}

    /// Throws what no run can be made of, in a sentence.
    public func validate() throws {
        try model.validate()
        try training.validate()
        try ladder?.validate(training, model)
        guard machine.threads > 0, (motion.gestures ?? 0) >= 0 else {
            throw TrainingError.badSettings(
                "there must be 1 thread or more, and gestures of 0 seconds or more")
        }
    }
}
