import Foundation
import Signals
import Testing

@testable import Clips

@Suite struct LabelTests {
    @Test func everyWordOfTheTableHasAMood() {
        // Building the table checks that every row sums to 1.
        #expect(EmotionWords.words.count > 40)
        for word in EmotionWords.words { #expect(EmotionWords.entry(for: word) != nil) }
    }

    @Test(arguments: [
        ("happy", Emotion.happiness, MoodMapping.given), ("Angry", .anger, .given),
        ("AFRAID", .fear, .given), ("normal", .neutral, .given), ("sad", .sadness, .given),
        ("excited", .happiness, .judgement), ("miserable", .sadness, .judgement),
        ("annoyed", .anger, .judgement), ("chimpira", .anger, .judgement),
    ])
    func aWordIsAMood(word: String, emotion: Emotion, mapping: MoodMapping) {
        let entry = EmotionWords.entry(for: word)
        #expect(entry?.mood.strongest == emotion)
        #expect(entry?.mapping == mapping)
    }

    @Test(arguments: [
        ("walk", true), ("walking (part a of 4 of one take)", true), ("locomotion/other", true),
        ("walk-turn-left", true), ("zombie walk", true), ("dash", true),
        ("dance: pop steps, Start Walk Left", false), ("bow", false), ("Scared", false),
    ])
    func goingFromPlaceToPlaceIsLocomotion(content: String, isLocomotion: Bool) {
        #expect(ClipLabel(content: content).isLocomotion == isLocomotion)
    }

    @Test(arguments: ["mix", "dance", "", "sadly", "unhappy"])
    func anUnknownWordHasNoMood(word: String) {
        #expect(EmotionWords.entry(for: word) == nil)
    }

    @Test(arguments: [
        ("Andria_Happy_v1_C3D", "happy"), ("walk_not-confident_002", "not-confident"),
        ("walk-turn-left_sad_001", "sad"), ("angry/take_3", "angry"),
        ("angry/take_happy", "happy"),
    ])
    func theWordIsFoundInThePath(path: String, word: String) {
        #expect(EmotionWords.find(in: path)?.word == word)
    }

    @Test func aPathWithoutAWordHasNoMood() {
        #expect(EmotionWords.find(in: "salsadance/mix_04") == nil)
    }

    @Test(arguments: [
        ("F03SU1V2", Emotion.surprise), ("M12A0V1", .anger), ("F01F1", .fear), ("F01N0", .neutral),
        ("walks/F04SA1V3", .sadness), ("D", .disgust), ("F", .fear), ("M07H2V1", .happiness),
    ])
    func aCodeIsFoundBehindTheActor(path: String, emotion: Emotion) {
        #expect(EmotionWords.findMEEDCode(in: path)?.entry.mood == Mood(emotion))
    }

    @Test(arguments: ["M07V1", "take12"])
    func aNameWithoutACodeHasNoMood(path: String) {
        #expect(EmotionWords.findMEEDCode(in: path) == nil)
    }

    @Test func aListMayNameAnEmotionInAWord() throws {
        let list = Data(
            """
            file,emotion,actor
            a.bvh,Angry,Ada
            b.bvh,,Ada
            c.bvh,tired,

            """.utf8)
        let labels = try MotionLabels([UInt8](list), path: "labels.csv")
        #expect(labels["a.bvh"]?.label.mood == Mood(.anger))
        #expect(labels["a.bvh"]?.label.mapping == .given)
        #expect(labels["a.bvh"]?.label.label == "Angry")
        #expect(labels["b.bvh"]?.label.mood == nil)
        #expect(labels["b.bvh"]?.label.mapping == .unlabelled)
        #expect(labels["c.bvh"]?.label.mapping == .judgement)
        #expect(try labels["c.bvh"]?.label.mood == Mood([0, 0, 0, 0, 0.5, 0.5, 0]))
    }

    @Test func aLabelOutsideTheTableIsNamedWithItsLineAndTheTable() {
        let list = Array("file,emotion\na.bvh,happy\nb.bvh,grumpy\n".utf8)
        do {
            _ = try MotionLabels(list, path: "labels.csv")
            Issue.record("no error")
        } catch {
            #expect("\(error)".contains("labels.csv, line 3: emotion should be empty or a word of"))
            #expect("\(error)".contains("not \"grumpy\""))
            #expect("\(error)".contains("sad, sadness"))
        }
    }

    @Test func aListWithoutEmotionsSaysWhichColumnsThereMustBe() {
        do {
            _ = try MotionLabels(Array("file,mood\na.bvh,happy\n".utf8), path: "labels.csv")
            Issue.record("no error")
        } catch {
            #expect("\(error)".contains("no column \"emotion\", and none of the seven"))
        }
    }

    @Test func aListOfLabelsIsRead() throws {
        let labels = try MotionLabels(contentsOf: Fixture.url("labels.csv"))
        #expect(labels.rows.count == 2)
        let body = try #require(labels["body_happy.bvh"])
        #expect(body.label.label == "happy, \"very\"")
        #expect(body.label.mood?[.happiness] == 0.6)
        #expect(body.label.split == .validation)
        #expect(body.label.use == .free)
        #expect(body.label.actor == nil)
        let crowd = try #require(labels["crowd"])
        #expect(crowd.label.mood == nil, "unlabelled is not neutral")
        #expect(crowd.label.actor == "A")
        #expect(crowd.framesPerSecond == 25)
        #expect(!crowd.label.use.mayTrain)
    }

    @Test func aBrokenListNamesTheLine() {
        let columns = "file,anger,disgust,fear,happiness,neutral,sadness,surprise,split\n"
        let message = { (text: String) -> String? in
            do {
                _ = try MotionLabels([UInt8](text.utf8), path: "l.csv")
                return nil
            } catch { return "\(error)" }
        }
        #expect(message("") == "l.csv, line 1: the list of labels is empty.")
        #expect(message("file,anger\n") == "l.csv, line 1: there is no column \"disgust\".")
        #expect(
            message(columns + "a,1,0,0,0,0,0,0,train\nb,1\n")
                == "l.csv, line 3: expected 9 fields, found 2.")
        #expect(
            message(columns + "a,x,0,0,0,0,0,0,train\n")
                == "l.csv, line 2: anger should be a number, not \"x\".")
        #expect(
            message(columns + "a,1,1,0,0,0,0,0,train\n")
                == "l.csv, line 2: The weights of a mood sum to 1; these sum to 2.0.")
        #expect(
            message(columns + "a,1,0,0,0,0,0,0,test\n")
                == "l.csv, line 2: split should be one of \"train\", \"val\", not \"test\".")
        #expect(
            message(columns + "\"a,1,0\n")
                == "l.csv, line 2: a field's quotes are never closed.")
    }
}
