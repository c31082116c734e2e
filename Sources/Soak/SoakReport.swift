import Foundation
import Show

/// What a show lost under faults.
public struct SoakReport: Codable, Sendable {
    /// One video that was left.
    public struct Video: Codable, Sendable {
        /// Its file.
        public var name: String
        /// Seconds of pictures; 0 where it does not play.
        public var seconds: Double
        /// Whether ffprobe reads it to its end, with pictures and sound.
        public var plays: Bool
    }

    /// How long a part was away after its faults, in seconds.
    public struct Absence: Codable, Sendable {
        /// How many absences.
        public var times: Int
        /// Half were no longer.
        public var median: Double
        /// None was longer.
        public var longest: Double
    }

    /// Milliseconds from a message that the show took up to its first picture.
    public struct Delay: Codable, Sendable {
        /// Half took at most this.
        public var p50: Double
        /// 95 of 100 took at most this.
        public var p95: Double
    }

    /// Memory of this process, in MB.
    public struct Memory: Codable, Sendable {
        /// Five seconds after the start or sooner.
        public var afterStart: Double
        /// At the end.
        public var atEnd: Double
        /// The most that was seen.
        public var most: Double
        /// The slope of a line through all but the first fifth, by seconds of show.
        public var perHour: Double
    }

    /// Seconds of show.
    public var seconds = 0.0
    /// Seconds of the clock on the wall.
    public var wallSeconds = 0.0
    /// What was done, and how often.
    public var faults: [String: Int] = [:]
    /// Pictures of the show.
    public var pictures = ShowReport.Pictures()
    /// The longest time without a new picture that is not black, in seconds: of the wall's clock live,
    /// of the show in fast pace.
    public var longestDark = 0.0
    /// How often that was more than a second.
    public var darkTimes = 0
    /// The longest time in which all pictures were the same.
    public var longestFrozen = 0.0
    /// Messages that were said in the chat.
    public var said = 0
    /// Messages that were read.
    public var read = 0
    /// The chat's connections that were cut and taken up again beside the show.
    public var reconnects = 0
    /// Absences by part.
    public var absences: [String: Absence] = [:]
    /// The videos.
    public var videos: [Video] = []
    /// In the first minute.
    public var delayFirst: Delay?
    /// In the last.
    public var delayLast: Delay?
    /// Memory; nil where too little was seen of it.
    public var memory: Memory?
    /// What the show reported of itself, by part.
    public var reported: [String: Int] = [:]

    /// Whether nothing was lost that must not be.
    public var isSound: Bool { darkTimes == 0 && videos.allSatisfy(\.plays) && !videos.isEmpty }

    /// The account, a line each.
    public var lines: [String] {
        var lines = [
            "\(number(seconds)) s of show in \(number(wallSeconds)) s, \(faults.values.reduce(0, +)) faults",
            pictureLine, darkLine,
            "messages: \(said) said, \(read) read; \(reconnects) reconnects beside the show",
        ]
        for (part, absence) in absences.sorted(by: { $0.key < $1.key }) {
            let median = number(absence.median)
            let longest = number(absence.longest)
            lines.append(
                "\(part): away \(absence.times) times, median \(median) s, longest \(longest) s")
        }
        lines.append(videoLine)
        if let delayFirst, let delayLast {
            lines.append(
                "message to picture, p50 and p95: \(words(of: delayFirst)) in the first minute, "
                    + "\(words(of: delayLast)) in the last")
        }
        if let memory { lines.append(words(of: memory)) }
        let told = reported.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        lines.append("reported by the show: " + told.joined(separator: ", "))
        return lines
    }

    private var pictureLine: String {
        let lost = Double(pictures.late + pictures.dropped)
        let all = Double(max(1, pictures.drawn + pictures.dropped))
        let share = number(100 * lost / all, 2)
        return
            "pictures: \(pictures.drawn) drawn, \(pictures.late) late, \(pictures.dropped) dropped "
            + "(\(share) %)"
    }

    private var darkLine: String {
        let dark = number(longestDark, 2)
        let frozen = number(longestFrozen, 2)
        return
            "dark or without a picture: \(dark) s at the longest, \(darkTimes) times more than 1 s; "
            + "unchanged \(frozen) s at the longest"
    }

    private var videoLine: String {
        let broken = videos.filter { !$0.plays }.map(\.name)
        let together = number(videos.map(\.seconds).reduce(0, +))
        let how =
            broken.isEmpty ? "all play" : "these do not play: " + broken.joined(separator: ", ")
        return "videos: \(videos.count), \(together) s together, \(how)"
    }

    private func words(of delay: Delay) -> String {
        "\(number(delay.p50)) and \(number(delay.p95)) ms"
    }

    private func words(of memory: Memory) -> String {
        let start = number(memory.afterStart, 0)
        let end = number(memory.atEnd, 0)
        let most = number(memory.most, 0)
        return "memory: \(start) MB after the start, \(end) at the end, \(most) at most; "
            + "\(number(memory.perHour)) MB an hour"
    }

    private func number(_ value: Double, _ digits: Int = 1) -> String {
        String(format: "%.\(digits)f", value)
    }
}
