import Foundation
import Signals
import Synchronization

/// One ffmpeg after another: what is done when one dies, hangs or cannot follow.
extension Encoder {
    /// Encodes until the show ends.
    func encode() async {
        var target = target
        var number = 0  // of the first picture in the file; a show's pictures count from 0
        var failures = 0
        if joins {
            guard let first = await onOwnThread({ self.pictures.waitForFirst { $0.number } })
            else { return }
            number = first
        }
        let beginning = number
        while true {
            let written = pictures.counts.written
            let step = ladder.withLock { $0.step }
            let end = await run(target, from: number, of: beginning)
            target.tidy()
            if end.isClean { break }

            if step != ladder.withLock({ $0.step }) {
                failures = 0
            } else {
                let isHealthy = pictures.counts.written - written > settings.picturesPerSecond
                failures = isHealthy ? 1 : failures + 1
                let last = target
                target = self.target.afterFault()
                guard await restart(target, last, after: end.reason, failures: failures) else {
                    break
                }
            }
            guard let first = await onOwnThread({ self.pictures.waitForFirst { $0.number } })
            else { break }
            number = first
        }
        pictures.discardRest()
    }

    /// One ffmpeg, from its start to its end, for what began with another picture.
    private func run(
        _ target: EncoderTarget, from number: Int, of beginning: Int
    ) async -> EncoderChild.End {
        let lines: PrivateLines?
        do { lines = target.secretPart.isEmpty ? nil : try PrivateLines() } catch {
            return .init(isClean: false, reason: "no place for the stream key: \(error)")
        }
        defer { lines?.close() }
        var settings = settings
        settings.streamBitsPerSecond = ladder.withLock {
            $0.beginAgain()
            return $0.bits
        }
        let child = EncoderChild(
            program: program,
            arguments: target.arguments(
                settings, firstNumber: number,
                gone: Double(number - beginning) / Double(settings.picturesPerSecond),
                privateLines: lines?.path),
            workingDirectory: target.workingDirectory, redact: redact, group: group)
        lines?.give(target.secretPart)
        let limit = target.isStream ? settings.streamStallLimit : settings.stallLimit
        let watch = Task { await killWhenStalled(for: limit) }
        var end = await child.run { self.feed($0, $1, from: number) }
        watch.cancel()
        if await watch.value { end.reason = "it took no picture for \(limit)" }
        return end
    }

    /// Kills an encoder that hangs; true when it did. Where the sender waits, a slow machine is no
    /// fault.
    private func killWhenStalled(for limit: Duration) async -> Bool {
        guard settings.whenFull == .dropOldest else { return false }
        while true {
            do { try await Task.sleep(for: .milliseconds(250)) } catch { return false }
            guard let since = busySince.withLock({ $0 }), .now - since > limit else { continue }
            group.kill()
            return true
        }
    }

    /// Writes pictures until the hand-over is closed; false when the child stopped reading, or must
    /// begin again with another bitrate.
    private func feed(_ pipe: PicturePipe, _ sound: PicturePipe, from number: Int) -> Bool {
        var next = number
        var fed = 0
        var isSlow = false
        while let picture = pictures.take() {
            let missing = max(picture.number - next, 0)
            let isFilled = missing <= EncoderSettings.longestFill * settings.picturesPerSecond
            if !isFilled, !isSlow {
                isSlow = true
                fault("the encoder is too slow; its video is shorter than the show")
            }
            for copy in 0...(isFilled ? missing : 0) {
                let copies = isFilled ? missing : 0
                let block = soundtrack.block(picture.number - copies + copy)
                guard write(picture, to: pipe, with: block, to: sound) else {
                    if copy == 0 { pictures.countDropped(1) }
                    return false
                }
                pictures.countWritten(1, repeated: copy > 0 ? 1 : 0)
                fed += 1
                if fed == settings.picturesPerSecond { recovered() }
            }
            next = picture.number + 1
            if changesBitrate(at: picture.number) { return false }
        }
        // Without a picture the encoder has opened no file yet, and must not leave an empty one.
        if fed == 0 { group.kill() }
        return true
    }

    /// Writes the sound of a picture and the picture. The sound goes first: it is small enough for the
    /// pipe to take, and so the encoder never waits for one while we wait with the other.
    private func write(
        _ picture: Picture, to pipe: PicturePipe, with block: [Int16], to sound: PicturePipe
    ) -> Bool {
        busySince.withLock { $0 = .now }
        defer { busySince.withLock { $0 = nil } }
        guard target.hasSound else { return pipe.write(picture) }
        return block.withUnsafeBytes { sound.write($0) } && pipe.write(picture)
    }

    /// The encoder has worked for a second: what comes may wait for it again.
    private func recovered() {
        pictures.lose(false)
        let since = lostSince.withLock { since in
            defer { since = nil }
            return since
        }
        guard target.isStream, let since else { return }
        let seconds = Double(newestNumber - since) / Double(settings.picturesPerSecond)
        fault("back after \((seconds * 10).rounded() / 10) seconds")
    }

    /// Whether a live stream's bitrate is another from here on, and says so.
    private func changesBitrate(at number: Int) -> Bool {
        guard target.isStream, settings.whenFull == .dropOldest else { return false }
        let dropped = pictures.counts.dropped
        let (move, bits) = ladder.withLock { ladder in
            (ladder.note(picture: number, dropped: dropped), ladder.bits)
        }
        let rate = "\(bits / 1000) of \(settings.streamBitsPerSecond / 1000) kbit/s"
        switch move {
        case .none: return false
        case .down: fault("pictures do not get through in time; the stream goes on with \(rate)")
        case .up: fault("pictures get through again; the stream goes on with \(rate)")
        }
        return true
    }

    /// Reports a fault and waits for the next start; false when the show is over.
    private func restart(
        _ next: EncoderTarget, _ last: EncoderTarget, after reason: String, failures: Int
    ) async -> Bool {
        // A first restart is worth waiting for; an output that stays down must not hold up the show.
        pictures.lose(failures > 1)
        lostSince.withLock { $0 = $0 ?? newestNumber }
        let isFull = reason.contains("No space left") && !last.isStream
        let pauses = target.isStream ? settings.streamBackOff : settings.backOff
        let pause = pauses[min(failures, pauses.count) - 1]
        let isOver = pictures.isClosed
        // An encoder that was never sent a picture has nothing to close and complains about it; and a
        // server that stays away is not news every second.
        let isNews = failures <= 3 || !target.isStream || failures.isMultiple(of: 80)
        if isNews, !isOver || pictures.counts.sent > 0 {
            let place = isOver || next.address == target.address ? "" : " as \(next.address)"
            let what =
                if isOver {
                    "what it wrote before is kept"
                } else if isFull {
                    "what was recorded is closed; recording goes on\(place) when there is room"
                } else {
                    "starting again in \(pause)\(place)"
                }
            fault(
                (isFull ? "the disk is full (No space left on device); " : redact(reason) + "; ")
                    + what)
        }
        guard !isOver else { return false }
        if isFull, await !waitForRoom(at: next) { return false }
        return await !onOwnThread { self.pictures.waitForClose(atMost: pause) }
    }

    /// Waits until a full disk has room again, losing pictures meanwhile; false when the show is over.
    private func waitForRoom(at target: EncoderTarget) async -> Bool {
        while let room = target.room, room < settings.roomToGoOn {
            pictures.lose(true)
            let isOver = await onOwnThread { self.pictures.waitForClose(atMost: .seconds(1)) }
            if isOver { return false }
        }
        return true
    }
}
