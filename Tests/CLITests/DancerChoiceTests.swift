import ArgumentParser
import Motion
import Testing

@testable import CLI

@Suite struct DancerChoiceTests {
    private func evaluated(_ words: String...) throws -> EvaluateDancer {
        try #require(try Evaluate.parseAsRoot(words) as? EvaluateDancer)
    }

    @Test func evaluateTakesADancerAsAWordOrAsAnOptionButNotBoth() throws {
        #expect(try evaluated("open").dancer == "open")
        #expect(try evaluated("--dancer", "open").dancerOption == "open")
        #expect(throws: (any Error).self) { try evaluated("mine", "--dancer", "open") }
        #expect(try evaluated("--only-free").onlyFree)
    }

    @Test func evaluateSaysWhatADancerMayKnow() {
        var free = DancerCheckpoint.About()
        free.licence = DancerCheckpoint.About.freeForAnyUse + "; see the credits."
        let other = DancerCheckpoint.About()
        func words(_ about: DancerCheckpoint.About, _ onlyFree: Bool, _ others: Int) -> String? {
            EvaluateDancer.knowledge(of: about, onlyFree: onlyFree, others: others)
        }
        #expect(words(free, false, 7)?.contains("7 clips") == true)
        #expect(words(free, false, 7)?.contains("--only-free") == true)
        #expect(words(free, true, 0)?.contains("such motion alone") == true)
        #expect(words(free, false, 0)?.contains("such motion alone") == true)
        #expect(words(other, true, 0)?.contains("does not say") == true)
        #expect(words(other, false, 7) == nil)
    }

    @Test func analyseRefusesWhatItCannotLookAt() throws {
        for words in [
            ["--gestures", "0"], ["--gestures", "-1", "--data", "d"], ["--threads", "0"],
        ] {
            #expect(throws: (any Error).self, "\(words)") { try Analyse.parse(words) }
        }
        #expect(try Analyse.parse([]).dancer == "default")
        #expect(throws: DancerError.missing(path: "/no/such.safetensors")) {
            try Analyse.parse(["--dancer", "/no/such.safetensors"]).run()
        }
    }
}
