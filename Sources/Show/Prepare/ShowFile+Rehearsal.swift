extension ShowFile {
    /// Seconds that a rehearsal lasts at most.
    public static let rehearsal = 60.0

    /// The same show as it is rehearsed: the demonstration chat, a minute at most, on this machine alone.
    ///
    /// Nothing goes out, nobody in the room is asked, and none of the show's files is written.
    public var rehearsed: ShowFile {
        var show = self
        show.chats = ["demo"]
        (show.chatDelay, show.apiKeyFile, show.recordChat) = (nil, nil, nil)
        let needsNoStage =
            outputs?.allSatisfy { $0.hasPrefix("poses:") || $0.hasPrefix("osc:") } ?? false
        show.outputs = [needsNoStage ? "poses:/dev/null" : "window"]
        (show.streamKeyFile, show.report, show.trace) = (nil, nil, nil)
        (show.gallery, show.galleryOSC) = ("", "")
        (show.deskLog, show.corrections) = ("none", "none")
        show.fullscreen = nil
        show.pace = .live
        show.duration = min(duration ?? Self.rehearsal, Self.rehearsal)
        return show
    }
}
