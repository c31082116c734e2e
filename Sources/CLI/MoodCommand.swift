import Affect
import ArgumentParser
import Foundation
import Signals

struct MoodCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mood",
        abstract: "Fold readings into the mood of the room; print it, one JSON object a line.",
        discussion: """
            The input is what `emotionmotion read` prints. A mood is printed at the time of every \
            reading, or, with --every, at regular times of the readings' own clock.
            """)

    @Argument(help: "A file of readings; - is standard input.")
    var file = "-"

    @Option(help: "Print the mood every so many seconds instead of after each reading.")
    var every: Double?

    func validate() throws {
        if let every, !(every > 0) {
            throw ValidationError("--every is a number of seconds above 0.")
        }
    }

    /// A mood and when it was.
    private struct Line: Encodable {
        var time: Double
        var mood: Mood
    }

    func run() throws {
        var filter = MoodFilter()
        let output = JSONLines()
        var due: Double?
        for (index, line) in try inputLines(file).enumerated()
        where line.contains(where: { !$0.isWhitespace }) {
            let json = Data(line.utf8)
            // The moods of all moments before this reading are without it.
            if let every, let time = try? JSONDecoder().decode(Moment.self, from: json).time {
                var next = due ?? time
                while next < time {
                    try output.write(Line(time: next, mood: filter.mood(at: next)))
                    next += every
                }
                due = next
            }
            do {
                try filter.hear(json)
            } catch {
                say("\(InputError.line(index + 1, "no reading: \(plainWords(error))"))")
                continue
            }
            if every == nil, let time = filter.time {
                try output.write(Line(time: time, mood: filter.mood(at: time)))
            }
        }
        if let due { try output.write(Line(time: due, mood: filter.mood(at: due))) }
    }

    private struct Moment: Decodable { var time: Double }
}
