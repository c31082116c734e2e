import ArgumentParser
import Foundation
import Show

/// The files that the operator's page writes.
struct DeskFileOptions: ParsableArguments {
    @Option(
        help: """
            File that everything done at the desk is added to, one JSON object a line, or none. \
            (default: emotionmotion/desk.jsonl in the state folder, ~/.local/state)
            """)
    var deskLog: String?

    @Option(
        help: """
            File that readings corrected at the desk are added to, which train reader takes, or none. \
            (default: emotionmotion/corrections.tsv in the state folder)
            """)
    var corrections: String?

    @Option(help: "Folder of recordings begun at the desk. (default: the working folder)")
    var recordings: String?

    /// Names the files in the settings of a show that has a desk.
    func apply(to settings: inout ShowSettings) {
        guard settings.desk != nil else { return }
        settings.deskLog = place(deskLog, usually: "desk.jsonl")
        settings.corrections = place(corrections, usually: "corrections.tsv")
        settings.recordings = recordings
    }

    private func place(_ given: String?, usually name: String) -> String? {
        if let given { return given == "none" ? nil : given }
        let environment = ProcessInfo.processInfo.environment
        let home = FileManager.default.homeDirectoryForCurrentUser
        // The XDG base directory specification: a path that is not absolute is not followed.
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let folder =
            state.map { URL(fileURLWithPath: $0) } ?? home.appending(path: ".local/state")
        return folder.appending(path: "emotionmotion/\(name)").path
    }
}
