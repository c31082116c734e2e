import Foundation
import Signals

/// The mood of the room: readings in, one mood out at any time.
///
/// Two memories run side by side, one that forgets half in 2 seconds and one in 10. In a full chat
/// the quick one speaks, in a quiet chat the slow one; in silence both fade to the prior, which is
/// nearly all neutral. An author has one voice however often it writes: a new message replaces half
/// of the author's earlier ones.
public struct MoodEstimator: Sendable {
    /// What the estimator is tuned by.
    public struct Settings: Sendable {
        /// Seconds in which the quick memory loses half.
        public var fastHalfLife = 2.0
        /// Seconds in which the slow memory loses half.
        public var slowHalfLife = 10.0
        /// Share of an author's earlier messages that a new one leaves standing.
        public var carriedShare = 0.5
        /// Messages that the prior is worth.
        public var priorStrength = 3.0
        /// What a neutral message counts beside one with a feeling.
        public var neutralShare = 0.35
        /// Messages in the quick memory at which both memories weigh the same.
        public var crowd = 25.0
        /// Weight of neutral in the prior; the other six share the rest.
        public var priorNeutral = 0.88
        /// Authors remembered at most; past it the longest silent, who weigh least, are forgotten.
        public var authorLimit = 65_536

        /// The settings that the show uses.
        public init() {}
    }

    /// A quick and a slow memory of the same thing.
    struct Memories {
        var fast = SIMD8<Double>.zero
        var slow = SIMD8<Double>.zero
    }

    /// What one author adds to the room, as of `time`.
    struct Voice {
        var time: Double
        var now: Memories
        /// Whether it speaks from the gallery, not from the chat.
        var isGallery = false
        /// The last message and the voice without it, so that a deletion can be undone.
        var last: (message: String, without: Memories)?
    }

    /// What the estimator is tuned by.
    public let settings: Settings
    /// What the voices of the gallery weigh beside those of the chat, whenever they spoke.
    public var galleryWeight = 1.0
    private var chat = Memories()
    private var gallery = Memories()
    private var clock: Double?
    private(set) var voices: [String: Voice] = [:]
    private var tidyAt = 256

    /// An estimator that has heard nothing.
    public init(settings: Settings = Settings()) { self.settings = settings }

    /// How many authors are remembered.
    public var authorCount: Int { voices.count }

    /// Hears a reading of `author` at `time`, in seconds on the chat's clock.
    ///
    /// A message older than the newest one heard counts as much as it would by now.
    ///
    /// - Parameters:
    ///   - weight: what the author's voice weighs with this message; 1 is one person's.
    ///   - isGallery: whether the author speaks from the gallery, whose voices weigh `galleryWeight`.
    public mutating func add(
        _ mood: Mood, author: String, time: Double, message: String? = nil, weight: Double = 1,
        isGallery: Bool = false
    ) {
        add(
            mood.lanes, author: author, time: time, message: message, weight: weight,
            isGallery: isGallery)
    }

    /// Hears seven weights that need not sum to 1 exactly, in the order of `Emotion.allCases`.
    ///
    /// Weights that are negative or not numbers, and times that are not numbers, are not heard, nor
    /// is a voice of no weight.
    public mutating func add(
        _ weights: SIMD8<Double>, author: String, time: Double, message: String? = nil,
        weight: Double = 1, isGallery: Bool = false
    ) {
        guard time.isFinite, weights.sum().isFinite, weights.min() >= 0, weight > 0,
            weight.isFinite
        else { return }
        advance(to: time)
        // An author's own messages out of order: the voice stays at its newest time, and the older
        // message moves it by what is left of that message by then.
        let before = voices[author]
        let at = max(time, before?.time ?? time)
        let late = fading(at - time)
        let old = before.map { faded($0.now, by: at - $0.time) } ?? Memories()
        let voice = Memories(
            fast: old.fast + (mixed(old.fast, weights, weight) - old.fast) * late.fast,
            slow: old.slow + (mixed(old.slow, weights, weight) - old.slow) * late.slow)
        replace(old, with: voice, at: at, isGallery: isGallery)
        voices[author] = Voice(
            time: at, now: voice, isGallery: isGallery, last: message.map { ($0, old) })
        if voices.count > tidyAt { tidy(at: at) }
    }

    /// Takes everything back that `author` said; false when nothing of it is remembered.
    @discardableResult
    public mutating func remove(author: String) -> Bool {
        guard let voice = voices.removeValue(forKey: author) else { return false }
        replace(voice.now, with: Memories(), at: voice.time, isGallery: voice.isGallery)
        return true
    }

