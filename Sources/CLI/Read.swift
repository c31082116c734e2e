import Affect
import ArgumentParser
import Encoders
import Foundation
import Signals

struct Read: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read the emotion of each message; print readings, one JSON object a line.",
        discussion: """
            A line is an event of `emotionmotion chat` or plain words. Events that take messages back \
            are passed on as they are, so that `emotionmotion mood` can forget them.

              echo "what a night!!" | emotionmotion read
            """)

    @Argument(help: "A file of lines; - is standard input.")
    var file = "-"

    @OptionGroup var choice: ReaderOptions

    func run() throws {
        // Line by line, so that each reading is there at once; each line has all the budget there is.
        var reader = RoomReader(
            reader: try MessageReader(), sentences: try choice.sentenceReader(), mostTokens: .max)
        let output = JSONLines()
        let decoder = JSONDecoder()
        for (index, line) in try inputLines(file).enumerated() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            let event: ChatEvent
            if line.hasPrefix("{") {
                do {
                    event = try decoder.decode(ChatEvent.self, from: Data(line.utf8))
                } catch {
                    say("\(InputError.line(index + 1, "no event: \(plainWords(error))"))")
                    continue
                }
            } else {
                event = ChatEvent(
                    id: "line \(index + 1)", time: Double(index), kind: .message(text: line))
            }
            if let text = event.text, let found = reader.read([text]).first {
                try output.write(
                    Reading(event: event, mood: found.mood, confidence: found.confidence))
            } else {
                try output.write(event)
            }
        }
    }
}
