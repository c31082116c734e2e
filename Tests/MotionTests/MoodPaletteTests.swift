import Motion
import Signals
import Testing

@Suite struct MoodPaletteTests {
    private let palette = MoodPalette(
        manners: [
            "neutral": .init(pace: 0, medianSpeed: 0.02),
            "anger": .init(pace: 0.5, medianSpeed: 0.03),
        ],
        standIns: ["disgust": .init(mood: Mood(.anger), pace: -0.75)])

    @Test func anEmotionOfTheDataIsDancedAsItself() {
        #expect(palette.danced(Mood(.anger)) == Mood(.anger))
        #expect(palette.pace(of: Mood(.anger)) == 0.5)
        #expect(palette.medianSpeed(of: Mood(.anger)) == 0.03)
    }

    @Test func anEmotionWithoutMotionIsDancedAsItsStandIn() {
        #expect(palette.danced(Mood(.disgust)) == Mood(.anger))
        #expect(palette.pace(of: Mood(.disgust)) == -0.25)
        #expect(palette.leading(Mood(.disgust)) == .anger)
    }

    @Test func aMixedMoodHasAMixedPace() throws {
        let mood = Mood(.neutral).blended(with: Mood(.anger), by: 0.25)
        #expect(abs(palette.pace(of: mood) - 0.125) < 1e-6)
        #expect(palette.leading(mood) == .neutral)
    }
}
