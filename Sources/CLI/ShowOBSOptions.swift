import ArgumentParser
import OBS
import Show

/// How a show goes through OBS, with `--output obs`.
struct ShowOBSOptions: ParsableArguments {
    @OptionGroup var options: OBSOptions

    @Flag(help: "Begin and end OBS's stream with the show.")
    var obsStream = false

    @Flag(help: "Begin and end OBS's recording with the show.")
    var obsRecord = false

    @Option(help: "Port on which OBS waits for the show. (default: \(OBSFeed().port))")
    var obsFeedPort: Int?

    @Flag(help: "Have the chat as words of OBS's own in its scene.")
    var obsChat = false

    func validate() throws {
        guard (1...65535).contains(obsFeedPort ?? OBSFeed().port) else {
            throw ValidationError("--obs-feed-port is a number from 1 to 65535.")
        }
    }

    /// The same as the show takes it.
    func settings() throws -> ShowThroughOBS {
        var settings = ShowThroughOBS()
        settings.address = try options.address()
        settings.password = try options.password()
        settings.setup.feed.port = obsFeedPort ?? OBSFeed().port
        settings.setup.hasChat = obsChat
        settings.streams = obsStream
        settings.records = obsRecord
        return settings
    }
}
