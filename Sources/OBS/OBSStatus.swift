/// How OBS stands at one moment, by its own numbers.
public struct OBSStatus: Codable, Sendable, Equatable {
    /// OBS's version.
    public var version = ""
    /// The profile it is in.
    public var profile = ""
    /// The scene that goes out.
    public var scene = ""
    /// Whether our scene is there.
    public var isSetUp = false
    /// Whether the show comes in: what OBS says of the media source, such as `playing`.
    public var show: String?
    /// Whether it streams.
    public var isStreaming = false
    /// Whether it tries to get its lost stream back.
    public var isReconnecting = false
    /// Whether it records.
    public var isRecording = false
    /// Seconds of stream.
    public var streamSeconds = 0.0
    /// How full the way to the server is, from 0 to 1.
    public var congestion = 0.0
    /// What became of its pictures so far.
    public var pictures = OBSPictures()
    /// Pictures a second that OBS really draws.
    public var picturesPerSecond = 0.0
    /// OBS's share of the processor, in percent.
    public var cpuPercent = 0.0
    /// OBS's memory in megabytes.
    public var megabytes = 0.0

    init() {}
}

extension OBSConnection {
    /// How OBS stands now.
    public func status() async throws -> OBSStatus {
        let answers = try await batch([
            .init("GetVersion"), .init("GetStats"), .init("GetStreamStatus"),
            .init("GetRecordStatus"), .init("GetProfileList"), .init("GetSceneList"),
            .init("GetInputList"),
        ])
        var status = OBSStatus()
        status.version = answers[0]["obsVersion"]?.text ?? ""
        status.read(stats: answers[1])
        status.read(stream: answers[2])
        status.isRecording = answers[3]["outputActive"] == true
        status.profile = answers[4]["currentProfileName"]?.text ?? ""
        status.scene = answers[5]["currentProgramSceneName"]?.text ?? ""
        let scenes = answers[5]["scenes"]?.list ?? []
        status.isSetUp = scenes.contains { $0["sceneName"] == .text(OBSSetup.name) }
        let inputs = answers[6]["inputs"]?.list ?? []
        if inputs.contains(where: { $0["inputName"] == .text(OBSSetup.show) }) {
            let media = try await request(
                "GetMediaInputStatus", ["inputName": .text(OBSSetup.show)])
            let state = media["mediaState"]?.text ?? ""
            status.show = state.split(separator: "_").last.map { $0.lowercased() }
        }
        return status
    }
}

extension OBSStatus {
    fileprivate mutating func read(stats: OBSValue) {
        picturesPerSecond = stats["activeFps"]?.number ?? 0
        cpuPercent = stats["cpuUsage"]?.number ?? 0
        megabytes = stats["memoryUsage"]?.number ?? 0
        pictures.renderMissed = stats["renderSkippedFrames"]?.whole ?? 0
        pictures.render = stats["renderTotalFrames"]?.whole ?? 0
        pictures.encoderSkipped = stats["outputSkippedFrames"]?.whole ?? 0
        pictures.encoder = stats["outputTotalFrames"]?.whole ?? 0
    }

    fileprivate mutating func read(stream: OBSValue) {
        isStreaming = stream["outputActive"] == true
        isReconnecting = stream["outputReconnecting"] == true
        congestion = stream["outputCongestion"]?.number ?? 0
        streamSeconds = (stream["outputDuration"]?.number ?? 0) / 1000
        pictures.streamDropped = stream["outputSkippedFrames"]?.whole ?? 0
        pictures.stream = stream["outputTotalFrames"]?.whole ?? 0
    }

    /// The same for a person, a line each.
    public var lines: [String] {
        func percent(_ part: Int, _ whole: Int) -> String {
            let tenths = whole > 0 ? (1000 * part + whole / 2) / whole : 0
            return "\(tenths / 10).\(tenths % 10) %"
        }
        var lines = ["OBS \(version), profile \(profile), scene \(scene)"]
        lines.append(
            isSetUp ? "the show: \(show ?? "no source")" : "not set up: `emotionmotion obs setup`")
        if isStreaming {
            lines.append(
                "streaming for \(Int(streamSeconds)) s"
                    + (isReconnecting ? ", reconnecting" : "")
                    + ": dropped \(percent(pictures.streamDropped, pictures.stream)), congestion "
                    + percent(Int(congestion * 1000), 1000))
        } else {
            lines.append("not streaming")
        }
        if isRecording { lines.append("recording") }
        lines.append(
            "drawn late \(percent(pictures.renderMissed, pictures.render)), not encoded in time "
                + "\(percent(pictures.encoderSkipped, pictures.encoder)), \(Int(cpuPercent.rounded())) % "
                + "processor, \(Int(megabytes.rounded())) MB")
        return lines
    }
}