    /// Takes one message back, if it is the author's last; false when it is not.
    ///
    /// An older message has already lost half of its weight or more to those after it, and its share
    /// is not kept apart.
    @discardableResult
    public mutating func remove(message: String, author: String) -> Bool {
        guard var voice = voices[author], let last = voice.last, last.message == message
        else { return false }
        replace(voice.now, with: last.without, at: voice.time, isGallery: voice.isGallery)
        voice.now = last.without
        voice.last = nil
        voices[author] = voice
        return true
    }

    /// The room's mood at `time`; a time before the newest message counts as that message's.
    public func mood(at time: Double) -> Mood {
        var seen = clock.map { faded(chat, by: max(0, time - $0)) } ?? Memories()
        let felt = clock.map { faded(gallery, by: max(0, time - $0)) } ?? Memories()
        seen.fast += felt.fast * galleryWeight
        seen.slow += felt.slow * galleryWeight
        let heard = seen.fast.sum()
        let quick = heard / (heard + settings.crowd)
        let lanes = tempered(seen.fast) * quick + tempered(seen.slow) * (1 - quick)
        // Rounding may leave a hair below zero where a message was taken back.
        let weights = (0..<Emotion.count).map { max(0, lanes[$0]) }
        return (try? Mood(scaling: weights)) ?? Mood(.neutral)
    }

    /// `rho a + (w - rho |a|) p`: the old voice and the new message as one voice of weight w, which is
    /// 1 but where somebody speaks for others. Of an old voice heavier than that, w is left.
    private func mixed(
        _ old: SIMD8<Double>, _ new: SIMD8<Double>, _ weight: Double
    ) -> SIMD8<Double> {
        var carried = old * settings.carriedShare
        let most = weight * settings.carriedShare
        if carried.sum() > most { carried *= most / carried.sum() }
        return carried + new * (weight - carried.sum())
    }

    /// `(E' + kappa pi) / (|E'| + kappa)`: a memory held near the prior while little is heard.
    private func tempered(_ memory: SIMD8<Double>) -> SIMD8<Double> {
        var memory = memory
        memory[Emotion.neutral.index] *= settings.neutralShare
        let rest = (1 - settings.priorNeutral) / Double(Emotion.count - 1)
        var prior = SIMD8<Double>(repeating: rest)
        prior[Emotion.neutral.index] = settings.priorNeutral
        prior[Emotion.count] = 0
        return (memory + prior * settings.priorStrength) / (memory.sum() + settings.priorStrength)
    }

    /// Moves the room's clock forward; it never goes back.
    private mutating func advance(to time: Double) {
        guard let clock else {
            self.clock = time
            return
        }
        guard time > clock else { return }
        chat = faded(chat, by: time - clock)
        gallery = faded(gallery, by: time - clock)
        self.clock = time
    }

    /// Exchanges what one author adds, given as of `time`, for something else.
    private mutating func replace(
        _ old: Memories, with new: Memories, at time: Double, isGallery: Bool
    ) {
        let left = fading(max(0, (clock ?? time) - time))
        let fast = (new.fast - old.fast) * left.fast
        let slow = (new.slow - old.slow) * left.slow
        if isGallery {
            gallery.fast += fast
            gallery.slow += slow
        } else {
            chat.fast += fast
            chat.slow += slow
        }
    }

    private func fading(_ seconds: Double) -> (fast: Double, slow: Double) {
        (exp2(-seconds / settings.fastHalfLife), exp2(-seconds / settings.slowHalfLife))
    }

    private func faded(_ memories: Memories, by seconds: Double) -> Memories {
        let left = fading(seconds)
        return Memories(fast: memories.fast * left.fast, slow: memories.slow * left.slow)
    }

    /// Forgets authors whose voice has faded to nothing (40 slow half-lives: a millionth of a
    /// millionth), then the longest silent while there are too many.
    private mutating func tidy(at time: Double) {
        let horizon = (clock ?? time) - 40 * settings.slowHalfLife
        voices = voices.filter { $0.value.time > horizon }
        if voices.count > settings.authorLimit {
            // A quarter more than needed go, so that this sorting stays rare.
            let keep = max(1, settings.authorLimit * 3 / 4)
            let times = voices.values.map(\.time).sorted(by: >)
            let oldest = times[min(keep, times.count) - 1]
            let spare = keep - times.prefix { $0 > oldest }.count
            // Of those who are equally old the same stay each time.
            let equals = voices.filter { $0.value.time == oldest }.keys.sorted().prefix(spare)
            let staying = Set(equals)
            voices = voices.filter { $0.value.time > oldest || staying.contains($0.key) }
        }
        tidyAt = min(max(256, voices.count * 2), max(settings.authorLimit, 1))
    }
}
