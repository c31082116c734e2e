import Affect
import ArgumentParser
import Desk
import Signals

/// How the voices of the room count.
struct RoomOptions: ParsableArguments {
    @Option(
        help: """
            What somebody's message weighs beside a viewer's, WHO=WEIGHT, where WHO is owner, \
            moderator, member, verified, viewer, paid or gallery (phones and other inputs of the \
            room); may be given several times. (default: 1)
            """)
    var weigh: [VoiceWeight] = []

    @Option(help: "A word or phrase whose messages are not heard; may be given several times.")
    var mute: [String] = []

    @Option(
        help: """
            Hold this mood by hand, whatever the room feels, until the desk says otherwise: \
            sadness, or anger=0.6,fear=0.4.
            """)
    var hold: String?

    func validate() throws { _ = try heldMood }

    /// The settings; the seed is the show's.
    var settings: RoomSettings {
        var settings = RoomSettings()
        for weight in weigh { weight.apply(to: &settings) }
        settings.mutedWords = mute
        return settings
    }

    /// The mood that is held from the start.
    var heldMood: Mood? {
        get throws { try hold.map { try Generate.mood($0) } }
    }
}

/// A weight as it is written on the command line: `moderator=2`.
struct VoiceWeight: ExpressibleByArgument, Equatable {
    private let name: String
    private let weight: Double

    init?(argument: String) {
        let parts = argument.split(separator: "=")
        guard parts.count == 2, let weight = Double(parts[1]), (0...100).contains(weight) else {
            return nil
        }
        name = String(parts[0])
        self.weight = weight
        let isRole = ChatAuthor.Role(rawValue: name) != nil
        guard isRole || ["viewer", "paid", "gallery"].contains(name) else { return nil }
        guard name != "gallery" || DeskCommand.galleryWeights.contains(weight) else { return nil }
    }

    func apply(to settings: inout RoomSettings) {
        switch name {
        case "viewer": settings.viewerWeight = weight
        case "paid": settings.paidWeight = weight
        case "gallery": settings.galleryWeight = weight
        default: ChatAuthor.Role(rawValue: name).map { settings.roleWeights[$0] = weight }
        }
    }
}
