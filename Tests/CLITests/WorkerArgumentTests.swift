import Testing

@testable import CLI

@Suite struct WorkerArgumentTests {
    @Test(arguments: [
        ["--workers", "0"], ["--rank", "1"], ["--world", "2"], ["--worker-timeout", "0"],
        ["--workers", "2", "--rendezvous", "ada:29500"],
    ])
    func whatDoesNotGoTogetherIsRefused(words: [String]) {
        #expect(throws: (any Error).self) { try TrainDancer.parse(words) }
    }

    @Test func workersOfOneMachineShareItsThreads() throws {
        let together = try TrainDancer.parse(["--workers", "4"]).together
        #expect(together.threads(of: 8) == 2)
        #expect(together.threads(of: 2) == 1)
        #expect(try TrainDancer.parse([]).together.threads(of: 2) == 2)
    }

    @Test(arguments: [["--workers", "0"], ["--shard-megabytes", "0"]])
    func aPreparationNeedsSomebodyAndSomeRoom(words: [String]) {
        #expect(throws: (any Error).self) { try Prepare.parse(["motion"] + words) }
    }
}
