import Testing

@testable import Broadcast

@Suite struct BitrateLadderTests {
    /// A stream of a second's steps; `loss` gives the share of pictures lost in each second. Returns
    /// the seconds of all moves.
    private func play(
        _ seconds: Int, loss: (Int, BitrateLadder) -> Double
    ) -> (ladder: BitrateLadder, moves: [(second: Int, move: BitrateLadder.Move)]) {
        var ladder = BitrateLadder(fullBits: 4_000_000, picturesPerSecond: 30, secondsToRise: 60)
        var dropped = 0.0
        var moves: [(second: Int, move: BitrateLadder.Move)] = []
        for second in 0..<seconds {
            let share = loss(second, ladder)
            for picture in 0..<30 {
                dropped += share
                let move = ladder.note(picture: second * 30 + picture, dropped: Int(dropped))
                guard move != .none else { continue }
                moves.append((second, move))
                ladder.beginAgain()
            }
        }
        return (ladder, moves)
    }

    @Test func aGoodNetworkChangesNothing() {
        let (ladder, moves) = play(3600) { second, _ in second.isMultiple(of: 60) ? 0.05 : 0 }
        #expect(moves.isEmpty)
        #expect(ladder.bits == 4_000_000)
    }

    @Test func aSlowNetworkLowersTheBitrateToWhatGetsThrough() {
        // 2.2 Mbit/s get through.
        let (ladder, moves) = play(30) { _, ladder in max(0, 1 - 2_200_000 / Double(ladder.bits)) }
        #expect(moves.map(\.move) == [.down, .down])
        #expect(ladder.bits == 2_000_000)
        #expect(moves.last.map { $0.second < 10 } == true)
    }

    @Test func theBitrateRisesAgainOnceTheNetworkIsBack() {
        let (ladder, moves) = play(300) { second, ladder in
            second < 20 ? max(0, 1 - 2_200_000 / Double(ladder.bits)) : 0
        }
        #expect(moves.map(\.move) == [.down, .down, .up, .up])
        #expect(ladder.bits == 4_000_000)
    }

    @Test func aNetworkThatStaysSlowIsTriedEverMoreSeldom() {
        let (_, moves) = play(3600) { _, ladder in max(0, 1 - 2_200_000 / Double(ladder.bits)) }
        let rises = moves.filter { $0.move == .up }.map(\.second)
        let pauses = zip(rises, rises.dropFirst()).map { $1 - $0 }
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 + 5 })
        #expect(pauses.first.map { $0 > 100 } == true)
        #expect(pauses.last.map { (590...660).contains($0) } == true)
    }

    @Test func theLadderHasAnEnd() {
        let (ladder, moves) = play(600) { _, _ in 0.9 }
        #expect(moves.count == 4)
        #expect(ladder.bits == 1_000_000)
    }
}
