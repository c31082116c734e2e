import Foundation
import Signals
import Synchronization

/// Pictures to a movie, a folder of frames or a stream, through an ffmpeg process.
///
/// A dead process is started again with back-off and the fault reported; meanwhile pictures are lost
/// and counted. In a live show a lost picture's place is filled by the next one, so that the video
/// stays as long as the show.
public final class Encoder: PictureOutput {
    /// The output's name, without any key.
    public let name: String

    private let target: EncoderTarget
    private let settings: EncoderSettings
    private let program: String
    private let report: @Sendable (OutputFault) -> Void
    private let pictures: HandOver<Picture>
    private let group = ProcessGroup()
    private let newest = Mutex(0)
    private let work = Mutex<Task<Void, Never>?>(nil)

    /// An encoder that writes `FILE.mp4`.
    ///
    /// Throws `BroadcastError` when ffmpeg is missing, the size is odd or the file cannot be written.
    public convenience init(
        movie path: String, settings: EncoderSettings,
        report: @escaping @Sendable (OutputFault) -> Void
    ) throws(BroadcastError) {
        try self.init(to: .movie(path: path), settings: settings, report: report)
    }

    /// An encoder that writes `000000.png` and so on into a folder, which it makes.
    ///
    /// Throws `BroadcastError` when ffmpeg is missing, the folder cannot be made or holds frames.
    public convenience init(
        frames folder: String, settings: EncoderSettings,
        report: @escaping @Sendable (OutputFault) -> Void
    ) throws(BroadcastError) {
        try self.init(to: .frames(folder: folder), settings: settings, report: report)
    }

    /// An encoder that streams.
    ///
    /// Throws `BroadcastError` when ffmpeg is missing or the size is odd.
    public convenience init(
        stream: StreamAddress, settings: EncoderSettings,
        report: @escaping @Sendable (OutputFault) -> Void
    ) throws(BroadcastError) {
        try self.init(to: .stream(stream), settings: settings, report: report)
    }

    private init(
        to target: EncoderTarget, settings: EncoderSettings,
        report: @escaping @Sendable (OutputFault) -> Void
    ) throws(BroadcastError) {
        program = try locate(program: settings.program)
        if case .frames = target {
        } else if !settings.width.isMultiple(of: 2) || !settings.height.isMultiple(of: 2) {
            throw .oddSize(width: settings.width, height: settings.height)
        }
        try target.prepare()
        name = target.address.description
        self.target = target
        self.settings = settings
        self.report = report
        pictures = HandOver(room: EncoderSettings.picturesWaiting, whenFull: settings.whenFull)
    }

    /// Pictures sent, dropped, written and repeated so far.
    public var counts: OutputCounts { pictures.counts }

    /// The encoder's process while it runs.
    var child: pid_t? { group.current }

    /// Starts ffmpeg, so that it is ready for the first picture.
    public func start() {
        work.withLock { work in
            if work == nil { work = Task { await encode() } }
        }
    }

    /// Hands a picture on; its size must be that of the settings.
    public nonisolated(nonsending) func send(_ picture: Picture) async {
        precondition(
            picture.width == settings.width && picture.height == settings.height,
            "a picture of \(picture.width)x\(picture.height) went to an encoder of "
                + "\(settings.width)x\(settings.height)")
        newest.withLock { $0 = picture.number }
        await pictures.offer(picture)
    }

    /// Writes what waits and closes the file, within `limit`; an encoder that takes longer is killed
    /// and leaves what it had written, which plays.
    public func finish(within limit: Duration? = nil) async {
        pictures.close()
        guard let work = work.withLock({ $0 }) else { return }
        let limit = limit ?? settings.whenFull.timeToFinish
        let cutOff = group.kill(after: limit)
        await wait(for: work, atMost: limit + .milliseconds(200))
        cutOff.cancel()
    }

    /// One ffmpeg after another, until the show ends.
    private func encode() async {
        var target = target
        var number = 0  // of the first picture in the file; a show's pictures count from 0
        var failures = 0
        while true {
            let before = pictures.counts.written
            let end = await run(target, from: number)
            target.removeIfEmpty()
            if end.isClean { break }

            let isHealthy = pictures.counts.written - before > settings.picturesPerSecond
            failures = isHealthy ? 1 : failures + 1
            target = target.afterFault()
            guard await restart(target, after: end.reason, failures: failures),
                let first = await onOwnThread({ self.pictures.waitForFirst { $0.number } })
            else { break }
            number = first
        }
        pictures.discardRest()
    }

    /// One ffmpeg, from its start to its end.
    private func run(_ target: EncoderTarget, from number: Int) async -> EncoderChild.End {
        let lines: PrivateLines?
        do { lines = target.secretPart.isEmpty ? nil : try PrivateLines() } catch {
            return .init(isClean: false, reason: "no place for the stream key: \(error)")
        }
        defer { lines?.close() }
        let child = EncoderChild(
            program: program,
            arguments: target.arguments(
                settings, firstNumber: number, privateLines: lines?.path),
            workingDirectory: target.workingDirectory, redact: redact, group: group)
        lines?.give(target.secretPart)
        return await child.run { self.feed($0, from: number) }
    }

    /// Writes pictures until the hand-over is closed; false when the child stopped reading.
    private func feed(_ pipe: PicturePipe, from number: Int) -> Bool {
        var next = number
        var fed = 0
        var isSlow = false
        while let picture = pictures.take() {
            let missing = max(picture.number - next, 0)
            let isFilled = missing <= EncoderSettings.longestFill * settings.picturesPerSecond
            if !isFilled, !isSlow {
                isSlow = true
                fault("the encoder is too slow; its video is shorter than the show")
            }
            for copy in 0...(isFilled ? missing : 0) {
                guard pipe.write(picture) else {
                    if copy == 0 { pictures.countDropped(1) }
                    return false
                }
                pictures.countWritten(1, repeated: copy > 0 ? 1 : 0)
                fed += 1
                if fed == settings.picturesPerSecond { pictures.lose(false) }
            }
            next = picture.number + 1
        }
        // Without a picture the encoder has opened no file yet, and must not leave an empty one.
        if fed == 0 { group.kill() }
        return true
    }

    /// Reports a fault and waits for the next start; false when the show is over.
    private func restart(_ next: EncoderTarget, after reason: String, failures: Int) async -> Bool {
        // A first restart is worth waiting for; an output that stays down must not hold up the show.
        pictures.lose(failures > 1)
        let pause = settings.backOff[min(failures, settings.backOff.count) - 1]
        let isOver = pictures.isClosed
        // An encoder that was never sent a picture has nothing to close and complains about it.
        if !isOver || pictures.counts.sent > 0 {
            let what = isOver ? "what it wrote before is kept" : "starting again in \(pause)"
            let place = isOver || next.address == target.address ? "" : " as \(next.address)"
            fault("\(redact(reason)); \(what)\(place)")
        }
        guard !isOver else { return false }
        return await !onOwnThread { self.pictures.waitForClose(atMost: pause) }
    }

    private func fault(_ reason: String) {
        let time = Double(newest.withLock { $0 }) / Double(settings.picturesPerSecond)
        report(OutputFault(time: time, output: name, reason: reason))
    }

    @Sendable private func redact(_ reason: String) -> String {
        if case .stream(let stream) = target { stream.redacting(reason) } else { reason }
    }
}
