import Foundation
import Signals
import Testing

@testable import Clips

@Suite struct GestureTests {
    static let library = Result { try GestureLibrary.shipped() }

    static var names: [String] {
        (try? library.get().gestures.map { "\($0.mood)/\($0.name)" }) ?? []
    }

    private func clip(_ name: String, seed: UInt64 = 1, seconds: Double = 6) throws -> BodyClip {
        let library = try Self.library.get()
        let gesture = try #require(library.gestures.first { "\($0.mood)/\($0.name)" == name })
        var random = SeededRandom(seed: seed)
        return GesturePlayer(library).clip(
            of: [gesture], seconds: seconds, name: name, using: &random)
    }

    @Test func everyMoodHasSixGesturesOrMore() throws {
        let library = try Self.library.get()
        for emotion in Emotion.allCases {
            let names = library.gestures(of: emotion).map(\.name)
            #expect(names.count >= 6, "\(emotion)")
            #expect(Set(names).count == names.count)
            #expect(library.gestures(of: emotion, .train).count >= 5)
            #expect(library.gestures(of: emotion, .validation).count >= 1)
        }
    }

    @Test(arguments: names) func everyGestureMovesABodyThatCouldBeAlive(_ name: String) throws {
        let clip = try clip(name)
        #expect(clip.frameCount == 180)
        #expect(clip.points.allSatisfy { $0.x.isFinite && $0.y.isFinite && $0.z.isFinite })
        var worst: (error: Float, bone: Body25) = (0, .neck)
        for frame in 0..<clip.frameCount {
            for (bone, length) in zip(Body25.bones, CanonicalSkeleton.lengths) {
                let error = abs(
                    (clip[frame, bone.child] - clip[frame, bone.parent]).length - length)
                if error > worst.error { worst = (error, bone.child) }
            }
        }
        #expect(worst.error < 1e-3, "\(worst.bone)")
        let feet: [Body25] = [
            .leftBigToe, .leftSmallToe, .leftHeel, .rightBigToe, .rightSmallToe, .rightHeel,
        ]
        let lowest = (0..<clip.frameCount).flatMap { frame in feet.map { clip[frame, $0].y } }.min()
        #expect(try #require(lowest) > -0.005)
        let steps = (Body25.count..<clip.points.count).map {
            (clip.points[$0] - clip.points[$0 - Body25.count]).length
        }
        // 12 m/s for a hand is a good throw; 1 cm/s for the fastest point of all would be a corpse.
        #expect(steps.max().map { $0 * 30 < 24 && $0 * 30 > 0.3 } == true)
        try expectStandingFeetStay(clip)
    }

    private func expectStandingFeetStay(_ clip: BodyClip) throws {
        var slides: [Float] = []
        for foot in [[Body25.leftBigToe, .leftHeel], [.rightBigToe, .rightHeel]] {
            for frame in 1..<clip.frameCount {
                let isDown = foot.allSatisfy {
                    max(clip[frame, $0].y, clip[frame - 1, $0].y) < 0.02
                }
                guard isDown else { continue }
                let step = clip[frame, foot[0]] - clip[frame - 1, foot[0]]
                slides.append(abs(step.x) + abs(step.z))
            }
        }
        #expect(slides.count > 10)
        #expect(try #require(slides.max()) < 0.012)
    }

    @Test(arguments: Emotion.allCases)
    func cleaningFindsNothingToMendInAPhrase(_ emotion: Emotion) throws {
        let player = GesturePlayer(try Self.library.get())
        for clip in player.clips(for: emotion, seconds: 25, seed: 3) {
            let (clean, report) = ClipCleaning().clean(clip)
            #expect(report.cuts.isEmpty && report.drops.isEmpty)
            #expect(MotionFeatures(clip).trimmed != nil)
            let part = try #require(clean.first)
            let moved = zip(part.points, clip.points).map { ($0 - $1).length }.max() ?? 1
            #expect(moved < 0.02)
        }
    }

