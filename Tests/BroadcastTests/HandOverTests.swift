import Foundation
import Testing

@testable import Broadcast

@Suite struct HandOverTests {
    @Test func aFullHandOverLosesTheOldestAndCountsIt() async {
        let numbers = HandOver<Int>(room: 2, whenFull: .dropOldest)
        for number in 1...5 { await numbers.offer(number) }
        #expect([numbers.take(), numbers.take()] == [4, 5])
        #expect(numbers.counts.sent == 5)
        #expect(numbers.counts.dropped == 3)
    }

    @Test func aWaitingSenderLosesNothing() async {
        let numbers = HandOver<Int>(room: 1, whenFull: .wait)
        async let taken = onOwnThread {
            var taken: [Int] = []
            while let number = numbers.take() { taken.append(number) }
            return taken
        }
        for number in 1...500 { await numbers.offer(number) }
        numbers.close()
        #expect(await taken == Array(1...500))
        #expect(numbers.counts.dropped == 0)
    }

    @Test func closingFreesAWaitingSender() async {
        let numbers = HandOver<Int>(room: 1, whenFull: .wait)
        await numbers.offer(1)
        async let sender: Void = numbers.offer(2)
        numbers.close()
        await sender
        #expect(numbers.take() == 1)
        #expect(numbers.take() == nil)
        #expect(numbers.counts.dropped == 1)
    }

    @Test func nobodyIsWaitedForWhileTheOutputIsDown() async {
        let numbers = HandOver<Int>(room: 1, whenFull: .wait)
        numbers.lose(true)
        for number in 1...3 { await numbers.offer(number) }
        #expect(numbers.take() == 3)
        #expect(numbers.counts.dropped == 2)
    }

    @Test func whatWaitsCanStillBeTakenAfterTheEnd() async {
        let numbers = HandOver<Int>(room: 3, whenFull: .dropOldest)
        await numbers.offer(1)
        numbers.close()
        await numbers.offer(2)
        #expect(numbers.waitForFirst { $0 } == 1)
        #expect(numbers.take() == 1)
        #expect(numbers.take() == nil)
        #expect(numbers.counts.dropped == 1)
    }

    @Test func aPauseEndsWithTheShow() async {
        let numbers = HandOver<Int>(room: 1, whenFull: .dropOldest)
        #expect(!numbers.waitForClose(atMost: .zero))
        async let isOver = onOwnThread { numbers.waitForClose(atMost: .seconds(60)) }
        numbers.close()
        #expect(await isOver)
    }
}
