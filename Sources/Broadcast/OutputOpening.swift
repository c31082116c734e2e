import Signals

/// Opens the outputs of one show, each the same way at its begin and while it runs.
struct OutputOpening: Sendable {
    let settings: EncoderSettings
    let soundtrack: Soundtrack
    /// How poses in torsos lie in the picture.
    let framing: Framing
    let report: @Sendable (OutputFault) -> Void

    /// Opens an output at its address; `joins` where the show has run before it.
    ///
    /// Throws `BroadcastError` when it cannot be opened, and for an address that another part serves.
    func output(
        at address: OutputAddress, joins: Bool = false
    ) throws(BroadcastError) -> any Output {
        switch address {
        case .movie(let path): try encoder(to: .movie(path: path), joins)
        case .frames(let folder): try encoder(to: .frames(folder: folder), joins)
        case .stream(let stream): try encoder(to: .stream(stream), joins)
        case .poses(let path):
            try PoseFile(
                path: path, framing: framing, whenFull: settings.whenFull, report: report)
        case .window, .osc, .obs: throw .notInThisVersion(address.description)
        }
    }

    /// Opens an output again, a file beside what was written before: `show-2.mp4` after `show.mp4`.
    ///
    /// Throws as `output` does.
    func again(_ address: OutputAddress) throws(BroadcastError) -> any Output {
        switch address {
        case .movie(let path): try output(at: .movie(path: freePath(like: path)), joins: true)
        case .poses(let path): try output(at: .poses(path: freePath(like: path)), joins: true)
        case .frames, .stream, .window, .osc, .obs: try output(at: address, joins: true)
        }
    }

    private func encoder(
        to target: EncoderTarget, _ joins: Bool
    ) throws(BroadcastError) -> Encoder {
        try Encoder(
            to: target, joins: joins, settings: settings, soundtrack: soundtrack, report: report)
    }
}