    @Test func theSameSeedGivesTheSameClip() throws {
        let name = "happiness/twirl"
        #expect(try clip(name, seed: 5) == clip(name, seed: 5))
        #expect(try clip(name, seed: 5).points != clip(name, seed: 6).points)
        let player = GesturePlayer(try Self.library.get())
        let clips = player.clips(for: .fear, seconds: 15, seed: 4)
        #expect(clips == player.clips(for: .fear, seconds: 15, seed: 4))
        #expect(clips != player.clips(for: .fear, seconds: 15, seed: 5))
    }

    @Test func clipsSayWhatTheyAreAndNoGestureBothTrainsAndValidates() throws {
        let dataset = try MotionDataset.gestures(secondsPerEmotion: 20, seed: 1)
        for emotion in Emotion.allCases {
            let clips = dataset.clips.filter { $0.mood == Mood(emotion) }
            #expect(abs(clips.reduce(0) { $0 + $1.seconds } - 20) < 0.2)
            let names = { (split: ClipSplit) in
                Set(
                    clips.filter { $0.split == split }
                        .flatMap { $0.content.components(separatedBy: ", ") })
            }
            #expect(!names(.train).isEmpty && !names(.validation).isEmpty)
            #expect(names(.train).isDisjoint(with: names(.validation)))
        }
        #expect(dataset.clips.allSatisfy { $0.source == "gestures" && $0.mayShip })
        #expect(dataset.clips.allSatisfy { $0.framesPerSecond == 30 && !$0.isFlat })
        #expect(Set(dataset.clips.map(\.name)).count == dataset.clips.count)
    }

    @Test func angerIsFastAndSadnessSlow() throws {
        let player = GesturePlayer(try Self.library.get())
        func speed(_ emotion: Emotion) -> Float {
            let speeds = player.clips(for: emotion, seconds: 30, seed: 1)
                .flatMap { MotionFeatures($0).speeds }
            return speeds.reduce(0, +) / Float(speeds.count)
        }
        #expect(speed(.anger) > 2 * speed(.neutral))
        #expect(speed(.happiness) > 2 * speed(.sadness))
    }
}

@Suite struct GestureFileTests {
    private static let manners = """
        {"anger": {"tempo": [100, 120], "join": 1, "ease": "hit", "bounce": 0.05, "sway": 0.02, "march": 0.1, "groove": 9,
          "breath": 4, "breaths": 26, "lag": 0.05, "wander": 0.7, "tremor": 0.5, "step": 0.36,
          "stance": {"lean": 15, "feet": [0.4, 0, 0]}}}
        """

    private static let fist = """
        {"name": "fist", "mood": "anger", "shows": "A fist.", "beats": 4, "keys": [
          {"beat": 0},
          {"beat": 1, "rightHand": [0.3, 0.8, 0.1], "leftHand": "hip"},
          {"beat": 2.5, "ease": "smooth", "feet": [0.3, 0, 0]}
        ]}
        """

    private func library(_ gesture: String, manners: String = manners) throws -> GestureLibrary {
        try Fixture.inFolder { folder in
            try write(manners, gesture, to: folder)
            return try GestureLibrary(contentsOf: folder)
        }
    }

    private func write(_ manners: String, _ gesture: String, to folder: URL) throws {
        let anger = folder.appendingPathComponent("anger")
        try FileManager.default.createDirectory(at: anger, withIntermediateDirectories: true)
        try Data(manners.utf8).write(to: folder.appendingPathComponent("manners.json"))
        try Data(gesture.utf8).write(to: anger.appendingPathComponent("fist.json"))
    }

    @Test func aFolderOfOnesOwnIsRead() throws {
        let library = try library(Self.fist)
        let gesture = try #require(library.gestures.first)
        #expect(gesture.keys.count == 3)
        #expect(gesture.keys[1].change.leftHand == .at(.hip))
        #expect(gesture.keys[1].change.rightHand == .from([0.3, 0.8, 0.1]))
        #expect(gesture.keys[2].change.leftFoot == [0.3, 0, 0])
        #expect(gesture.keys[2].ease == .smooth)
        #expect(library.manners[.anger]?.tempo == 100...120)
        // Of a mood without gestures there is no clip, and nothing breaks.
        #expect(GesturePlayer(library).clips(for: .fear, seconds: 20, seed: 1).isEmpty)
    }

