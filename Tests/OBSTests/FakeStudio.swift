import Synchronization

@testable import OBS

/// What is in an OBS, as its requests see it; `FakeOBS` carries them here.
final class FakeStudio: Sendable {
    struct State {
        var profile = "Untitled"
        var profiles: [String: [String: String]] = ["Untitled": ["Output/Mode": "Advanced"]]
        var video: [String: [String: OBSValue]] = [:]
        var services: [String: OBSValue] = [:]
        var scenes: [String: [String]] = ["Mine": ["Camera"]]
        var scene = "Mine"
        var inputs: [String: (kind: String, settings: [String: OBSValue])] = [
            "Camera": ("v4l2_input", ["device": "/dev/video0"])
        ]
        var transforms: [String: [String: OBSValue]] = [:]
        var isStreaming = false
        var isRecording = false
        /// Whether its stream reaches a server.
        var reaches = true
        var kinds: [OBSValue] = ["ffmpeg_source", "text_ft2_source_v2", "v4l2_input"]
    }

    private let inside: Mutex<State>

    init(_ change: (inout State) -> Void = { _ in }) {
        var state = State()
        change(&state)
        inside = Mutex(state)
    }

    var state: State { inside.withLock { $0 } }

    /// An OBS with this inside; `first` may answer in its place.
    func served(first: @escaping @Sendable (String) -> FakeOBS.Answer? = { _ in nil }) -> FakeOBS {
        FakeOBS { [self] type, data in first(type) ?? answer(type, data) }
    }

    private func answer(_ type: String, _ data: OBSValue) -> FakeOBS.Answer {
        inside.withLock { state in
            Self.profiles(type, data, &state) ?? Self.scenes(type, data, &state)
                ?? Self.inputs(type, data, &state) ?? Self.outputs(type, &state)
                ?? .refuse(code: 204, comment: "no such request: \(type)")
        }
    }

    private static let standard: [String: OBSValue] = [
        "baseWidth": 1920, "baseHeight": 1080, "outputWidth": 1280, "outputHeight": 720,
        "fpsNumerator": 30, "fpsDenominator": 1,
    ]

    private static func profiles(
        _ type: String, _ data: OBSValue, _ state: inout State
    ) -> FakeOBS.Answer? {
        let name = data["profileName"]?.text ?? ""
        let key =
            (data["parameterCategory"]?.text ?? "") + "/" + (data["parameterName"]?.text ?? "")
        switch type {
        case "GetProfileList":
            return .fine([
                "currentProfileName": .text(state.profile),
                "profiles": .list(state.profiles.keys.map { .text($0) }),
            ])
        case "CreateProfile" where state.profiles[name] == nil:
            state.profiles[name] = [:]
            state.profile = name
        case "SetCurrentProfile" where state.profiles[name] != nil: state.profile = name
        case "GetProfileParameter":
            let value = state.profiles[state.profile]?[key]
            return .fine(["parameterValue": value.map { .text($0) } ?? .null])
        case "SetProfileParameter":
            state.profiles[state.profile]?[key] = data["parameterValue"]?.text
        case "GetVideoSettings": return .fine(.object(state.video[state.profile] ?? standard))
        case "SetVideoSettings":
            if state.isStreaming { return .refuse(code: 500, comment: "active") }
            state.video[state.profile, default: standard].merge(data.object) { $1 }
        case "GetStreamServiceSettings":
            return .fine(
                state.services[state.profile]
                    ?? ["streamServiceType": "rtmp_common", "streamServiceSettings": [:]])
        case "SetStreamServiceSettings": state.services[state.profile] = data
        default: return nil
        }
        return .fine([:])
    }

    private static func scenes(
        _ type: String, _ data: OBSValue, _ state: inout State
    ) -> FakeOBS.Answer? {
        let scene = data["sceneName"]?.text ?? ""
        let source = data["sourceName"]?.text ?? ""
        let index = state.scenes[scene]?.firstIndex(of: source)
        switch type {
        case "GetSceneList":
            return .fine([
                "currentProgramSceneName": .text(state.scene),
                "scenes": .list(state.scenes.keys.map { ["sceneName": .text($0)] }),
            ])
        case "CreateScene" where state.scenes[scene] == nil: state.scenes[scene] = []
        case "SetCurrentProgramScene" where state.scenes[scene] != nil: state.scene = scene
        case "GetSceneItemId":
            guard let index else { return .refuse(code: 600, comment: "No scene items.") }
            return .fine(["sceneItemId": OBSValue(index + 1)])
        case "CreateSceneItem":
            state.scenes[scene]?.append(source)
            return .fine(["sceneItemId": OBSValue(state.scenes[scene]?.count ?? 0)])
        case "GetSceneItemTransform":
            let key = "\(scene)/\(data["sceneItemId"]?.whole ?? 0)"
            return .fine(["sceneItemTransform": .object(state.transforms[key] ?? [:])])
        case "SetSceneItemTransform":
            let key = "\(scene)/\(data["sceneItemId"]?.whole ?? 0)"
            let wanted = data["sceneItemTransform"]?.object ?? [:]
            state.transforms[key, default: [:]].merge(wanted) { $1 }
        default: return nil
        }
        return .fine([:])
    }

    private static func inputs(
        _ type: String, _ data: OBSValue, _ state: inout State
    ) -> FakeOBS.Answer? {
        let name = data["inputName"]?.text ?? ""
        switch type {
        case "GetInputKindList": return .fine(["inputKinds": .list(state.kinds)])
        case "GetInputList":
            return .fine([
                "inputs": .list(
                    state.inputs.map { ["inputName": .text($0), "inputKind": .text($1.kind)] })
            ])
        case "CreateInput":
            guard state.inputs[name] == nil else {
                return .refuse(code: 601, comment: "A source already exists by that name.")
            }
            state.inputs[name] = (
                data["inputKind"]?.text ?? "", data["inputSettings"]?.object ?? [:]
            )
            state.scenes[data["sceneName"]?.text ?? ""]?.append(name)
        case "GetInputSettings":
            return .fine(["inputSettings": .object(state.inputs[name]?.settings ?? [:])])
        case "SetInputSettings":
            state.inputs[name]?.settings.merge(data["inputSettings"]?.object ?? [:]) { $1 }
        case "GetMediaInputStatus": return .fine(["mediaState": "OBS_MEDIA_STATE_PLAYING"])
        default: return nil
        }
        return .fine([:])
    }

    private static func outputs(_ type: String, _ state: inout State) -> FakeOBS.Answer? {
        switch type {
        case "GetVersion": return .fine(["obsVersion": "30.0.0"])
        case "GetStats":
            return .fine([
                "activeFps": 29.5, "cpuUsage": 12.5, "memoryUsage": 300.25,
                "renderSkippedFrames": 3, "renderTotalFrames": 300, "outputSkippedFrames": 6,
                "outputTotalFrames": 600,
            ])
        case "GetStreamStatus":
            return .fine([
                "outputActive": .bool(state.isStreaming), "outputReconnecting": false,
                "outputBytes": state.isStreaming && state.reaches ? 1000 : 0,
                "outputCongestion": 0.25, "outputDuration": 61_000, "outputSkippedFrames": 9,
                "outputTotalFrames": 1_800,
            ])
        case "GetRecordStatus": return .fine(["outputActive": .bool(state.isRecording)])
        case "StartStream": state.isStreaming = true
        case "StopStream": state.isStreaming = false
        case "StartRecord": state.isRecording = true
        case "StopRecord":
            state.isRecording = false
            return .fine(["outputPath": "/videos/show.mkv"])
        default: return nil
        }
        return .fine([:])
    }
}
