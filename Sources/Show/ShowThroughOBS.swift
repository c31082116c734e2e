import Broadcast
import Desk
import OBS

/// How a show goes through OBS.
public struct ShowThroughOBS: Sendable {
    /// Where OBS's WebSocket server is.
    public var address = OBSAddress.usual
    /// Its password.
    public var password: OBSPassword?
    /// What OBS shall have of ours; without a profile, since a show leaves that as it is.
    public var setup = OBSSetup()
    /// Whether OBS's stream begins and ends with the show.
    public var streams = false
    /// Whether OBS's recording begins and ends with the show.
    public var records = false

    /// An OBS on this machine that is only given the show.
    public init() {}

    /// The address itself, or for `obs` the one on which OBS waits for the show.
    func feeding(_ address: OutputAddress) throws -> OutputAddress {
        address == .obs ? try OutputAddress(setup.feed.address) : address
    }
}

extension DeskState.Studio {
    /// An OBS that has not answered yet.
    static var away: Self {
        .init(isThere: false, version: "", isStreaming: false, isRecording: false, congestion: 0)
    }
}

extension ShowReport {
    /// OBS's own numbers of a show that went through it, counted from the show's beginning.
    public struct ThroughOBS: Codable, Sendable, Equatable {
        /// OBS's version.
        public var version = ""
        /// What became of its pictures.
        public var pictures = OBSPictures()
        /// The fullest that the way to the server was, from 0 to 1, looked at once a second.
        public var worstCongestion = 0.0
        /// Times that OBS went away.
        public var timesLost = 0

        /// The same in a line.
        var line: String {
            "OBS \(version): \(pictures.streamDropped) of \(pictures.stream) pictures dropped by its "
                + "stream, \(pictures.renderMissed) of \(pictures.render) drawn late, "
                + "\(pictures.encoderSkipped) of \(pictures.encoder) not encoded in time, "
                + "congestion at most "
                + "\(Int((100 * worstCongestion).rounded())) %"
                + (timesLost > 0 ? ", away \(timesLost) times" : "")
        }
    }
}

/// Keeps the account of what OBS says once a second.
struct OBSAccount {
    private(set) var report: ShowReport.ThroughOBS?
    private var last: OBSStatus?
    private(set) var isLost = false

    /// The same for the desk, as it was last seen; nil before that.
    var studio: DeskState.Studio? {
        last.map {
            .init(
                isThere: !isLost, version: $0.version, isStreaming: $0.isStreaming,
                isRecording: $0.isRecording, congestion: $0.congestion)
        }
    }

    mutating func note(_ status: OBSStatus) {
        var report = report ?? .init()
        defer {
            self.report = report
            last = status
            isLost = false
        }
        report.version = status.version
        report.worstCongestion = max(report.worstCongestion, status.congestion)
        if let last { report.pictures.add(from: last.pictures, to: status.pictures) }
    }

    /// OBS went away; true the first time until it is back.
    mutating func lost() -> Bool {
        guard !isLost else { return false }
        isLost = true
        report?.timesLost += 1
        return true
    }
}
