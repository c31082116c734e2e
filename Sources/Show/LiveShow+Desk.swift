import Affect
import Broadcast
import Chat
import Desk
import Motion
import Signals
import Stage

/// The show and its web pages: what is asked goes in, what happens goes out, and nothing waits.
extension LiveShow {
    /// Opens the pages that the settings name and adds their links to `remarks`.
    ///
    /// Where they cannot be served the show goes on without them, and says so.
    public func openDesk() async {
        guard let board else { return }
        openRoomPrograms()
        do {
            let server = try await DeskServer.open(
                desk: settings.desk, gallery: settings.gallery, board: board)
            remarks += server.remarks
            if let link = server.deskLink { remarks.append("Desk: \(link)") }
            if settings.gallery != nil { remarks.append("Gallery: \(server.galleryLink)") }
            openGalleryCode(to: server.galleryLink)
            remarks.append("Stage for browsers and OBS: \(server.stageLink)")
            deskServer = server
        } catch {
            remarks.append("\(error)")
            account.fault("desk", "\(error)", at: 0)
        }
    }

    /// Does what the operator asked for since the last beat, and hears who tapped in the gallery.
    func followDesk(at beat: Beat) {
        guard let board else { return }
        for order in board.takeOrders() { follow(order, at: beat) }
        hearRoomPrograms(on: board)
        let taps = board.takeTaps()
        for tap in taps {
            listener.feel(tap.mood, author: tap.voice, time: beat.time)
        }
        journal.note(taps, at: beat.time)
        for trouble in board.takeTroubles() + notes.takeTroubles() {
            account.fault("desk", trouble, at: beat.time)
        }
    }

    /// Follows the chat command of the channel's owner and its moderators.
    func followOwners(_ events: [ChatEvent], at beat: Beat) {
        for event in events {
            guard let command = GalleryCommand(event) else { continue }
            let nudge = DeskCommand.nudge(command.emotion, strength: command.strength)
            steering.follow(nudge, at: beat.time, from: showMood)
        }
    }

    /// Tells the desk how the show is, three times a second.
    func tellDesk(at beat: Beat) {
        guard let board, beat.number.isMultiple(of: 10) else { return }
        if beat.number.isMultiple(of: 30) { lookAtNumbers() }
        var state = deskNumbers
        state.time = beat.time
        state.roomMood = roomMood
        state.dancerMood = dancerMood
        state.hold = steering.hold
        state.showsWords = settings.showsWords && stage != nil ? steering.showsWords : nil
        tellSteering(&state)
        state.events = journal.events
        state.messagesPerSecond = chatRate.perSecond
        state.messagesDropped = chat.dropped
        state.faults = account.report.faults.suffix(20).map {
            .init(time: $0.time, part: $0.part, what: $0.what)
        }
        board.publish(state)
    }

    /// What is looked at once a second, as it takes a while to gather.
    private func lookAtNumbers() {
        journal.note(account.report.pictures)
        let (pictures, perSecond) = journal.pictures
        deskNumbers.pictures = pictures
        deskNumbers.picturesPerSecond = stage == nil ? nil : perSecond
        deskNumbers.delays = account.delays
        deskNumbers.memory = residentMemory()
        deskNumbers.memoryAtStart = account.report.memory?.start
        deskNumbers.outputs = broadcaster.tallies.map { tally in
            let standing: DeskState.Output.Standing =
                switch tally.standing {
                case .working: .working
                case .down: .down
                case .stopped: .stopped
                }
            return .init(
                name: tally.name, standing: standing, isRecording: tally.isRecording,
                sent: tally.counts.sent, dropped: tally.counts.dropped)
        }
        deskNumbers.studio = goesThroughOBS ? obsAccount.studio ?? .away : nil
    }

    /// What is steered, and what can be.
    private func tellSteering(_ state: inout DeskState) {
        state.tuning = tuning
        state.puppet = stage?.puppet
        state.puppets = stage == nil ? [] : puppets
        state.backdrop = world.emotion
        state.title = title.shown
        state.cues = cues.list
        state.muted = mutes.list
        state.canRecord = stage == nil ? nil : settings.background == .worlds
        state.hasSound = settings.sound.contains { $0 != .silence }
        state.galleryWeight = listener.galleryWeight
        state.showsCode = stage == nil || galleryCode == nil ? nil : steering.showsCode
        state.deeds = deeds
        state.chats = chats.list
    }
}
