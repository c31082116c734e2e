import Testing

@testable import CLI
@testable import Clips

@Suite struct PrepareSummaryTests {
    @Test func clipsOfWhichNothingIsLeftAreNamed() throws {
        let command = try Prepare.parse(["motion"])
        var report = PrepareReport()
        #expect(!command.summary(of: [BodyClip](), report).contains("left out"))
        report.cleaning = ["a", "b", "c", "d", "e"].map { CleaningReport(name: $0) }
        let words = command.summary(of: [BodyClip](), report)
        #expect(words.contains("5 clips are left out") && words.contains("(a, b, c, d, …)"))
    }
}
