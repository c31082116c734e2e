import Foundation
import Signals
import Testing

@testable import Stage

@Suite struct PuppetFormatTests {
    /// What reading a rig of one limb complains of.
    private func complaint(_ rig: String) throws -> String {
        let folder = try TestFolder()
        try folder.write(rig, to: "puppet.json")
        let error = #expect(throws: StageError.self) { try PuppetRig(folder: folder.url) }
        return error?.description ?? ""
    }

    @Test(arguments: [
        ("\"drawing\": \"a\", \"stretch\": [2, 1]", "limbs[0].stretch"),
        ("\"drawing\": \"a\", \"pins\": [1, 2, 1, 2]", "limbs[0].pins"),
        ("\"drawing\": \"a\", \"worn\": \"joy\"", "limbs[0].worn: \"joy\" is unknown; use anger"),
        ("\"drawing\": 5", "limbs[0].drawing"),
        ("\"drawing\": \"../a\"", "not a file inside the puppet's folder"),
        ("\"drawing\": \"/etc/a\"", "not a file inside the puppet's folder"),
        ("\"drawing\": \"a\", \"anchor\": \"middle\"", "limbs[0].anchor: \"middle\" is unknown"),
        ("\"variants\": {\"glee\": \"a\"}", "\"glee\" is unknown"),
        ("\"face\": true", "limbs[0].pins is missing"),
        (
            "\"drawing\": \"a\", \"turn\": {\"from\": \"neck\", \"to\": \"tail\"}",
            "limbs[0].turn.to"
        ),
    ])
    func aLimbThatIsWrongIsNamedByItsKey(_ keys: String, _ words: String) throws {
        let found = try complaint(rigText(limbText(keys)))
        #expect(found.contains("puppet.json"))
        #expect(found.contains(words), "\(found)")
    }

