import ArgumentParser
import Testing

@testable import CLI

@Suite struct EvaluateArgumentTests {
    private func parsed(_ words: String...) throws -> EvaluateDancer {
        try #require(try Evaluate.parseAsRoot(words) as? EvaluateDancer)
    }

    @Test func aDancerIsWhatIsEvaluatedWithoutAnotherWord() throws {
        let plain = try parsed("mine.safetensors", "--data", "dataset")
        #expect(plain.dancer == "mine.safetensors")
        #expect(plain.data == "dataset")
        let named = try parsed("dancer", "mine.safetensors", "--data", "dataset")
        #expect(named.dancer == plain.dancer)
        #expect(try parsed().dancer == nil)
    }

    @Test func whatCannotBeMeasuredIsRefusedWithWords() {
        for words in [
            ["--gestures", "0"], ["--gestures", "-1", "--data", "d"], ["--clips", "20"],
            ["--threads", "0"], ["--quick", "--full"], ["--brief", "--quick"],
            ["--guidance=-1"],
            ["--html", "/no/such/folder/report.html"],
        ] {
            #expect(throws: (any Error).self, "\(words)") { try Evaluate.parseAsRoot(words) }
        }
    }
}
