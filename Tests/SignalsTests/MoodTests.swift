import Foundation
import Signals
import Testing

@Suite struct MoodTests {
    @Test func aMoodThatDoesNotSumToOneCannotBeBuilt() {
        #expect(throws: MoodError.sum(0.5)) { try Mood([0.5, 0, 0, 0, 0, 0, 0]) }
        #expect(throws: MoodError.sum(1.5)) { try Mood([1, 0.5, 0, 0, 0, 0, 0]) }
    }

    @Test func aMoodWithANegativeWeightCannotBeBuilt() {
        #expect(throws: MoodError.weight(.disgust, -0.5)) {
            try Mood([1.5, -0.5, 0, 0, 0, 0, 0])
        }
        #expect(throws: MoodError.self) { try Mood(scaling: [.nan, 1, 0, 0, 0, 0, 0]) }
    }

    @Test func aMoodHasSevenWeights() {
        #expect(throws: MoodError.count(2)) { try Mood([0.5, 0.5]) }
    }

    @Test func nothingAtAllIsNoMood() {
        #expect(throws: MoodError.sum(0)) { try Mood(scaling: .init(repeating: 0, count: 7)) }
    }

    @Test func weightsWithinTheToleranceAreScaledToSumToOne() throws {
        let mood = try Mood([0.9, 0.016667, 0.016667, 0.016667, 0.016667, 0.016667, 0.016667])
        #expect(abs(mood.weights.reduce(0, +) - 1) < 1e-12)
        #expect(mood.strongest == .anger)
    }

    @Test(arguments: [0.0, 0.25, 1.0, 7.0])
    func aBlendIsStillAMood(share: Double) {
        let mood = Mood(.fear).blended(with: Mood(.happiness), by: share)
        #expect(abs(mood.weights.reduce(0, +) - 1) < 1e-12)
        #expect(mood[.happiness] == min(share, 1))
    }

    @Test func aMoodSurvivesJSON() throws {
        let mood = try Mood([0.1, 0, 0.2, 0.3, 0.4, 0, 0])
        let json = try JSONEncoder().encode(mood)
        #expect(try JSONDecoder().decode(Mood.self, from: json) == mood)
    }

    @Test func jsonThatIsNotAMoodIsRefused() {
        let json = Data(#"{"anger":0.2,"fear":0.2}"#.utf8)
        #expect(throws: MoodError.self) { try JSONDecoder().decode(Mood.self, from: json) }
    }

    @Test func emotionsKeepTheirOrder() {
        #expect(Emotion.allCases.map(\.index) == Array(0..<Emotion.count))
        #expect(Emotion.allCases.map(\.rawValue) == Emotion.allCases.map(\.rawValue).sorted())
    }
}
