import Foundation
import Signals
import Subprocess
import Synchronization

/// One ffmpeg process, from its start to its end.
///
/// The pictures go through a pipe of our own with a blocking writer on its own thread: a 1 MiB pipe
/// takes a 720p picture in 4 writes and 0.9 ms of CPU, Subprocess' own writer with its 64 KiB pipe
/// takes 57 and 2.9 ms.
struct EncoderChild: Sendable {
    /// How a child ended.
    struct End: Sendable {
        /// All pictures were given and the child ended well.
        var isClean: Bool
        /// The child's own last words, or what happened to it.
        var reason: String
    }

    let program: String
    let arguments: [String]
    let workingDirectory: String?
    /// Takes secrets out of what the child says.
    var redact: @Sendable (String) -> String = { $0 }
    /// The child's process group while it runs: to cut it off.
    let group: ProcessGroup
    /// This program's environment without a stream key; and ffmpeg's own report would hold the options.
    static let environment = Environment.inherit.updating([
        .init(stringLiteral: StreamKeys.variable): nil, "FFREPORT": nil,
    ])
    /// How long a child that no longer reads may take to end by itself.
    static let patience = Duration.milliseconds(500)

    /// Runs the child while `feed`, on a thread of its own, writes into the two pipes of pictures and of
    /// sound; `feed` returns false when the child no longer reads.
    ///
    /// The sound's pipe is the child's standard output, from which it reads: every descriptor but the
    /// first three is closed for it, and it has nothing to print.
    func run(feed: @escaping @Sendable (PicturePipe, PicturePipe) -> Bool) async -> End {
        let (pipe, sound): (PicturePipe, PicturePipe)
        do { (pipe, sound) = (try PicturePipe(), try PicturePipe()) } catch {
            return End(isClean: false, reason: "\(error)")
        }
        var options = PlatformOptions()
        // A Ctrl-C in the terminal goes to the whole foreground group: ours alone decides the end.
        options.processGroupID = 0
        var cutOff: Task<Void, Never>?
        defer { cutOff?.cancel() }
        do {
            let result = try await Subprocess.run(
                .path(.init(program)), arguments: Arguments(arguments),
                environment: EncoderChild.environment,
                workingDirectory: workingDirectory.map { .init($0) }, platformOptions: options,
                input: .fileDescriptor(
                    .init(rawValue: pipe.readEnd), closeAfterSpawningProcess: true),
                output: .fileDescriptor(
                    .init(rawValue: sound.readEnd), closeAfterSpawningProcess: true),
                error: .sequence
            ) { execution in
                group.begin(execution.processIdentifier.value)
                group.giveWay()
                async let words = lastLines(of: execution.standardError)
                let isFed = await onOwnThread {
                    defer {
                        pipe.close()
                        sound.close()
                    }
                    return feed(pipe, sound)
                }
                if !isFed { cutOff = group.kill(after: EncoderChild.patience) }
                return (isFed, await words)
            }
            group.end()
            let (isFed, words) = result.closureResult
            let isClean = isFed && result.terminationStatus.isSuccess
            let reason = words.suffix(3).joined(separator: "; ")
            return End(
                isClean: isClean,
                reason: reason.isEmpty ? describe(result.terminationStatus) : reason)
        } catch {
            group.end()
            pipe.close()
            sound.close()
            return End(isClean: false, reason: "\(error)")
        }
    }

    /// What ffmpeg says before it ends because it cannot write.
    private static let lastWords = [
        "av_interleaved_write_frame()", "Error muxing", "Error writing",
        "Error submitting a packet",
    ]

    private func describe(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "the encoder ended with status \(code)"
        case .signaled(let signal): "the encoder was ended by signal \(signal)"
        }
    }

    /// The last 20 lines of what the child complains, each cut at 300 characters.
    private func lastLines(of stream: SubprocessOutputSequence) async -> [String] {
        var lines: [String] = []
        do {
            for try await line in stream.strings(bufferingPolicy: .maxLineLength(64 << 10)) {
                let words = line.trimmingCharacters(in: .whitespacesAndNewlines)
                guard !words.isEmpty else { continue }
                lines.append(String(redact(words).prefix(300)))
                // An ffmpeg that cannot write ends only after its sound has ended too, which waits for
                // us while we wait for it to take a picture.
                if EncoderChild.lastWords.contains(where: { words.contains($0) }) {
                    _ = group.kill(after: EncoderChild.patience)
                }
                if lines.count > 20 { lines.removeFirst() }
            }
        } catch {
            lines.append("\(error)")
        }
        return lines
    }
}