    @Test(arguments: [
        ("\"beat\": 1,", "\"beat\": \"one\",", "keys[1].beat", "a number"),
        ("\"beat\": 1,", "", "keys[1]", "\"beat\""),
        ("\"hip\"", "\"hipp\"", "keys[1].leftHand", "hipp"),
        ("[0.3, 0.8, 0.1]", "[0.3, 0.8]", "keys[1].rightHand", "three numbers"),
        ("\"rightHand\"", "\"rightHnad\"", "keys[1].rightHnad", "docs/gestures.md"),
        ("\"smooth\"", "\"smoth\"", "keys[2].ease", "smooth, hit, snap, drag"),
        ("\"feet\": [0.3, 0, 0]", "\"nod\": 120", "keys[2].nod", "-45.0 to 70.0"),
        ("\"beat\": 2.5", "\"beat\": 0.5", "keys", "follow one another"),
        ("\"beats\": 4", "\"beats\": 2", "keys", "within `beats`"),
        ("\"anger\"", "\"rage\"", "mood", "rage"),
        ("\"mood\": \"anger\"", "\"mood\": \"fear\"", "mood", "folder anger"),
        ("\"name\": \"fist\"", "\"name\": \"fists\"", "name", "fists"),
        ("\"keys\": [", "\"keys\": [,", "the file", "not JSON"),
    ])
    func aBrokenFileIsNamedWithItsKey(
        _ right: String, _ wrong: String, _ key: String, _ words: String
    ) throws {
        let broken = Self.fist.replacingOccurrences(of: right, with: wrong)
        try #require(broken != Self.fist)
        let error = #expect(throws: ClipError.self) { try library(broken) }
        let text = try #require(error).description
        #expect(text.contains("anger/fist.json, \(key): "), "\(text)")
        #expect(text.contains(words), "\(text)")
    }

    @Test(arguments: [
        ("\"join\": 1,", "", "anger", "\"join\""),
        ("\"lag\": 0.05", "\"lag\": 5", "anger.lag", "0.0 to 0.4"),
        ("\"lean\"", "\"laen\"", "anger.stance.laen", "docs/gestures.md"),
        ("[100, 120]", "[120, 100]", "anger.tempo", "slowest"),
        ("\"anger\"", "\"rage\"", "rage", "no emotion"),
    ])
    func brokenMannersAreNamedWithTheirKey(
        _ right: String, _ wrong: String, _ key: String, _ words: String
    ) throws {
        let broken = Self.manners.replacingOccurrences(of: right, with: wrong)
        try #require(broken != Self.manners)
        let error = #expect(throws: ClipError.self) { try library(Self.fist, manners: broken) }
        let text = try #require(error).description
        #expect(text.contains("manners.json, \(key): "), "\(text)")
        #expect(text.contains(words), "\(text)")
    }

    @Test func aFolderWithoutGesturesSaysSo() throws {
        try Fixture.inFolder { folder in
            #expect(throws: ClipError.self) { try GestureLibrary(contentsOf: folder) }
            try Data(Self.manners.utf8).write(to: folder.appendingPathComponent("manners.json"))
            let error = #expect(throws: ClipError.self) { try GestureLibrary(contentsOf: folder) }
            #expect(error?.description.contains("no folder of a mood holds a gesture") == true)
        }
    }
}

@Suite struct StickBodyTests {
    private func body(_ change: (inout GesturePosture) -> Void) -> [SIMD3<Float>] {
        var posture = GesturePosture()
        change(&posture)
        return StickBody.points(posture.angles(from: GestureOrigin()))
    }

    private func at(_ points: [SIMD3<Float>], _ point: Body25) -> SIMD3<Float> {
        points[point.rawValue]
    }

