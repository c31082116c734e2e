extension OBSConnection {
    /// Puts our scene on and starts the stream, the recording or both; waits until they run. What
    /// runs already is left running. Tells what was done, a phrase each.
    ///
    /// Throws `OBSError.streamEnded` when the stream does not come about within `limit`.
    @discardableResult
    public func start(
        stream: Bool, record: Bool, within limit: Duration = .seconds(15)
    ) async throws -> [String] {
        var done: [String] = []
        let scenes = try await request("GetSceneList")
        if scenes["currentProgramSceneName"] != .text(OBSSetup.name) {
            try await request(
                "SetCurrentProgramScene", ["sceneName": .text(OBSSetup.name)])
            done.append("scene \(OBSSetup.name) put on")
        }
        if stream, try await request("GetStreamStatus")["outputActive"] != true {
            try await request("StartStream")
            try await waitForStream(within: limit)
            done.append("stream started")
        }
        if record, try await request("GetRecordStatus")["outputActive"] != true {
            try await request("StartRecord")
            done.append("recording started")
        }
        return done
    }

    /// Writes the chat into its place in our scene, where there is one.
    public func show(chat words: String) async throws {
        try await request(
            "SetInputSettings",
            ["inputName": .text(OBSSetup.chat), "inputSettings": ["text": .text(words)]])
    }

    /// Ends the stream and the recording; tells what was done, with the recording's place. Nothing
    /// where nothing runs.
    @discardableResult
    public func stop(
        stream: Bool = true, record: Bool = true, within limit: Duration = .seconds(5)
    ) async throws -> [String] {
        var done: [String] = []
        if stream, try await request("GetStreamStatus")["outputActive"] == true {
            try await request("StopStream")
            try await waitForEnd(of: "GetStreamStatus", within: limit)
            done.append("stream stopped")
        }
        if record, try await request("GetRecordStatus")["outputActive"] == true {
            let path = try await request("StopRecord")["outputPath"]?.text
            try await waitForEnd(of: "GetRecordStatus", within: limit)
            done.append("recording stopped" + (path.map { ": " + $0 } ?? ""))
        }
        return done
    }

    /// The answer to a stop comes before OBS has sent and written what it still holds.
    private func waitForEnd(of status: String, within limit: Duration) async throws {
        let end = ContinuousClock.now + limit
        while try await request(status)["outputActive"] == true, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// The answer to `StartStream` comes before OBS has reached the server.
    private func waitForStream(within limit: Duration) async throws {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            let status = try await request("GetStreamStatus")
            let isSending = (status["outputBytes"]?.number ?? 0) > 0
            if status["outputActive"] == true, status["outputReconnecting"] != true, isSending {
                return
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        _ = try? await request("StopStream")
        throw OBSError.streamEnded(reason: "it did not reach the server within \(limit)")
    }
}
