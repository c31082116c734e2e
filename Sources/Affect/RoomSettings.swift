import Signals

/// How the voices of a room count.
public struct RoomSettings: Sendable, Equatable {
    /// What a message of somebody with this role weighs; 1 where the role is not named. Of several
    /// named roles the heaviest counts.
    public var roleWeights: [ChatAuthor.Role: Double] = [:]
    /// What a message of an ordinary viewer weighs.
    public var viewerWeight = 1.0
    /// What a paid message weighs, whatever was paid and whoever paid; less where its author's own
    /// messages weigh less than 1.
    public var paidWeight = 1.0
    /// What a voice of the gallery, a phone or another input of the room, weighs.
    public var galleryWeight = 1.0
    /// Words and phrases whose messages are not heard, in any writing of capitals and accents.
    public var mutedWords: [String] = []
    /// Messages that can be read in 100 ms; of more a sample is read.
    public var messagesPerMoment = 300
    /// The samples are drawn by chances that follow from this number.
    public var seed: UInt64 = 1

    /// Everybody's message weighs the same and every word is heard.
    public init() {}

    /// What a message weighs beside an ordinary one.
    public func weight(of event: ChatEvent) -> Double {
        let own = weight(of: event.author)
        if case .paid = event.kind { return paidWeight * min(1, own) }
        return own
    }

    private func weight(of author: ChatAuthor?) -> Double {
        let roles = author?.roles ?? []
        guard !roles.isEmpty else { return viewerWeight }
        return roles.compactMap { roleWeights[$0] }.max() ?? 1
    }
}
