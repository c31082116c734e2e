import Foundation
import Signals

/// Plays gestures as moving bodies: splines through their key poses, breath and beat, and no two
/// times alike.
public struct GesturePlayer: Sendable {
    /// The gestures that it plays.
    public var library: GestureLibrary

    /// A player of these gestures.
    public init(_ library: GestureLibrary) { self.library = library }

    /// A clip of one gesture or of several of one mood in a phrase, clean as `ClipCleaning` leaves a
    /// clip: 30 frames a second, torsos, the floor at 0.
    ///
    /// All draws come from `random`; the same gestures, length and seed give the same clip. The clip
    /// is empty of points when the library does not know how the mood moves, or no gesture is given.
    public func clip(
        of gestures: [Gesture], seconds: Double, name: String, split: ClipSplit = .train,
        using random: inout SeededRandom
    ) -> BodyClip {
        let count = Int((seconds * Clip.standardRate).rounded())
        var about = ClipLabel(
            mapping: .given, source: "gestures", split: split, licence: "free for any use",
            use: .free)
        var points: [SIMD3<Float>] = []
        if let mood = gestures.first?.mood, let manner = library.manners[mood], count > 0 {
            about.mood = Mood(mood)
            about.label = mood.rawValue
            about.content = gestures.map(\.name).joined(separator: ", ")
            points = bodies(of: gestures, in: manner, count: count, using: &random)
                .flatMap(StickBody.points)
            let start = points[Body25.midHip.rawValue]
            points = points.map { $0 - SIMD3(start.x, 0, start.z) }
        }
        return BodyClip(
            name: name, points: points, confidences: [Float](repeating: 1, count: points.count),
            isFlat: false, framesPerSecond: Clip.standardRate, about: about)
    }

    /// Clips of one emotion, about `seconds` together, each a phrase of 20 to 40 s; of gestures that
    /// train and, for a fifth of the time and never the same gestures, of those that validate.
    ///
    /// No clip when the library has no gesture of the emotion.
    public func clips(for emotion: Emotion, seconds: Double, seed: UInt64) -> [BodyClip] {
        var clips: [BodyClip] = []
        for (split, share) in [(ClipSplit.train, 0.8), (.validation, 0.2)] {
            let gestures = library.gestures(of: emotion, split)
            guard !gestures.isEmpty, seconds > 0 else { continue }
            let count = max(1, Int((seconds * share / 30).rounded()))
            for index in 0..<count {
                let part = UInt64(emotion.index * 2 + (split == .train ? 0 : 1))
                var random = SeededRandom(seed: seed).split(part).split(UInt64(index))
                clips.append(
                    clip(
                        of: gestures, seconds: seconds * share / Double(count),
                        name: "gestures/\(emotion)/\(split.rawValue)-\(index + 1)", split: split,
                        using: &random))
            }
        }
        return clips
    }

    private func bodies(
        of gestures: [Gesture], in manner: GestureManner, count: Int,
        using random: inout SeededRandom
    ) -> [BodyAngles] {
        let seconds = Double(count) / Clip.standardRate
        let phrase = GesturePhrase(
            of: gestures, in: manner, seconds: seconds + 1, using: &random)
        let curve = GestureCurve(
            keys: phrase.keys, delays: Self.delays(hand: manner.lag), step: manner.step)
        var bodies = (0..<count).map { curve.angles(at: Double($0) / Clip.standardRate) }
        Self.soften(&bodies)
        GestureLife(manner, beats: phrase.beats, using: &random).enliven(&bodies)
        return bodies
    }

    /// Muscles have no corners: all but the feet, which stand or do not, is smoothed a little.
    private static func soften(_ bodies: inout [BodyAngles]) {
        let feet = BodyAngles.leftFootChannels + BodyAngles.rightFootChannels
        for channel in BodyAngles.Channel.allCases where !feet.contains(channel) {
            let smooth = bodies.map { Float($0[channel]) }.smoothed(deviation: 1.3)
            for frame in bodies.indices { bodies[frame][channel] = Double(smooth[frame]) }
        }
    }

    /// Movement begins in the trunk and goes out to the hands.
    private static func delays(hand lag: Double) -> [Double] {
        BodyAngles.Channel.allCases.map { channel in
            switch channel {
            case .lean, .side, .twist: 0.2 * lag
            case .leftShoulder, .rightShoulder, .rounded: 0.3 * lag
            case .nod, .look, .tilt: 0.5 * lag
            case .leftArmX, .leftArmY, .leftArmZ: 0.6 * lag
            case .rightArmX, .rightArmY, .rightArmZ: 0.7 * lag
            case .leftBend: lag
            case .rightBend: 1.1 * lag
            default: 0
            }
        }
    }
}
