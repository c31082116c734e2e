import Motion
import Signals
import Torch

/// What a ladder's model remembers of the bodies that it makes dance.
struct LadderMemory {
    /// What was seen of the last poses, [bodies, poses, size].
    var seen: Tensor?
    /// What our Transformer remembers, where it is the model.
    var cache: MotionCache?

    /// No memory.
    init() {}
}

/// A model of the ladder that dances by itself: what it says of the next pose is what is danced, with
/// nothing of our live chain but where a step says so.
protocol LadderModel: StepModel {
    /// Numbers that it is given by chance beside each pose.
    var noiseSize: Int { get }
    /// Whether bones are held, and what is shown is smoothed, as ours does.
    var isHeld: Bool { get }

    /// What it says of each pose of a run, [bodies, poses, …], from what is seen of them.
    ///
    /// - Parameter conditions: [bodies, conditionSize].
    func output(_ seen: Tensor, conditions: Tensor, training: Bool) -> Tensor

    /// What it says after the newest poses, [bodies, …].
    func next(
        after seen: Tensor, conditions: Tensor, training: Bool, memory: inout LadderMemory
    ) -> Tensor

    /// The steps that are taken, [bodies x targetSize], in their deviations.
    ///
    /// - Parameter output: what `next` gave; `seen` the newest poses, [bodies, size].
    func steps(_ output: Tensor, seen: Tensor, using random: inout [SeededRandom]) -> [Float]
}

extension LadderModel {
    var noiseSize: Int { 0 }
    var isHeld: Bool { false }
}

/// A model that looks at its last poses anew each time.
protocol WindowedModel: LadderModel {
    /// Poses that it looks at.
    var context: Int { get }
}

extension WindowedModel {
    func next(
        after seen: Tensor, conditions: Tensor, training: Bool, memory: inout LadderMemory
    ) -> Tensor {
        let known = memory.seen.map { Tensor.concatenated([$0, seen], along: 1) } ?? seen
        let have = known.shape[1]
        let window =
            have > context ? known.narrowed(1, from: have - context, count: context) : known
        memory.seen = window
        let said = output(window, conditions: conditions, training: training)
        return said.selected(1, at: window.shape[1] - 1)
    }

    /// Windows cut into runs of `context` poses, [windows * runs, context, size].
    func runs(_ windows: Tensor) -> Tensor {
        let count = windows.shape[0] * windows.shape[1] / context
        return windows.reshaped(to: [count, context, windows.shape[2]])
    }

    /// One row for each run of `context` poses, from one row a window.
    func rows(_ conditions: Tensor, of windows: Tensor) -> Tensor {
        let runs = windows.shape[1] / context
        return conditions.unsqueezed(at: 1).expanded(to: [-1, runs, -1])
            .reshaped(to: [windows.shape[0] * runs, conditions.shape[1]])
    }
}
