import Affect
import Broadcast
import Chat
import Desk
import Foundation
import Motion
import Signals
import Stage

extension LiveShow {
    /// One performance, in the order the data travels, thirty times a second; pictures come thirty or
    /// sixty times.
    ///
    /// It ends with the recording, the duration, a closed window or the task's cancellation, and
    /// leaves every file playable. Throws only what cannot be carried on through.
    public func perform() async throws -> ShowReport {
        let listening = listenToLiveChat()
        let watching = noteFaults()
        let obs = followOBS()
        var metronome = Metronome(clock: ContinuousClock(), pace: settings.pace)
        var beats = 0
        var lastPose: Pose?

        while let beat = await metronome.next(), goesOn(at: beat) {
            followDesk(at: beat)  // desk and gallery -> steering, voices
            let arrived = chat.arrived(upTo: beat.time)  // chat -> messages
            record(arrived, at: beat)  // messages -> a recording, to be performed again
            let events = heard(arrived)  // without what the operator muted
            followOwners(events, at: beat)  // the channel's owner -> steering
            followCues(at: beat)  // cues -> steering, puppet, title
            let mood = feel(events, at: beat, by: metronome)  // messages -> mood
            let pose = account.timePose { dancer.pose(feeling: mood) }  // mood -> pose
            account.note(dancer.newestReheating, at: beat.time)
            noteTroubles(at: beat)  // what was restarted -> report, desk
            account.posed()
            trace?.posed()
            await broadcaster.send(pose, mood: mood, time: beat.time)
            let bodies = (from: lastPose ?? pose, to: pose)
            let picture = await show(bodies, in: mood, at: beat, by: metronome)  // pose -> pictures
            lastPose = pose
            tellWebStages(pose, in: mood, at: beat)  // pose, mood -> stages in browsers
            onBeat?(beat, picture)
            tellPreview(picture)  // pictures, small -> desk
            tellDesk(at: beat)  // all of it -> desk
            beats += 1
        }

        listening?.cancel()
        deskServer?.close()
        recorder?.close()
        let leaving = leaveOBS(obs)
        // Whoever stops a show waits for it; a show that came to its end is written to its end.
        let isStopped = Task.isCancelled || steering.isEnded
        await broadcaster.finish(within: isStopped ? .milliseconds(1700) : nil)
        await watching.value
        await leaving?.value
        await notes.finish()
        return closed(beats: beats, secondsLost: metronome.secondsLost)
    }

    /// Whether the show has not come to its end.
    private func goesOn(at beat: Beat) -> Bool {
        if steering.isEnded { return false }
        if followKeys(at: beat) { return false }
        if let duration = settings.duration { return beat.time < duration - 1e-6 }
        if let lastEvent { return beat.time <= lastEvent + ShowSettings.encore }
        return true
    }

    /// Reads the messages and gives the mood that the dancer dances in: the room's, unless the
    /// operator holds another.
    private func feel(
        _ events: [ChatEvent], at beat: Beat, by metronome: Metronome<ContinuousClock>
    ) -> Mood {
        trace?.heard(events)
        let readings = listener.hear(events, at: beat.time)
        trace?.read()
        roomMood = listener.mood(at: beat.time)
        showMood = steering.mood(of: roomMood, at: beat.time)
        captions.update(readings: readings, events: events, at: beat.time)
        chatRate.update(messages: readings.count, at: beat.time)
        if board != nil { journal.note(readings: readings, events: events, at: beat.time) }
        dancerMood = dancerMood.blended(
            with: showMood, by: 1 / (steering.secondsToFollow * Clip.standardRate))
        account.heard(readings.compactMap { arrival(of: $0.event, by: metronome) })
        tellPrograms(events, readings: readings, at: beat)  // mood, messages -> other programs
        trace?.felt()
        for event in events { note(event, at: beat) }
        if beat.number.isMultiple(of: Int(Clip.standardRate)) {
            account.note(roomMood, at: beat.time)
        }
        return showMood
    }

    /// Writes down what is not known and what happened to the connection; no ending is silent.
    private func note(_ event: ChatEvent, at beat: Beat) {
        switch event.kind {
        case .unknown(let renderer): account.unknown(renderer)
        case .status(.gap, let reason?), .status(.ended, let reason?):
            account.fault("chat", reason, at: beat.time)
        default: break
        }
    }

