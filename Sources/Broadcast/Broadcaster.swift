import Signals
import Sound

/// All outputs of one show. A fault of one leaves the others alone.
public final class Broadcaster: Sendable {
    /// One output and what it did.
    public struct Tally: Sendable, Equatable {
        /// The output's name, without any key.
        public var name: String
        /// What it did so far.
        public var counts: OutputCounts
    }

    /// Faults as they happen, for one reader; the newest 64 wait to be read. Ends after `finish`.
    public let faults: AsyncStream<OutputFault>

    private let faultFeed: AsyncStream<OutputFault>.Continuation
    private let pictureOutputs: [any PictureOutput]
    private let poseOutputs: [any PoseOutput]
    private let players: [SoundPlayer]
    private let soundtrack: Soundtrack
    private var outputs: [any Output] { pictureOutputs + poseOutputs }

    /// Opens every output and starts its encoder. `window` is the stage's work and left out here, and
    /// `osc` comes opened, in `others`.
    ///
    /// - Parameters:
    ///   - sound: what sounds, mixed; nothing is a silent track.
    ///   - seed: what a score follows from.
    ///   - framing: how poses in torsos lie in the picture; the settings' size if nil.
    ///   - others: outputs of poses that this part cannot open itself.
    ///
    /// Throws `BroadcastError` when one cannot be opened; then none was started.
    public init(
        to addresses: [OutputAddress], settings: EncoderSettings, sound: [SoundAddress] = [],
        seed: UInt64 = 1, framing: Framing? = nil, others: [any PoseOutput] = []
    ) throws(BroadcastError) {
        (faults, faultFeed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        let framing = framing ?? Framing(width: settings.width, height: settings.height)
        let report = { @Sendable [faultFeed] (fault: OutputFault) in
            _ = faultFeed.yield(fault)
        }
        let wantsSound = addresses.contains(where: \.isEncoded)
        let sources =
            try wantsSound ? Self.sources(sound, settings, seed: seed, report: report) : []
        players = sources.compactMap { $0 as? SoundPlayer }
        soundtrack = Soundtrack(
            of: sources, volume: settings.soundVolume,
            picturesPerSecond: settings.picturesPerSecond)
        var pictureOutputs: [any PictureOutput] = []
        var poseOutputs: [any PoseOutput] = []
        for (index, address) in addresses.enumerated() {
            if addresses[..<index].contains(address) { throw .twice(address.description) }
            switch address {
            case .window, .osc: break
            case .movie(let path):
                pictureOutputs.append(
                    try Encoder(
                        movie: path, settings: settings, soundtrack: soundtrack, report: report))
            case .frames(let folder):
                pictureOutputs.append(
                    try Encoder(frames: folder, settings: settings, report: report))
            case .stream(let stream):
                pictureOutputs.append(
                    try Encoder(
                        stream: stream, settings: settings, soundtrack: soundtrack, report: report))
            case .poses(let path):
                poseOutputs.append(
                    try PoseFile(
                        path: path, framing: framing, whenFull: settings.whenFull, report: report))
            case .obs: throw .notInThisVersion(address.description)
            }
        }
        self.pictureOutputs = pictureOutputs
        self.poseOutputs = poseOutputs + others
        for output in outputs { output.start() }
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
    var encoders: [Encoder] { pictureOutputs.compactMap { $0 as? Encoder } }

    /// Whether anything takes pictures; where nothing does, none need be read back from the stage.
    public var wantsPictures: Bool { !pictureOutputs.isEmpty }

    /// What each output did so far, in the order of the addresses, pictures before poses.
    public var tallies: [Tally] { outputs.map { Tally(name: $0.name, counts: $0.counts) } }

    /// Hands a picture to every output that takes pictures. Suspends only in `WhenFull.wait`.
    public nonisolated(nonsending) func send(_ picture: Picture) async {
        for output in pictureOutputs { await output.send(picture) }
    }

    /// Hands a pose, in torsos, to every output that takes poses; `time` is in seconds of the show.
    public nonisolated(nonsending) func send(_ pose: Pose, mood: Mood, time: Double) async {
        for output in poseOutputs { await output.send(pose, mood: mood, time: time) }
    }

    /// Notes the mood in which picture `number` sounds, whether or not it is drawn and sent.
    public func note(_ mood: Mood, at number: Int) { soundtrack.note(mood, at: number) }

    /// Ends all outputs at once, each within `limit`, and closes `faults`.
    ///
    /// - Parameter limit: nil is 1.7 seconds for a live show and a minute where the sender waits; pass
    ///   1.7 seconds when a person stops a recording.
    public func finish(within limit: Duration? = nil) async {
        await withTaskGroup(of: Void.self) { group in
            for output in outputs {
                group.addTask { await output.finish(within: limit) }
            }
        }
        for player in players { player.finish() }
        faultFeed.finish()
    }
}
