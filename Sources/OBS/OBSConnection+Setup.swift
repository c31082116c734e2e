extension OBSConnection {
    /// Brings OBS to stand as `setup` says and tells what was changed, a phrase each; nothing where
    /// it stands so already. What is not ours in OBS is left alone.
    ///
    /// Throws `OBSError.busy` when OBS streams or records and its profile would have to change, and
    /// `nameTaken` where something else has one of our names.
    @discardableResult
    public func setUp(_ setup: OBSSetup) async throws -> [String] {
        var changes: [String] = []
        if let profile = setup.profile { changes += try await setUp(profile) }
        changes += try await makeScene()
        let canvas = try await request("GetVideoSettings")
        changes += try await setUpSource(
            OBSSetup.show, kind: "ffmpeg_source", settings: setup.feed.settings)
        changes += try await place(
            OBSSetup.show,
            [
                "boundsType": "OBS_BOUNDS_SCALE_INNER",
                "boundsWidth": canvas["baseWidth"] ?? 1280,
                "boundsHeight": canvas["baseHeight"] ?? 720,
            ])
        let height = canvas["baseHeight"]?.number ?? 720
        if let title = setup.titleText {
            changes += try await setUpText(
                OBSSetup.title, title, size: Int(height / 15), at: (height / 30, height / 30))
        }
        if setup.hasChat {
            changes += try await setUpText(
                OBSSetup.chat, nil, size: Int(height / 30), at: (height / 30, height * 0.6))
        }
        return changes
    }

    // MARK: - The profile

    private func setUp(_ profile: OBSSetup.Profile) async throws -> [String] {
        var changes = try await enterProfile()
        for (category, name, value) in profile.parameters {
            let place: [String: OBSValue] = [
                "parameterCategory": .text(category), "parameterName": .text(name),
            ]
            let now = try await request("GetProfileParameter", .object(place))
            guard now["parameterValue"] != .text(value) else { continue }
            try await change(
                "SetProfileParameter",
                .object(place.merging(["parameterValue": .text(value)]) { $1 }))
            changes.append("\(name) set to \(value)")
        }
        if try await !request("GetVideoSettings").holds(profile.video) {
            try await change("SetVideoSettings", profile.video)
            changes.append(
                "canvas set to \(profile.width)x\(profile.height) at "
                    + "\(profile.picturesPerSecond) pictures a second")
        }
        if let service = profile.service { changes += try await setUp(service) }
        return changes
    }

    private func enterProfile() async throws -> [String] {
        let profiles = try await request("GetProfileList")
        if profiles["currentProfileName"] == .text(OBSSetup.name) { return [] }
        let isThere = profiles["profiles"]?.list.contains(.text(OBSSetup.name)) == true
        // OBS enters a profile that it makes.
        try await change(
            isThere ? "SetCurrentProfile" : "CreateProfile",
            ["profileName": .text(OBSSetup.name)])
        return ["profile \(OBSSetup.name) \(isThere ? "entered" : "made")"]
    }

    private func setUp(_ service: OBSService) async throws -> [String] {
        let now = try await request("GetStreamServiceSettings")
        let isSame =
            now["streamServiceType"] == "rtmp_custom"
            && now["streamServiceSettings"]?.holds(service.settings) == true
        if isSame { return [] }
        try await change(
            "SetStreamServiceSettings",
            ["streamServiceType": "rtmp_custom", "streamServiceSettings": service.settings])
        return ["stream goes to \(service)"]
    }

    /// Makes a change that OBS cannot make while it streams or records.
    private func change(_ type: String, _ data: OBSValue) async throws {
        let outputs = try await batch([.init("GetStreamStatus"), .init("GetRecordStatus")])
        if outputs.contains(where: { $0["outputActive"] == true }) { throw OBSError.busy }
        try await request(type, data)
    }

    // MARK: - The scene

    private func makeScene() async throws -> [String] {
        let scenes = try await request("GetSceneList")["scenes"]?.list ?? []
        if scenes.contains(where: { $0["sceneName"] == .text(OBSSetup.name) }) { return [] }
        try await request("CreateScene", ["sceneName": .text(OBSSetup.name)])
        return ["scene \(OBSSetup.name) made"]
    }

    /// A text source of whatever kind this OBS has.
    private func setUpText(
        _ name: String, _ words: String?, size: Int, at place: (x: Double, y: Double)
    ) async throws -> [String] {
        let kinds = try await request("GetInputKindList", ["unversioned": false])["inputKinds"]
        let known = ["text_ft2_source_v2", "text_gdiplus_v3", "text_gdiplus_v2"]
        guard let kind = known.first(where: { kinds?.list.contains(.text($0)) == true }) else {
            throw OBSError.noKind("words")
        }
        var settings: [String: OBSValue] = [
            "font": ["face": "DejaVu Sans", "size": OBSValue(size), "style": "Book", "flags": 0]
        ]
        if let words { settings["text"] = .text(words) }
        let isNew = try await find(name, kind: kind) == nil
        var changes = try await setUpSource(name, kind: kind, settings: .object(settings))
        if isNew {
            // Once: where it stands after that is the artist's.
            changes += try await self.place(
                name, ["positionX": .number(place.x), "positionY": .number(place.y)])
        }
        return changes
    }

    /// Whether there is a source of this name; throws where it is of another kind.
    private func find(_ name: String, kind: String) async throws -> OBSValue? {
        let inputs = try await request("GetInputList")["inputs"]?.list ?? []
        guard let found = inputs.first(where: { $0["inputName"] == .text(name) }) else {
            return nil
        }
        guard found["inputKind"] == .text(kind) else {
            throw OBSError.nameTaken(name, kind: found["inputKind"]?.text ?? "unknown")
        }
        return found
    }

    private func setUpSource(
        _ name: String, kind: String, settings: OBSValue
    ) async throws -> [String] {
        guard try await find(name, kind: kind) != nil else {
            try await request(
                "CreateInput",
                [
                    "sceneName": .text(OBSSetup.name), "inputName": .text(name),
                    "inputKind": .text(kind), "inputSettings": settings,
                ])
            return ["source \(name) made"]
        }
        var changes: [String] = []
        let now = try await request("GetInputSettings", ["inputName": .text(name)])
        if now["inputSettings"]?.holds(settings) != true {
            try await request(
                "SetInputSettings", ["inputName": .text(name), "inputSettings": settings])
            changes.append("source \(name) set")
        }
        do {
            try await request("GetSceneItemId", item(name))
        } catch OBSError.refused(_, Self.notFound, _) {
            try await request("CreateSceneItem", item(name))
            changes.append("source \(name) put back into its scene")
        }
        return changes
    }

    private func place(_ name: String, _ wanted: OBSValue) async throws -> [String] {
        let id = try await request("GetSceneItemId", item(name))["sceneItemId"] ?? 0
        let place: [String: OBSValue] = ["sceneName": .text(OBSSetup.name), "sceneItemId": id]
        let now = try await request("GetSceneItemTransform", .object(place))
        if now["sceneItemTransform"]?.holds(wanted) == true { return [] }
        try await request(
            "SetSceneItemTransform", .object(place.merging(["sceneItemTransform": wanted]) { $1 }))
        return ["source \(name) placed"]
    }

    private func item(_ name: String) -> OBSValue {
        ["sceneName": .text(OBSSetup.name), "sourceName": .text(name)]
    }

    /// obs-websocket's number for something that is not there.
    private static let notFound = 600
}
