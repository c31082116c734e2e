import Affect
import Foundation
import Motion
import Signals
import Synchronization
import Testing

@testable import Show

/// Parts that fail and hang on purpose, with a clock that the test moves.
@Suite struct SupervisedPartTests {
    private struct Broken: Error, CustomStringConvertible {
        var description: String { "it is broken" }
    }

    /// What a test does to its part, from outside its thread.
    private final class Switches: Sendable {
        let isBroken = Mutex(false)
        let hangs = Mutex(false)
        let makings = Mutex(0)
        let makingFails = Mutex(false)
        let release = DispatchSemaphore(value: 0)
    }

    private let clock = ManualClock()
    private let switches = Switches()

    private func part(patience: Duration? = .milliseconds(20)) throws -> SupervisedPart<Int, Int> {
        let (clock, switches) = (clock, switches)
        let start = ContinuousClock.now
        return try SupervisedPart(
            "the part", instead: "the show does without", patience: patience,
            now: { start + clock.now.offset }
        ) {
            switches.makings.withLock { $0 += 1 }
            if switches.makingFails.withLock({ $0 }) { throw Broken() }
            return { question in
                if switches.isBroken.withLock({ $0 }) { throw Broken() }
                if switches.hangs.withLock({ $0 }) { switches.release.wait() }
                return 2 * question
            }
        }
    }

    /// Asks until there is an answer: a new part is made beside the show.
    private func answer(_ part: SupervisedPart<Int, Int>, to question: Int) async -> Int? {
        for _ in 0..<5_000 {
            if let answer = part.ask(question) { return answer }
            await Task.yield()
            usleep(500)
        }
        return nil
    }

    @Test func aPartThatWorksIsAsked() throws {
        let part = try part(patience: nil)
        for question in 0..<100 { #expect(part.ask(question) == 2 * question) }
        #expect(part.takeTroubles().isEmpty)
    }

    @Test func aPartThatCannotBeMadeAtFirstIsAnError() {
        switches.makingFails.withLock { $0 = true }
        #expect(throws: Broken.self) { _ = try part() }
    }

    @Test func aPartThatThrowsIsMadeAgainAfterAPause() async throws {
        let part = try part(patience: .seconds(5))
        switches.isBroken.withLock { $0 = true }
        #expect(part.ask(1) == nil)
        #expect(
            part.takeTroubles() == [
                "the part: it is broken. Another is made in 0.5 s; until then the show does without."
            ])
        #expect(part.ask(1) == nil && switches.makings.withLock { $0 } == 1)
        switches.isBroken.withLock { $0 = false }
        clock.advance(by: .milliseconds(600))
        #expect(await answer(part, to: 4) == 8)
        #expect(switches.makings.withLock { $0 } == 2)
        #expect(part.takeTroubles() == ["the part: back after 0.6 s."])
    }

    @Test func theSameFaultAgainIsWaitedForLonger() async throws {
        let part = try part(patience: .seconds(5))
        switches.makingFails.withLock { $0 = true }
        switches.isBroken.withLock { $0 = true }
        #expect(part.ask(1) == nil)
        var words = part.takeTroubles()
        for pause in [1.0, 2, 4] {
            clock.advance(by: .seconds(pause))
            for _ in 0..<5_000 {
                #expect(part.ask(1) == nil)
                if part.takeTroublesInto(&words) { break }
                usleep(500)
            }
            #expect(words.last?.contains("Another is made in \(pause) s") == true, "\(words)")
            words = []
        }
    }

    @Test func aPartThatHangsCostsOnePatienceAndIsReplaced() async throws {
        let part = try part()
        switches.hangs.withLock { $0 = true }
        #expect(part.ask(1) == nil)
        // It owes an answer, so nobody waits for it any more.
        let began = ContinuousClock.now
        for _ in 0..<1_000 { #expect(part.ask(1) == nil) }
        #expect(ContinuousClock.now - began < .seconds(10))
        #expect(part.takeTroubles().isEmpty)
        switches.hangs.withLock { $0 = false }
        clock.advance(by: .milliseconds(2100))
        #expect(part.ask(1) == nil)
        #expect(part.takeTroubles().first?.contains("did not answer for 2.0 seconds") == true)
        clock.advance(by: .milliseconds(600))
        #expect(await answer(part, to: 5) == 10)
        switches.release.signal()
    }

    @Test func anAnswerThatComesLateIsNotTakenForTheNextOne() async throws {
        let part = try part()
        switches.hangs.withLock { $0 = true }
        #expect(part.ask(1) == nil)
        switches.hangs.withLock { $0 = false }
        switches.release.signal()
        #expect(await answer(part, to: 7) == 14)
        #expect(part.takeTroubles().isEmpty)
    }

    @Test func aPartThatHangsTooOftenIsGivenUp() async throws {
        let part = try part(patience: .milliseconds(1))
        switches.hangs.withLock { $0 = true }
        var words: [String] = []
        for _ in 0..<4_000 {
            #expect(part.ask(1) == nil)
            clock.advance(by: .seconds(3))
            part.takeTroublesInto(&words)
            if words.last?.contains("hung too often") == true { break }
            usleep(300)
        }
        #expect(words.last?.contains("hung too often") == true)
        for _ in 0..<10 {
            clock.advance(by: .seconds(1000))
            #expect(part.ask(1) == nil)
        }
        // On a busy machine the last one may not have been made when it was given up.
        let most = SupervisedPart<Int, Int>.mostLost
        #expect(switches.makings.withLock { $0 } <= most)
        for _ in 0..<most { switches.release.signal() }
    }
}

extension SupervisedPart {
    /// Adds what there is to say; false where there is nothing.
    @discardableResult
    fileprivate func takeTroublesInto(_ words: inout [String]) -> Bool {
        let new = takeTroubles()
        words += new
        return !new.isEmpty
    }
}

@Suite struct RestingFigureTests {
    private func pose(_ x: Float) -> Pose {
        Pose(points: (0..<25).map { Keypoint(x: x, y: -Float($0) / 8) })
    }

