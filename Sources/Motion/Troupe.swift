import Signals
import Torch

/// Many dancers of one checkpoint that take each step together: the model works out all their next
/// poses in one batch, which is several times quicker than one after another.
///
/// Each member dances as a `Dancer` of its seed would, but for rounding: a batch adds up in another
/// order. For measuring; a show has one dancer.
public final class Troupe {
    /// The dancers, in the order of their seeds.
    public let dancers: [Dancer]
    private let model: MotionModel
    private let inputSize: Int
    private var cache = MotionCache()

    /// Dancers of these seeds, each in a drawn neutral moment.
    ///
    /// Throws `DancerError` when the checkpoint is of another shape.
    public init(
        _ checkpoint: DancerCheckpoint, seeds: [UInt64], dancing: Dancing = Dancing()
    ) throws {
        let model = try MotionModel(checkpoint)
        self.model = model
        inputSize = checkpoint.configuration.inputSize
        dancers = try seeds.map {
            try Dancer(checkpoint, model: model, seed: $0, dancing: dancing)
        }
        gatherCaches()
    }

    /// How often each dancer was set back into real motion.
    public var guardActions: [Int] { dancers.map(\.guardActions) }

    /// The next pose of every dancer, each in its own mood.
    public func poses(feeling moods: [Mood]) -> [Pose] {
        precondition(moods.count == dancers.count, "\(dancers.count) dancers need a mood each")
        let output = model.next(
            afterEach: dancers.flatMap(\.features),
            conditions: zip(dancers, moods).flatMap { $0.conditions(feeling: $1) },
            cache: &cache)
        let size = output.count / max(dancers.count, 1)
        return dancers.indices.map { index in
            let dancer = dancers[index]
            let actions = dancer.guardActions
            let pose = dancer.pose(
                after: Array(output[(index * size)..<((index + 1) * size)]), feeling: moods[index])
            if dancer.guardActions != actions { takeOverCache(of: index) }
            return pose
        }
    }

    /// The next pose of every dancer, all in one mood.
    public func poses(feeling mood: Mood) -> [Pose] {
        poses(feeling: [Mood](repeating: mood, count: dancers.count))
    }

    /// Two rows a dancer, as its own memory has them.
    private func gatherCaches() {
        guard let first = dancers.first else { return }
        cache.layers = first.cache.layers.indices.map { layer in
            func joined(_ part: KeyPath<LayerCache, Tensor>) -> Tensor {
                .concatenated(dancers.map { $0.cache.layers[layer][keyPath: part] }, along: 0)
            }
            return LayerCache(keys: joined(\.keys), values: joined(\.values))
        }
    }

    /// A dancer that was set back remembers something else from now on.
    private func takeOverCache(of index: Int) {
        withoutGradient {
            for (all, own) in zip(cache.layers, dancers[index].cache.layers) {
                for part in [\LayerCache.keys, \LayerCache.values] {
                    let mine = own[keyPath: part]
                    let whole = all[keyPath: part]
                    precondition(
                        mine.shape[2] == whole.shape[2],
                        "histories are too short to fill a window of \(whole.shape[2]) poses")
                    whole.narrowed(0, from: 2 * index, count: 2).overwrite(with: mine)
                }
            }
        }
    }
}

extension MotionModel {
    /// What follows the present pose of many dancers, each under two conditions:
    /// [dancers x 2 x outputSize], with the memory of all.
    ///
    /// - Parameter features: [dancers x inputSize].
    func next(
        afterEach features: [Float], conditions: [Float], cache: inout MotionCache
    ) -> [Float] {
        withoutGradient {
            let dancers = features.count / configuration.inputSize
            let seen = Tensor(features, shape: [dancers, 1, configuration.inputSize])
                .expanded(to: [-1, 2, -1])
                .reshaped(to: [2 * dancers, 1, configuration.inputSize])
            var memory: MotionCache? = cache
            let output = self(
                seen,
                conditions: Tensor(
                    conditions, shape: [2 * dancers, MotionConfiguration.conditionSize]),
                cache: &memory)
            cache = memory ?? MotionCache()
            return output.floats
        }
    }
}
