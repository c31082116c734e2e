import Signals
import Sound

/// All outputs of one show. A fault of one leaves the others alone.
public final class Broadcaster: Sendable {
    /// One output and what it did.
    public struct Tally: Sendable, Equatable {
        /// How an output is.
        public enum Standing: Sendable {
            /// It takes what it is sent; it is lost and tried again; it was stopped.
            case working, down, stopped
        }

        /// The output's name, without any key.
        public var name: String
        /// What it did so far.
        public var counts: OutputCounts
        /// How it is.
        public var standing: Standing
        /// Whether it is a recording that was begun while the show ran.
        public var isRecording: Bool
    }

    /// Faults as they happen, for one reader; the newest 64 wait to be read. Ends after `finish`.
    public let faults: AsyncStream<OutputFault>

    private let faultFeed: AsyncStream<OutputFault>.Continuation
    private let players: [SoundPlayer]
    private let soundtrack: Soundtrack
    let opening: OutputOpening
    let outputs: OutputSwitches

    /// Opens every output and starts its encoder. `window` is the stage's work and left out here, and
    /// `osc` comes opened, in `others`.
    ///
    /// - Parameters:
    ///   - sound: what sounds, mixed; nothing is a silent track.
    ///   - seed: what a score follows from.
    ///   - framing: how poses in torsos lie in the picture; the settings' size if nil.
    ///   - others: outputs of poses that this part cannot open itself.
    ///   - mayRecordLater: whether `record(to:)` may be asked for, so that there is sound for it.
    ///
    /// Throws `BroadcastError` when one cannot be opened; then none was started.
    public init(
        to addresses: [OutputAddress], settings: EncoderSettings, sound: [SoundAddress] = [],
        seed: UInt64 = 1, framing: Framing? = nil, others: [any PoseOutput] = [],
        mayRecordLater: Bool = false
    ) throws(BroadcastError) {
        (faults, faultFeed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        let report = { @Sendable [faultFeed] (fault: OutputFault) in
            _ = faultFeed.yield(fault)
        }
        let wantsSound = mayRecordLater || addresses.contains(where: \.isEncoded)
        let sources =
            try wantsSound ? Self.sources(sound, settings, seed: seed, report: report) : []
        players = sources.compactMap { $0 as? SoundPlayer }
        soundtrack = Soundtrack(
            of: sources, volume: settings.soundVolume,
            picturesPerSecond: settings.picturesPerSecond)
        opening = OutputOpening(
            settings: settings, soundtrack: soundtrack,
            framing: framing ?? Framing(width: settings.width, height: settings.height),
            report: report)
        var opened: [(output: any Output, address: OutputAddress?)] = []
        for (index, address) in addresses.enumerated() {
            if addresses[..<index].contains(address) { throw .twice(address.description) }
            switch address {
            case .window, .osc: break
            case .movie, .frames, .stream, .poses, .obs:
                opened.append((try opening.output(at: address), address))
            }
        }
        // Pictures before poses, as `tallies` has them.
        let (pictures, poses) = (
            opened.filter { $0.output is any PictureOutput },
            opened.filter { $0.output is any PoseOutput }
        )
        outputs = OutputSwitches(pictures + poses + others.map { ($0, nil) })
        for output in outputs.all { output.start() }
        for player in players { player.start() }
    }

    private static func sources(
        _ sound: [SoundAddress], _ settings: EncoderSettings, seed: UInt64,
        report: @escaping @Sendable (OutputFault) -> Void
    ) throws(BroadcastError) -> [any SoundSource] {
        var sources: [any SoundSource] = []
        for address in sound {
            switch address {
            case .silence: break
            case .score: sources.append(Score(seed: seed))
            case .file, .folder, .input:
                let begin = ContinuousClock.now
                sources.append(
                    try SoundPlayer(
                        address, program: settings.program, waits: settings.whenFull == .wait
                    ) { reason in
                        let time = (ContinuousClock.now - begin) / .seconds(1)
                        report(OutputFault(time: time, output: "sound", reason: reason))
                    })
            }
        }
        return sources
    }

    /// The outputs that have an encoder.
    var encoders: [Encoder] { outputs.forPictures.compactMap { $0 as? Encoder } }

    /// Whether anything takes pictures; where nothing does, none need be read back from the stage.
    public var wantsPictures: Bool { !outputs.forPictures.isEmpty }

    /// What each output did so far, in the order of the addresses, pictures before poses.
    /// Recordings that were begun later come last.
    public var tallies: [Tally] { outputs.tallies }

    /// Hands a picture to every output that takes pictures. Suspends only in `WhenFull.wait`.
    public nonisolated(nonsending) func send(_ picture: Picture) async {
        for output in outputs.forPictures { await output.send(picture) }
    }

    /// Hands a pose, in torsos, to every output that takes poses; `time` is in seconds of the show.
    public nonisolated(nonsending) func send(_ pose: Pose, mood: Mood, time: Double) async {
        for output in outputs.forPoses { await output.send(pose, mood: mood, time: time) }
    }

    /// Notes the mood in which picture `number` sounds, whether or not it is drawn and sent.
    public func note(_ mood: Mood, at number: Int) { soundtrack.note(mood, at: number) }

    /// Ends all outputs at once, each within `limit`, and closes `faults`.
    ///
    /// - Parameter limit: nil is 1.7 seconds for a live show and a minute where the sender waits; pass
    ///   1.7 seconds when a person stops a recording.
    public func finish(within limit: Duration? = nil) async {
        await withTaskGroup(of: Void.self) { group in
            for output in outputs.all {
                group.addTask { await output.finish(within: limit) }
            }
            group.addTask { [outputs] in await outputs.waitForEndings() }
        }
        for player in players { player.finish() }
        faultFeed.finish()
    }
}
