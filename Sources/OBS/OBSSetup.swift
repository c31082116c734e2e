/// How OBS shall stand: what is ours in it, and nothing else.
public struct OBSSetup: Sendable, Equatable {
    /// The name of our profile and of our scene; our sources' names begin with it.
    public static let name = "EmotionMotion"
    /// The source that shows the show.
    public static let show = name + " show"
    /// The source with the title.
    public static let title = name + " title"
    /// The source with the chat.
    public static let chat = name + " chat"

    /// How the show reaches OBS.
    public var feed = OBSFeed()
    /// Words in the scene's upper corner; nil for none.
    public var titleText: String?
    /// Whether the scene has a place for the chat, which `perform` fills.
    public var hasChat = false
    /// Canvas, rate and where OBS streams, all in a profile of our own; nil leaves the profile that
    /// OBS is in as it is.
    public var profile: Profile?

    /// A scene with the show alone.
    public init() {}

    /// The settings that OBS keeps in a profile.
    public struct Profile: Sendable, Equatable {
        /// Pixels across, of canvas and stream.
        public var width = 1280
        /// Pixels down.
        public var height = 720
        /// Pictures a second.
        public var picturesPerSecond = 30
        /// Kilobits a second of the stream's pictures.
        public var kilobitsPerSecond = 4000
        /// x264's preset.
        public var preset = "veryfast"
        /// Where OBS streams to; nil leaves that as it is.
        public var service: OBSService?

        /// 720p30 by YouTube's table.
        public init() {}

        /// What differs from OBS's own values, by category and name. Keyframes come every 2 seconds.
        var parameters: [(category: String, name: String, value: String)] {
            let keyframe = 2 * picturesPerSecond
            return [
                ("Output", "Mode", "Simple"),
                ("Output", "Reconnect", "true"),
                ("Output", "RetryDelay", "2"),
                ("SimpleOutput", "VBitrate", "\(kilobitsPerSecond)"),
                ("SimpleOutput", "ABitrate", "128"),
                ("SimpleOutput", "StreamEncoder", "x264"),
                ("SimpleOutput", "UseAdvanced", "true"),
                ("SimpleOutput", "Preset", preset),
                (
                    "SimpleOutput", "x264Settings",
                    "keyint=\(keyframe) min-keyint=\(keyframe) scenecut=0"
                ),
                ("SimpleOutput", "RecQuality", "Stream"),
            ]
        }

        /// The same as OBS's request for its video settings has it.
        var video: OBSValue {
            [
                "baseWidth": OBSValue(width), "baseHeight": OBSValue(height),
                "outputWidth": OBSValue(width), "outputHeight": OBSValue(height),
                "fpsNumerator": OBSValue(picturesPerSecond), "fpsDenominator": 1,
            ]
        }
    }
}

/// How the show reaches OBS on the same machine: OBS listens, the show calls, and either may go away
/// and come back. There is no server between them.
public struct OBSFeed: Sendable, Equatable {
    /// The port of the loopback address on which OBS waits for the show.
    public var port = 4456

    /// The usual port, beside OBS's own.
    public init() {}

    /// The address that the show streams to. SRT, because OBS takes its time before it reads, and
    /// over TCP the show would take that for a slow network: docs/obs.md.
    public var address: String { "srt://127.0.0.1:\(port)?\(Self.options)" }

    /// SRT waits this long, in microseconds, for a lost packet; on loopback none is lost.
    private static let options = "latency=20000"

    /// The media source's settings: OBS looks into the stream as briefly as it can, keeps nothing
    /// back, and keeps waiting when the show is gone.
    var settings: OBSValue {
        [
            "is_local_file": false,
            "input": .text("srt://127.0.0.1:\(port)?mode=listener&\(Self.options)"),
            "input_format": "mpegts", "reconnect_delay_sec": 1, "buffering_mb": 0,
            "hw_decode": false, "clear_on_media_end": false, "restart_on_activate": false,
            "close_when_inactive": false,
            "ffmpeg_options": "analyzeduration=500000 probesize=100000 fflags=nobuffer",
        ]
    }
}

/// Where OBS streams to. The key is in no description.
public struct OBSService: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The server with its application, as in `rtmp://a.rtmp.youtube.com/live2`.
    public var server: String
    let key: String

    /// A server that wants this key.
    public init(server: String, key: String) {
        self.server = server
        self.key = key
    }

    var settings: OBSValue {
        ["server": .text(server), "key": .text(key), "use_auth": false]
    }

    /// The server alone.
    public var description: String { server }
    /// The server alone, so that `dump` shows no key either.
    public var customMirror: Mirror { Mirror(self, children: ["server": server]) }
}