    private func farthest(_ one: Pose, _ other: Pose) -> Float {
        zip(one.points, other.points).map { max(abs($0.x - $1.x), abs($0.y - $1.y)) }.max() ?? 0
    }

    @Test func aDancerWithoutFaultsIsShownAsHeIs() {
        var figure = RestingFigure()
        for beat in 0..<100 {
            let pose = pose(Float(beat))
            #expect(figure.pose(danced: pose, at: Double(beat) / 30) == pose)
        }
    }

    @Test func theFigureComesToRestAndBackWithoutAJump() {
        var figure = RestingFigure()
        var shown = figure.pose(danced: pose(0), at: 0)
        var moved: Float = 0
        for beat in 1...600 {
            // Away from the first second to the twelfth.
            let danced = (30..<360).contains(beat) ? nil : pose(0)
            let next = figure.pose(danced: danced, at: Double(beat) / 30)
            #expect(farthest(next, shown) < 0.25, "at beat \(beat)")
            if (200..<360).contains(beat) { moved = max(moved, farthest(next, shown)) }
            shown = next
        }
        #expect(moved > 0.0005, "it breathes")
        #expect(shown == pose(0))
    }
}

@Suite(.enabled(if: Dancer.shipped != nil)) struct SupervisedDancerTests {
    @Test func aDancerThatFailsIsReplacedWhileTheFigureRests() throws {
        let file = try #require(Dancer.shipped)
        // In fast pace, so that no machine is too slow for it.
        var dancer = try SupervisedDancer(
            checkpoint: file, seed: 3, dancing: Dancing(), pace: .fast)
        for _ in 0..<30 { _ = dancer.pose(feeling: Mood(.anger)) }
        dancer.disturb(.failure)
        let rest = dancer.pose(feeling: Mood(.anger))
        #expect(rest.isFinite)
        #expect(dancer.takeTroubles().first?.contains("it was made to fail") == true)
    }

    @Test func onItsOwnThreadItDancesTheSamePoses() throws {
        let file = try #require(Dancer.shipped)
        var supervised = try SupervisedDancer(
            checkpoint: file, seed: 3, dancing: Dancing(), pace: .fast)
        let alone = try Dancer(checkpoint: file, seed: 3)
        for _ in 0..<60 {
            #expect(supervised.pose(feeling: Mood(.fear)) == alone.pose(feeling: Mood(.fear)))
        }
    }
}

@Suite struct PatientReaderTests {
    private struct Reader: SentenceReader {
        func tokens(of text: String) -> [Int32] { text.utf8.map { Int32($0) } }
        func moods(of texts: [[Int32]]) -> [Mood] { texts.map { _ in Mood(.surprise) } }
        var thresholds: [Double] { Array(repeating: 0.5, count: 7) }
        var readsEnglishOnly: Bool { false }
    }

    private func reading(_ reader: PatientReader, _ text: String, in room: inout RoomReader)
        -> Mood?
    {
        room.read([text]).first?.mood
    }

    @Test func theFastReaderReadsOnWhereTheBetterOneFails() throws {
        let patient = try #require(try PatientReader(pace: .fast) { Reader() })
        var room = RoomReader(reader: try MessageReader(), sentences: patient)
        #expect(reading(patient, "I am so angry, I hate this", in: &room)?.strongest == .surprise)
        patient.disturb(.failure)
        #expect(reading(patient, "I am furious, I hate that", in: &room)?.strongest == .anger)
        #expect(room.counts.sentences == 1 && room.counts.hurried == 1)
        #expect(patient.takeTroubles().first?.contains("the fast reader reads on") == true)
    }

    @Test func whereThereIsNoReaderThereIsNone() throws {
        #expect(try PatientReader(pace: .live) { nil } == nil)
    }
}