    @Test func aHandIsWhereItsKeySays() {
        let points = body {
            $0.leftHand = .from([0.4, 0.3, 0.5])
            $0.rightHand = .from([0.4, 0.3, 0.5])
            $0[.lean] = 20
            $0[.twist] = 15
        }
        let left = at(points, .leftWrist) - at(points, .leftShoulder)
        let right = at(points, .rightWrist) - at(points, .rightShoulder)
        #expect(distance(left, [0.4, 0.3, 0.5]) < 1e-3)
        #expect(distance(right, [-0.4, 0.3, 0.5]) < 1e-3)
    }

    @Test func aHandThatIsTooFarIsAsFarAsTheArmIsLong() {
        let points = body { $0.leftHand = .from([0, 3, 0]) }
        let arm = at(points, .leftWrist) - at(points, .leftShoulder)
        #expect(abs(arm.length - 1.177) < 0.005)
        #expect(arm.y > 1.17)
    }

    @Test func everyNamedPlaceIsWithinReach() {
        for place in GesturePlace.allCases {
            let points = body { $0.leftHand = .at(place) }
            let wrist = at(points, .leftWrist)
            let frames = BodyFrames(GesturePosture().angles(from: GestureOrigin()))
            let way = SIMD3<Float>(place.spot.way)
            let goal =
                switch place.spot.frame {
                case .head: at(points, .nose) + way
                case .chest: at(points, .neck) + way
                case .pelvis: at(points, .midHip) + way
                case .hanging: at(points, .midHip) + SIMD3<Float>(frames.shoulders.left) + way
                }
            #expect(distance(wrist, goal) < 0.06, "\(place)")
        }
    }

    @Test func aBodyBowsTurnsAndCrouchesTheWayTheWordsSay() {
        let straight = body { _ in }
        #expect(abs(at(straight, .nose).x) < 1e-3)
        #expect(at(straight, .midHip).y > 2.1 && at(straight, .midHip).y < 2.2)
        let bowed = body { $0[.lean] = 30 }
        #expect(at(bowed, .neck).z - at(bowed, .midHip).z > 0.49)
        let looks = body { $0[.look] = 40 }
        // The subject's left is the viewer's right.
        #expect(at(looks, .nose).x > 0.15)
        let down = body { $0[.nod] = 40 }
        #expect(at(down, .nose).y < at(straight, .nose).y - 0.2)
        let turned = body { $0[.turn] = 90 }
        #expect(at(turned, .leftBigToe).x > at(turned, .leftHeel).x + 0.4)
        let low = body { $0[.drop] = 0.5 }
        #expect(abs(at(straight, .midHip).y - at(low, .midHip).y - 0.5) < 0.03)
        #expect(distance(at(low, .leftBigToe), at(straight, .leftBigToe)) < 1e-4)
        let high = body { $0[.air] = 0.3 }
        #expect(at(high, .leftBigToe).y > 0.1)
    }

    @Test func aMirroredPostureIsAMirroredBody() {
        var posture = GesturePosture()
        posture[.turn] = 30
        posture[.side] = 12
        posture[.look] = -25
        posture[.leftElbow] = 40
        posture.leftHand = .at(.cheek)
        posture.rightHand = .from([0.5, 0.7, 0.1])
        posture.rightFoot = [0.3, 0.2, 0.4]
        let points = StickBody.points(posture.angles(from: GestureOrigin()))
        let mirror = StickBody.points(posture.mirrored.angles(from: GestureOrigin()))
        for point in Body25.allCases {
            let expected = at(points, point.mirrored) * [-1, 1, 1]
            #expect(distance(at(mirror, point), expected) < 1e-3, "\(point)")
        }
    }

    @Test func aTurnComesBackFromItsVector() {
        var random = SeededRandom(seed: 8)
        for _ in 0..<50 {
            let vector = SIMD3(random.uniform(), random.uniform(), random.uniform()) * 3 - 1.5
            guard vector.length < .pi else { continue }
            #expect(distance(Rotation(vector: vector).vector, vector) < 1e-9)
        }
        let half = Rotation(vector: [0, .pi, 0]).vector
        #expect(abs(abs(half.y) - .pi) < 1e-6)
        #expect(Rotation.none.vector.length < 1e-12)
    }
}