    @Test func aRigThatIsWrongIsNamedByItsKey() throws {
        let limb = limbText("\"drawing\": \"a\"")
        #expect(try complaint("{\"limbs\": []}").contains("limbs"))
        #expect(try complaint("{}").contains("limbs is missing"))
        #expect(
            try complaint(rigText(limb, more: "\"manner\": \"oil\", ")).contains(
                "manner: \"oil\" is unknown; use paper, drawn, light"))
        #expect(
            try complaint(rigText(limb, more: "\"papers\": {\"anger\": [\"red\"]}, ")).contains(
                "no colour"))
        let face = "{\"face\": true, \"from\": \"head\", \"to\": \"crown\", \"pins\": [0, 0, 0, 9]}"
        #expect(try complaint(rigText(face)).contains("faces is missing"))
        #expect(try !complaint("{\"limbs\": [}").isEmpty)
    }

    @Test func aDrawingWithoutPinsIsFittedToItsBone() throws {
        let folder = try TestFolder()
        try folder.writePNG("arm.png", width: 80, height: 400, SIMD3(0.2, 0.6, 0.3))
        let limb = "{\"drawing\": \"arm\", \"from\": \"rightHip\", \"to\": \"rightKnee\"}"
        try folder.write(rigText(limb, more: "\"manner\": \"drawn\", "), to: "puppet.json")
        let art = try PuppetArt(folder: folder.url, pixelsPerTorso: 50)
        #expect(art.faults.isEmpty)
        let fit = try #require(art.fits[0]["arm"])
        let length = (fit.pins.to.y - fit.pins.from.y) * fit.scale
        #expect(abs(length - 86) < 1)
        #expect(fit.pins.from.x == 40)
    }

    @Test func aMissingOrWickedDrawingIsReplacedAndNamed() throws {
        let folder = try TestFolder(copyOf: "paper")
        try folder.remove("forearm.svg")
        try folder.write(
            "<!DOCTYPE svg [<!ENTITY a \"a\">]>" + square, to: "torso.svg")
        let art = try PuppetArt(folder: folder.url, pixelsPerTorso: 33)
        #expect(art.faults.count == 2)
        #expect(art.faults.contains { $0.contains("forearm.svg") && $0.contains("plain") })
        #expect(art.faults.contains { $0.contains("torso.svg") && $0.contains("entities") })
        for (limb, fits) in zip(art.rig.limbs, art.fits) where limb.looks != nil {
            #expect(fits.count == limb.looks?.all.count)
        }
    }

    @Test func limbsCrossBetweenTwoEmotionsAndAreNeverThin() throws {
        let rig = try PuppetRig(folder: PuppetFolder.find("light"))
        let flame = try #require(rig.limbs.firstIndex { $0.looks?.variants.isEmpty == false })
        let wardrobe = Wardrobe(rig, random: SeededRandom(seed: 1))
        var last: [String: Float] = ["flame-anger": 1]
        for step in 0...100 {
            var shares = [Double](repeating: 0, count: 7)
            shares[Emotion.sadness.index] = Double(step) / 100
            shares[Emotion.anger.index] = 1 - Double(step) / 100
            let shown = wardrobe.shown(flame, shares: shares)
            let now = Dictionary(uniqueKeysWithValues: shown.map { ($0.name, $0.opacity) })
            #expect((now.values.max() ?? 0) > 0.95)
            for name in ["flame-anger", "flame-sadness"] {
                #expect(abs((now[name] ?? 0) - (last[name] ?? 0)) < 0.08)
            }
            last = now
        }
        #expect(last["flame-sadness"] == 1)
    }

    @Test func checkFindsWhatIsMissingMisnamedAndStray() throws {
        let folder = try TestFolder(copyOf: "paper")
        try folder.remove("foot.svg")
        try folder.write(square, to: "foots.svg")
        let rig = try folder.text("puppet.json")
        try folder.write(
            rig.replacing("\"mirror\": true", with: "\"miror\": true"), to: "puppet.json")
        let check = try PuppetCheck(folder.url.path)
        #expect(check.faults.count == 1)
        #expect(check.faults[0].contains("foot.svg"))
        #expect(
            check.remarks.contains {
                $0.contains("foots.svg: no limb uses it. A limb wants \"foot\"")
            })
        #expect(
            check.remarks.contains { $0.contains("].miror means nothing. Is \"mirror\" meant?") })
    }

    @Test(arguments: ["paper", "light"])
    func nothingIsWrongWithAShippedPuppet(_ name: String) throws {
        let check = try PuppetCheck(name)
        #expect(check.faults.isEmpty)
        #expect(check.remarks.isEmpty, "\(check.remarks)")
        #expect(check.summary?.contains(name) == true)
    }

    @Test func checkNamesAPuppetThatIsNotThere() {
        let error = #expect(throws: StageError.self) { try PuppetCheck("/no/such/folder") }
        #expect(error?.description.contains("paper") == true)
    }

    @Test func foldersOfEmotionsAndLimbsAreAPuppet() throws {
        let folder = try TestFolder()
        for (emotion, colour) in [("Sad", SIMD3(0.1, 0.2, 0.9)), ("Anger", SIMD3(0.9, 0.1, 0.1))] {
            for limb in ["R-Sho_R-Elb", "Head", "R-Sho_L-Sho_L-Hip_R-Hip", "L-Eye", "Mouth"] {
                for number in 0..<3 {
                    try folder.writePNG(
                        "\(emotion)_NORM/\(limb)/\(number).png", width: 30, height: 60, colour)
                }
            }
        }
        try folder.writePNG("Sad_NORM/Tail_Wing/1.png", width: 9, height: 9, .one)
        let art = try PuppetArt(folder: folder.url, pixelsPerTorso: 33)
        #expect(art.rig.limbs.count == 5)
        #expect(art.rig.limbs.first?.from == .keypoint(.rightShoulder))
        #expect(art.faults.contains { $0.contains("Tail_Wing") })
        #expect(art.faults.contains { $0.contains("L-Hip_L-Knee") })

        var wardrobe = Wardrobe(art.rig, random: SeededRandom(seed: 5))
        var seen: Set<String> = []
        for _ in 0..<60 {
            wardrobe.follow(Mood(.sadness), seconds: 0.2)
            let shown = wardrobe.shown(0, shares: Mood(.sadness).worldShares)
            #expect(shown.count == 1 && shown[0].name.hasPrefix("Sad_NORM/R-Sho_R-Elb/"))
            seen.insert(shown[0].name)
        }
        #expect(seen.count == 3)
    }

    @Test func limbsAreKnownByOpenPoseAndByBodyNames() {
        #expect(LimbFolders.kind("R-Sho_R-Elb") == "R-Sho_R-Elb")
        #expect(LimbFolders.kind("rightShoulder_rightElbow") == "R-Sho_R-Elb")
        #expect(LimbFolders.kind("LKnee_LAnkle") == "L-Knee_L-Ank")
        #expect(LimbFolders.kind("R-Elb_L-Sho") == nil)
        #expect(LimbFolders.emotion("Sad_NORM") == .sadness)
        #expect(LimbFolders.emotion("Sad") == nil)
    }

    @Test func aWordThatIsNearIsFound() {
        #expect(Spelling.nearest(to: "strech", in: ["swing", "stretch"]) == "stretch")
        #expect(Spelling.nearest(to: "banana", in: ["swing", "stretch"]) == nil)
        #expect(Spelling.distance("kitten", "sitting") == 3)
    }
}
