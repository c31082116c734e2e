import Chat
import Foundation
import Signals

/// What happened in one show, in numbers; `perform --json FILE` writes it.
public struct ShowReport: Codable, Sendable, Equatable {
    /// Pictures of the show.
    public struct Pictures: Codable, Sendable, Equatable {
        /// Pictures that were drawn.
        public var drawn = 0
        /// Drawn pictures that were ready only after the next was due.
        public var late = 0
        /// Pictures that were not drawn or not taken by an output, so that the show stays in time.
        public var dropped = 0

        /// So many pictures.
        public init(drawn: Int = 0, late: Int = 0, dropped: Int = 0) {
            self.drawn = drawn
            self.late = late
            self.dropped = dropped
        }
    }

    /// Messages of the audience.
    public struct Messages: Codable, Sendable, Equatable {
        /// Messages whose emotion was read.
        public var read = 0
        /// Events with nothing to read, and lines of a recording that are not events.
        public var skipped = 0
        /// Messages taken away again by their platform.
        public var removed = 0
        /// Messages with a muted word, which were not read.
        public var muted = 0
        /// Messages that were not read because more came than can be; a sample spoke for them.
        public var passedOver = 0
        /// Messages that came faster than the show could take them.
        public var dropped = 0
        /// Renderers that are not known, by name.
        public var unknown: [String: Int] = [:]
    }

    /// Milliseconds at four places of a distribution; nil where nothing was measured.
    public struct Milliseconds: Codable, Sendable, Equatable {
        /// Half of all took at most this.
        public var p50: Double
        /// 95 of 100 took at most this.
        public var p95: Double
        /// 99 of 100 took at most this.
        public var p99: Double
        /// None took longer.
        public var maximum: Double
    }

    /// Resident memory in bytes.
    public struct Memory: Codable, Sendable, Equatable {
        /// After the first picture.
        public var start: Int
        /// The most that was seen, looked at once a second.
        public var peak: Int
        /// When the show ended.
        public var end: Int
    }

    /// The mood of the room at one second of the show.
    public struct MoodAtTime: Codable, Sendable, Equatable {
        /// Seconds of show.
        public var time: Double
        /// The mood of the room.
        public var mood: Mood
    }

    /// A moment when the dancer's sampling began to be made hotter for a while.
    public struct Reheating: Codable, Sendable, Equatable {
        /// Seconds of show.
        public var time: Double
        /// "freezing" or "repetition".
        public var reason: String
    }

    /// Something that went wrong and was carried on through.
    public struct Fault: Codable, Sendable, Equatable {
        /// Seconds of show.
        public var time: Double
        /// The part of the show.
        public var part: String
        /// What happened, in a sentence.
        public var what: String
    }

    /// Length of the show in seconds of show.
    public var seconds = 0.0
    /// Length of the show in seconds of the wall's clock.
    public var wallSeconds = 0.0
    /// Seconds from the program's start to the first picture; nil when none was drawn.
    public var secondsToFirstPicture: Double?
    /// The seed that makes this show again.
    public var seed: UInt64 = 0
    /// Poses danced.
    public var poses = 0
    /// Times the dancer was brought back to real motion because it stood still or lost its shape.
    public var guardActions = 0
    /// Times the dancer's sampling was made hotter for a while, and why.
    public var reheatings: [Reheating] = []
    /// The pictures.
    public var pictures = Pictures()
    /// The messages.
    public var messages = Messages()
    /// What was recorded of the chat; nil where it was not to be.
    public var chatRecording: ChatRecorder.Counts?
    /// From a message's arrival to the first picture that knows it; only in live pace.
    public var messageToPicture: Milliseconds?
    /// To dance one pose.
    public var pose: Milliseconds?
    /// To draw one picture.
    public var picture: Milliseconds?
    /// Memory of this process alone; the encoder is another.
    public var memory: Memory?
    /// The room's mood, once a second.
    public var moods: [MoodAtTime] = []
    /// OBS's own numbers, where the show went through it.
    public var obs: ThroughOBS?
    /// What went wrong; the first 1,000.
    public var faults: [Fault] = []
}

extension ShowReport {
    /// The show in a few lines, for the person who gave it.
    public var summary: String {
        func number(_ value: Double) -> String { String(format: "%.1f", value) }
        var lines = [
            "\(number(seconds)) s of show: \(poses) poses, \(pictures.drawn) pictures "
                + "(\(pictures.late) late, \(pictures.dropped) dropped), "
                + "\(messages.read) messages read; seed \(seed)"
        ]
        if let delay = messageToPicture {
            lines.append(
                "from message to picture \(number(delay.p50)) ms, "
                    + "95 of 100 within \(number(delay.p95)) ms")
        }
        if let obs { lines.append(obs.line) }
        lines += faults.prefix(5).map { "at \(number($0.time)) s, \($0.part): \($0.what)" }
        if faults.count > 5 { lines.append("and \(faults.count - 5) more faults") }
        return lines.joined(separator: "\n")
    }
}
