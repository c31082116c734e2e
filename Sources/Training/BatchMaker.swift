import Motion
import Signals

/// Makes the batches of a training and of its validation.
struct BatchMaker {
    let stream: MotionStream
    let space: PoseSpace
    let window: Int
    let settings: TrainingSettings

    /// The batch of a step: noisy histories, some short, some without their mood.
    ///
    /// - Parameter part: the windows that are made, all where it is nil. The chances of the others
    ///   are taken all the same, so that several workers together have the batch of one.
    func batch(_ part: Range<Int>? = nil, using random: inout SeededRandom) -> TrainingBatch {
        var batch = TrainingBatch()
        let noise = settings.noise
        for index in 0..<settings.windows {
            let planned = stream.draw(settings.length + 2, using: &random)
            let level = Float(random.uniform())
            let away = noise.draw(
                count: settings.length + 2, size: space.components + 1, using: &random)
            let isMoodless = random.uniform() < settings.moodlessShare
            let isShort = random.uniform() < settings.shortShare
            let reach = isShort ? 2 + random.below(7) : window
            guard part?.contains(index) ?? true else { continue }
            let drawn = planned.window(blend: stream.blend)
            batch.add(
                drawn, mood: isMoodless ? nil : drawn.mood, level: level, pace: drawn.pace,
                reach: reach, noise: away.map { $0 * noise.strength * level }, pull: noise.pull,
                space: space)
        }
        return batch
    }

    /// Windows as they are, to be judged by.
    ///
    /// - Parameter palette: where given, the pace that is told is the mood's, as live; otherwise it
    ///   is the window's own.
    func quietBatch(
        windows: Int, pacedBy palette: MoodPalette? = nil, using random: inout SeededRandom
    ) -> TrainingBatch {
        var batch = TrainingBatch()
        for _ in 0..<windows {
            let drawn = stream.window(of: settings.length + 2, using: &random)
            let pace = palette.map { $0.pace(of: drawn.mood ?? Mood(.neutral)) } ?? drawn.pace
            batch.add(
                drawn, mood: drawn.mood, level: settings.quietLevel, pace: pace, reach: window,
                noise: nil, pull: 0, space: space)
        }
        return batch
    }

    /// The windows of every validation, the same ones each time.
    func validationBatch(pacedBy palette: MoodPalette? = nil) -> TrainingBatch {
        var random = SeededRandom(seed: settings.seed).split(TrainingDraw.validation.rawValue)
        return quietBatch(
            windows: settings.validationWindows, pacedBy: palette, using: &random)
    }

    /// The windows that the baselines are fitted to.
    func baselineBatch() -> TrainingBatch {
        var random = SeededRandom(seed: settings.seed).split(TrainingDraw.baselines.rawValue)
        return quietBatch(windows: 200, using: &random)
    }
}

/// What a training's seed is split by, so that its draws do not disturb each other.
enum TrainingDraw: UInt64 {
    case space = 1
    case survey
    case validation
    case baselines
    case steps = 1000
}
