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

    let target: EncoderTarget
    /// Whether the show has run before it.
    let joins: Bool
    let settings: EncoderSettings
    let soundtrack: Soundtrack
    let program: String
    private let report: @Sendable (OutputFault) -> Void
    let pictures: HandOver<Picture>
    let group = ProcessGroup()
    private let newest = Mutex(0)
    /// When the encoder was given the picture that it has not taken yet.
    let busySince = Mutex<ContinuousClock.Instant?>(nil)
    /// When the encoder was found dead, in pictures; nil while it works.
    let lostSince = Mutex<Int?>(nil)
    /// The bitrate of a stream.
    let ladder: Mutex<BitrateLadder>
    private let work = Mutex<Task<Void, Never>?>(nil)

    /// An encoder that writes `FILE.mp4`.
    ///
    /// Throws `BroadcastError` when ffmpeg is missing, the size is odd or the file cannot be written.
    public convenience init(
        movie path: String, settings: EncoderSettings,
        soundtrack: Soundtrack = Soundtrack(), report: @escaping @Sendable (OutputFault) -> Void
    ) throws(BroadcastError) {
        try self.init(
            to: .movie(path: path), settings: settings, soundtrack: soundtrack, report: report)
    }

    /// An encoder that writes `000000.png` and so on into a folder, which it makes.
    ///
    /// Throws `BroadcastError` when ffmpeg is missing, the folder cannot be made or holds frames.
    public convenience init(
        frames folder: String, settings: EncoderSettings,
        soundtrack: Soundtrack = Soundtrack(), report: @escaping @Sendable (OutputFault) -> Void
    ) throws(BroadcastError) {
        try self.init(
            to: .frames(folder: folder), settings: settings, soundtrack: soundtrack, report: report)
    }

    /// An encoder that streams.
    ///
    /// Throws `BroadcastError` when ffmpeg is missing or the size is odd.
    public convenience init(
        stream: StreamAddress, settings: EncoderSettings,
        soundtrack: Soundtrack = Soundtrack(), report: @escaping @Sendable (OutputFault) -> Void
    ) throws(BroadcastError) {
        try self.init(
            to: .stream(stream), settings: settings, soundtrack: soundtrack, report: report)
    }

    /// An encoder of any kind. One that joins a show which runs begins with the first picture that it
    /// is sent, and frames of the same show may be there.
    ///
    /// Throws `BroadcastError` when ffmpeg is missing, the size is odd or the file cannot be written.
    init(
        to target: EncoderTarget, joins: Bool = false, settings: EncoderSettings,
        soundtrack: Soundtrack = Soundtrack(), report: @escaping @Sendable (OutputFault) -> Void
    ) throws(BroadcastError) {
        program = try locate(program: settings.program)
        if case .frames = target {
        } else if !settings.width.isMultiple(of: 2) || !settings.height.isMultiple(of: 2) {
            throw .oddSize(width: settings.width, height: settings.height)
        }
        if case .frames = target, joins {
        } else {
            try target.prepare()
        }
        self.joins = joins
        name = target.address.description
        self.target = target
        self.settings = settings
        self.soundtrack = soundtrack
        self.report = report
        ladder = Mutex(
            BitrateLadder(
                fullBits: settings.streamBitsPerSecond,
                picturesPerSecond: settings.picturesPerSecond,
                secondsToRise: settings.secondsToRise))
        pictures = HandOver(room: EncoderSettings.picturesWaiting, whenFull: settings.whenFull)
    }

    /// Pictures sent, dropped, written and repeated so far.
    public var counts: OutputCounts { pictures.counts }

    /// Whether it was found dead and does not work again yet.
    var isLost: Bool { lostSince.withLock { $0 } != nil }

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

    /// The number of the newest picture that was sent.
    var newestNumber: Int { newest.withLock { $0 } }

    /// Tells the show what went wrong.
    func fault(_ reason: String) {
        let time = Double(newestNumber) / Double(settings.picturesPerSecond)
        report(OutputFault(time: time, output: name, reason: reason))
    }

    /// Takes the stream's secrets out of an encoder's words.
    @Sendable func redact(_ reason: String) -> String {
        if case .stream(let stream) = target { stream.redacting(reason) } else { reason }
    }
}
