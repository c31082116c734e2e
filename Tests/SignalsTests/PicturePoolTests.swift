import Signals
import Testing

@Suite struct PicturePoolTests {
    @Test func aPictureInUseIsNotGivenOutAgain() {
        var pool = PicturePool(width: 4, height: 4, count: 2)
        var held = [pool.next()].compactMap { $0 }
        held += [pool.next()].compactMap { $0 }
        #expect(held.count == 2 && held[0] !== held[1])
        #expect(pool.next() == nil)
        held.removeFirst()
        #expect(pool.next() != nil)
    }

    @Test func theSameSeedGivesTheSameNumbers() {
        var one = SeededRandom(seed: 7)
        var other = SeededRandom(seed: 7)
        #expect((0..<50).allSatisfy { _ in one.next() == other.next() })
        var part = SeededRandom(seed: 7).split(1)
        #expect(part.next() != other.next())
        #expect((0..<1000).allSatisfy { _ in (0..<1).contains(part.uniform()) })
    }
}