    /// When a message came: by the show's clock from a recording, by the calendar's from a live chat;
    /// nil in fast pace, where nobody waits.
    private func arrival(
        of event: ChatEvent, by metronome: Metronome<ContinuousClock>
    ) -> ContinuousClock.Instant? {
        guard source != nil else { return metronome.moment(event.time) }
        let age = Date().timeIntervalSince1970 - event.time
        return .now - .seconds(max(0, age))
    }

    /// Draws a beat's pictures, from one pose to the next, and sends each when it is due; returns the
    /// last one.
    private func show(
        _ bodies: (from: Pose, to: Pose), in mood: Mood, at beat: Beat,
        by metronome: Metronome<ContinuousClock>
    ) async -> Picture? {
        var last: Picture?
        for part in 0..<settings.picturesPerPose {
            let moment = moment(part, of: beat)
            broadcaster.note(dancerMood, at: moment.number)  // mood -> sound
            if part > 0, await !metronome.reaches(moment.time, before: moment.end) {
                account.droppedPicture()
                continue
            }
            let body = bodies.to.interpolated(to: bodies.from, by: moment.share)
            if let picture = draw(body, in: mood, at: beat, moment, by: metronome) {
                await broadcaster.send(picture)
                last = picture
            }
        }
        return last
    }

    /// When, within a beat, a picture comes.
    struct Moment {
        /// Which picture of the show it is, from 0.
        var number: Int
        /// Seconds of show before it, and before the next beat.
        var time: Double
        var end: Double
        /// How much of the last pose is in its body: none in the last picture of a beat, so that a body
        /// that is shown twice a pose arrives half a pose, a sixtieth of a second, later.
        var share: Float
    }

    func moment(_ part: Int, of beat: Beat) -> Moment {
        let parts = settings.picturesPerPose
        let step = 1 / Clip.standardRate
        return Moment(
            number: beat.number * parts + part,
            time: beat.time + step * Double(part) / Double(parts),
            end: beat.time + step, share: 1 - Float(part + 1) / Float(parts))
    }

    /// Draws the picture of this beat; nil when none is wanted, or when there is no time or no room
    /// for it, and then it is counted as dropped.
    private func draw(
        _ pose: Pose, in mood: Mood, at beat: Beat, _ moment: Moment,
        by metronome: Metronome<ContinuousClock>
    ) -> Picture? {
        guard let stage else { return nil }
        guard !beat.isTooLateToDraw else {
            account.droppedPicture()
            return nil
        }
        let scene = scene(of: pose, in: mood, at: moment)
        do {
            guard let picture = try account.timePicture({ try stage.draw(scene) }) else {
                account.droppedPicture()
                return nil
            }
            for remark in stage.takeRemarks() {
                account.fault("stage", remark, at: beat.time)
            }
            let next = metronome.moment(
                Double(moment.number + 1) / Double(settings.picturesPerSecond))
            account.drew(isLate: next.map { $0 < .now } ?? false)
            if settings.hasMark { PictureMark(picture.number, dancerMood).draw(on: picture) }
            trace?.drew(picture.number)
            keepIfAsked(picture, at: beat)
            return picture
        } catch {
            account.fault("stage", "\(error)", at: beat.time)
            return nil
        }
    }

    func scene(of pose: Pose, in mood: Mood, at moment: Moment) -> Scene {
        var scene = Scene(
            time: moment.time, pose: pose, roomMood: mood, dancerMood: dancerMood,
            messages: captions.lines.map {
                Caption(
                    id: $0.id, author: $0.author?.name ?? "", text: $0.text,
                    age: moment.time - $0.time, weight: $0.weight)
            },
            energy: dancer.energy, chatRate: chatRate.perSecond, number: moment.number)
        scene.worldMood = world.mood(instead: mood, at: moment.time)
        scene.showsWords = steering.showsWords
        scene.showsBones = showsBones
        scene.title = title.seen(at: moment.time)
        scene.code = steering.showsCode ? galleryCode : nil
        return scene
    }
}
