import Motion
import Signals
import Torch

/// Many bodies that a step of the ladder makes dance, a pose at a time. What the model says is danced as
/// it is: no guard, no guidance, and no bound on bones but where the model is held as ours is.
final class LadderTroupe: DancingBodies {
    private struct Body {
        var state: [Float]
        var seen: [Float]
        var shown: [[Float]]
        var x: Float = 0
    }

    private let model: any LadderModel
    private let checkpoint: DancerCheckpoint
    private let settings: LadderSettings
    private let bounds: [Float]
    private var bodies: [Body] = []
    private var random: [SeededRandom]
    private var memory = LadderMemory()
    private var poses = 0

    /// How far a body gets from the middle of all motion, in that motion's own widths, and sideways in
    /// torsos.
    private static let room: Float = 10

    /// Bodies of these seeds, each after a drawn neutral history.
    init(_ ladder: LadderCheckpoint, seeds: [UInt64]) throws {
        model = try ladder.model()
        checkpoint = ladder.dancer
        settings = ladder.settings
        random = seeds.map { SeededRandom(seed: $0) }
        bounds = checkpoint.longestBones.map { $0 * Dancing().boneAllowance }
        let neutral = checkpoint.histories.filter { $0.emotion == .neutral }
        let choice = neutral.isEmpty ? checkpoint.histories : neutral
        guard !choice.isEmpty else { throw DancerError.missingTensor(name: "histories") }
        begin(random.indices.map { choice[random[$0].below(choice.count)] })
    }

    var count: Int { bodies.count }
    var guardActions: [Int] { [Int](repeating: 0, count: count) }

    func reseed(_ seeds: [UInt64]) { random = seeds.map { SeededRandom(seed: $0) } }

    func poses(feeling moods: [Mood]) -> [Pose] {
        precondition(moods.count == count, "\(count) bodies need a mood each")
        let (steps, size) = withoutGradient {
            let seen = newest
            let output = model.next(
                after: seen, conditions: conditions(moods),
                training: settings.asPublished, memory: &memory)
            let flat = seen.selected(1, at: 0)
            return (
                model.steps(output, seen: flat, using: &random),
                checkpoint.configuration.targetSize
            )
        }
        poses += 1
        return bodies.indices.map { take(Array(steps[($0 * size)..<(($0 + 1) * size)]), of: $0) }
    }

    /// What is seen of every body's newest pose, [bodies, 1, size].
    private var newest: Tensor {
        let rows = bodies.indices.flatMap { bodies[$0].seen + chance(of: $0) }
        return Tensor(rows, shape: [count, 1, rows.count / max(count, 1)])
    }

    private func chance(of body: Int) -> [Float] {
        (0..<model.noiseSize).map { _ in Float(random[body].gaussian()) }
    }

    /// As published, the mood was written over after the first pose.
    private func conditions(_ moods: [Mood]) -> Tensor {
        let palette = checkpoint.palette
        let numbers = moods.flatMap { mood -> [Float] in
            let told = settings.asPublished && poses > 0 ? nil : palette.danced(mood)
            return Condition.numbers(
                mood: told, level: Dancing().noiseLevel, pace: palette.pace(of: mood))
        }
        return Tensor(numbers, shape: [moods.count, MotionConfiguration.conditionSize])
    }

    private func take(_ steps: [Float], of index: Int) -> Pose {
        let space = checkpoint.space
        var body = bodies[index]
        let drift = steps[body.state.count] * space.driftDeviation
        // What runs away stops at the walls, far outside of all motion: the measures need finite numbers.
        var next = body.state.indices.map { i -> Float in
            let wall = Self.room * space.stateDeviation[i]
            let place = body.state[i] + steps[i] * space.stepDeviation[i] - space.stateMean[i]
            return space.stateMean[i] + (place.isFinite ? min(max(place, -wall), wall) : 0)
        }
        var numbers = space.numbers(of: next, drift: drift)
        if model.isHeld {
            numbers = PoseLayout.shortened(numbers, longest: bounds)
            next = space.state(of: numbers)
        }
        body.seen = space.features(state: next, before: body.state, drift: drift)
        body.state = next
        let x = Dancing().driftKept * body.x + drift
        body.x = x.isFinite ? min(max(x, -Self.room), Self.room) : 0
        numbers[PoseLayout.drift] = body.x
        body.shown = body.shown.suffix(2) + [numbers]
        bodies[index] = body
        guard model.isHeld else { return PoseLayout.pose(numbers, x: body.x) }
        let smooth = Self.smoothed(body.shown)
        return PoseLayout.pose(
            PoseLayout.shortened(smooth, longest: checkpoint.longestBones),
            x: smooth[PoseLayout.drift])
    }

    /// A quarter, a half and a quarter of the last three poses.
    private static func smoothed(_ poses: [[Float]]) -> [Float] {
        guard poses.count == 3 else { return poses[poses.count - 1] }
        return poses[1].indices.map {
            0.25 * poses[0][$0] + 0.5 * poses[1][$0] + 0.25 * poses[2][$0]
        }
    }

    /// Goes on as if these histories had just been danced.
    private func begin(_ histories: [DancerHistory]) {
        let space = checkpoint.space
        let size = checkpoint.configuration.targetSize
        let count = (histories.first?.numbers.count ?? 0) / size
        func state(_ history: DancerHistory, _ pose: Int) -> [Float] {
            Array(history.numbers[(pose * size)..<((pose + 1) * size - 1)])
        }
        let seen = histories.map { history in
            (1..<count).map { pose in
                space.features(
                    state: state(history, pose), before: state(history, pose - 1),
                    drift: history.numbers[(pose + 1) * size - 1])
            }
        }
        bodies = zip(histories, seen).map { history, rows in
            Body(state: state(history, count - 1), seen: rows[count - 2], shown: [])
        }
        let rows = seen.indices.flatMap { body in
            seen[body].dropLast().flatMap { $0 + chance(of: body) }
        }
        guard count > 2 else { return }
        withoutGradient {
            let shape = [histories.count, count - 2, rows.count / (histories.count * (count - 2))]
            _ = model.next(
                after: Tensor(rows, shape: shape),
                conditions: conditions(histories.map { _ in Mood(.neutral) }),
                training: false, memory: &memory)
        }
    }
}
