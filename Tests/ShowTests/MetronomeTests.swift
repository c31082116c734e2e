import Show
import Testing

@Suite struct MetronomeTests {
    @Test func beatsComeThirtyTimesASecond() async {
        let clock = ManualClock()
        var metronome = Metronome(clock: clock, pace: .live)
        for number in 0...30 {
            let beat = await metronome.next()
            #expect(beat?.number == number)
        }
        #expect(abs(clock.now.offset.seconds - 1) < 1e-9)
    }

    @Test func aLateBeatIsNotDrawnAndTheNextOnesCatchUp() async {
        let clock = ManualClock()
        var metronome = Metronome(clock: clock, pace: .live)
        _ = await metronome.next()
        clock.advance(by: .milliseconds(190))
        var late = 0
        while let beat = await metronome.next(), beat.isTooLateToDraw { late += 1 }
        // Beats 1 to 4 were due up to 133 ms, more than a beat before 190 ms; beat 5 is drawn.
        #expect(late == 4)
        #expect(metronome.secondsLost == 0)
    }

    @Test func timeThatTheMachineSleptIsNotMadeUpFor() async {
        let clock = ManualClock()
        var metronome = Metronome(clock: clock, pace: .live)
        _ = await metronome.next()
        clock.advance(by: .seconds(3600))
        let beat = await metronome.next()
        #expect(beat?.number == 1 && beat?.isTooLateToDraw == false)
        #expect(abs(metronome.secondsLost - 3600) < 0.1)
    }

    @Test func fastPaceAsksNoClock() async {
        let clock = ManualClock()
        var metronome = Metronome(clock: clock, pace: .fast)
        for _ in 0..<100 { _ = await metronome.next() }
        #expect(clock.now.offset == .zero)
        #expect(metronome.moment(1) == nil)
    }

    @Test func aPictureBetweenTwoBeatsComesInTimeOrNotAtAll() async {
        let clock = ManualClock()
        var metronome = Metronome(clock: clock, pace: .live)
        _ = await metronome.next()
        let (half, next) = (1.0 / 60, 1.0 / 30)
        #expect(await metronome.reaches(half, before: next))
        #expect(abs(clock.now.offset.seconds - half) < 1e-9)
        clock.advance(by: .milliseconds(20))
        #expect(await metronome.reaches(half, before: next) == false)
    }

    @Test func aCancelledShowHasNoMoreBeats() async {
        let ended = await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            var metronome = Metronome(clock: ManualClock(), pace: .live)
            return await metronome.next() == nil
        }.value
        #expect(ended)
    }
}
