import Foundation
import Signals

/// The room's mood from readings written as JSON, one object at a time: what the command `mood` does.
///
/// The weights are taken as they were written, where a `Mood` would scale rounded ones to sum to
/// exactly 1. The clock is the readings' own.
public struct MoodFilter: Sendable {
    private var estimator: MoodEstimator
    private var messages = MessageMemory()
    /// The newest time heard; nil before the first.
    public private(set) var time: Double?

    /// A filter that has heard nothing.
    public init(estimator: MoodEstimator = MoodEstimator()) { self.estimator = estimator }

    /// Hears one JSON object: a reading, or an event that takes messages back.
    ///
    /// An event without a mood changes nothing, nor does a reading of confidence 0. Throws
    /// `DecodingError` when it is neither, and `MoodError` when its weights are no mood.
    public mutating func hear(_ json: Data) throws {
        let heard = try JSONDecoder().decode(Heard.self, from: json)
        let event = heard.event
        time = max(time ?? event.time, event.time)
        switch event.kind {
        case .deleted:
            guard let target = event.targetKey, let author = messages.forget(message: target)
            else { return }
            estimator.remove(message: target, author: author)
        case .authorCleared:
            guard let author = event.authorKey else { return }
            _ = messages.forget(author: author)
            estimator.remove(author: author)
        default:
            guard let weights = heard.weights else { return }
            let author = event.authorKey ?? "message " + event.key
            if heard.confidence > 0 {
                estimator.add(weights, author: author, time: event.time, message: event.key)
            }
            messages.remember(event.key, of: author)
        }
    }

    /// The room's mood at `time`, in seconds on the readings' clock.
    public func mood(at time: Double) -> Mood { estimator.mood(at: time) }

    /// An event with the weights that a reading adds, not scaled.
    private struct Heard: Decodable {
        var event: ChatEvent
        var weights: SIMD8<Double>?
        var confidence: Double

        private enum Key: String, CodingKey { case mood, confidence }

        init(from decoder: any Decoder) throws {
            event = try ChatEvent(from: decoder)
            let values = try decoder.container(keyedBy: Key.self)
            confidence = try values.decodeIfPresent(Double.self, forKey: .confidence) ?? 1
            guard values.contains(.mood) else { return }
            let mood = try values.decode([String: Double].self, forKey: .mood)
            let lanes = Emotion.allCases.map { mood[$0.rawValue] ?? 0 }
            _ = try Mood(lanes)  // throws what is wrong with them
            weights = SIMD8(lanes + [0])
        }
    }
}
