import Foundation
import Signals
import Sound
import Synchronization

/// The sound of a show, a block for each picture, mixed once for all outputs.
///
/// Pictures and sound keep time because they are counted together: whoever writes picture number n
/// writes block n with it, and whoever loses a picture loses its sound. The show notes the mood of each
/// picture, and the first encoder that asks has the block made, on its own thread.
public final class Soundtrack: Sendable {
    /// What is mixed, and how far it has come.
    private struct Mix {
        var limiter = Limiter()
        var made = 0  // blocks
        var blocks: [[Int16]] = []
        var moods: [Mood] = []
        var firstMood = 0  // number of the picture that the first of `moods` belongs to
        var mood = Mood(.neutral)
        var floats: [Float]
    }

    /// Numbers in a block: left and right in turn.
    let count: Int
    private let sources: [any SoundSource]
    private let volume: Float
    private let mix: Mutex<Mix>
    private let silence: [Int16]

    /// Blocks that are kept for encoders that are behind: 4 seconds, more than any gap that is filled.
    private static let kept = 128

    /// A soundtrack of these sources, of silence where there are none.
    ///
    /// - Parameter volume: 1 leaves the sources as loud as they are; a limiter keeps them in bounds.
    public init(
        of sources: [any SoundSource] = [], volume: Double = 1, picturesPerSecond: Int = 30
    ) {
        precondition(
            SoundRate.framesPerSecond.isMultiple(of: picturesPerSecond),
            "\(picturesPerSecond) pictures a second do not divide \(SoundRate.framesPerSecond)")
        count = 2 * SoundRate.framesPerSecond / picturesPerSecond
        self.sources = sources
        self.volume = Float(volume)
        silence = [Int16](repeating: 0, count: count)
        mix = Mutex(Mix(floats: [Float](repeating: 0, count: count)))
    }

    /// Notes the mood in which picture `number` sounds. Costs next to nothing.
    public func note(_ mood: Mood, at number: Int) {
        guard !sources.isEmpty else { return }
        mix.withLock { mix in
            if mix.moods.isEmpty { mix.firstMood = number }
            mix.moods.append(mood)
            // Nobody asks for sound: what is old is not made any more.
            if mix.moods.count > 2 * Self.kept {
                mix.moods.removeFirst(Self.kept)
                mix.firstMood += Self.kept
            }
        }
    }

    /// The sound of picture `number`: 16 bits, left and right in turn; silence for one long past.
    func block(_ number: Int) -> [Int16] {
        guard !sources.isEmpty, number >= 0 else { return silence }
        return mix.withLock { mix in
            if number >= mix.made + Self.kept {
                mix.blocks.removeAll(keepingCapacity: true)
                mix.made = number + 1 - Self.kept
            }
            while mix.made <= number {
                if mix.blocks.count == Self.kept { mix.blocks.removeFirst() }
                mix.blocks.append(make(&mix))
                mix.made += 1
            }
            let index = number - (mix.made - mix.blocks.count)
            return index >= 0 ? mix.blocks[index] : silence
        }
    }

    private func make(_ mix: inout Mix) -> [Int16] {
        let passed = mix.made - mix.firstMood
        if passed >= 0, !mix.moods.isEmpty {
            mix.mood = mix.moods[min(passed, mix.moods.count - 1)]
            let done = min(passed, mix.moods.count - 1)
            mix.moods.removeFirst(done)
            mix.firstMood += done
        }
        let mood = mix.mood
        mix.floats.withUnsafeMutableBufferPointer { floats in
            floats.update(repeating: 0)
            for source in sources { source.add(to: floats, mood: mood) }
            for index in floats.indices { floats[index] *= volume }
            mix.limiter.limit(floats)
        }
        return mix.floats.map { Int16(max(-1, min(1, $0)) * 32767) }
    }
}
