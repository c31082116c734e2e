import Foundation
import Testing

@testable import Clips

@Suite struct BVHFileTests {
    private func read(_ text: String) throws -> BVHFile {
        try BVHFile([UInt8](text.utf8), path: "test.bvh")
    }

    private func message(_ text: String) -> String? {
        do {
            _ = try read(text)
            return nil
        } catch { return "\(error)" }
    }

    /// A whole small file, for the tests to break.
    private let small = """
        HIERARCHY
        ROOT Hips
        {
          OFFSET 0 0 0
          CHANNELS 3 Zrotation Xrotation Yrotation
        }
        MOTION
        Frames: 2
        Frame Time: 0.04
        1 2 3
        4 5 6
        """

    /// turns.bvh has CRLF, a joint named in two words, `End Site ` with a space behind, a frame time
    /// without a leading 0, `-0`, an exponent, and a joint in the tree with position channels.
    @Test func placesMatchThoseWorkedOutByHand() throws {
        let file = try BVHFile(contentsOf: Fixture.url("turns.bvh"))
        #expect(file.joints.map(\.name) == ["Hips", "Arm", "Left Hand", "Left Hand_End"])
        #expect(file.joints.map(\.parent) == [nil, 0, 1, 2])
        #expect(file.joints.map(\.firstChannel) == [0, 6, 9, 15])
        #expect(file.frameTime == 0.0083333)
        #expect(file.frameCount == 2)

        // Frame 0: the root is turned 90° about z, the arm then about its own x, the hand about its
        // own z. Frame 1: the root about z and then about its own x; the other order would put the
        // arm at (-10, 0, 0). The hand's position channels stand in the place of its offset.
        let expected: [[SIMD3<Double>]] = [
            [[1, 2, 3], [-9, 2, 3], [-9, 2, 7], [-9, 2, 9]],
            [[0, 0, 0], [0, 0, 10], [0, 5, 10], [0, 7, 10]],
        ]
        let motion = BVHMotion(file)
        for frame in 0..<2 {
            for joint in 0..<4 {
                let place = motion.places[frame * 4 + joint]
                #expect(
                    distance(place, expected[frame][joint]) < 1e-5,
                    "frame \(frame), \(file.joints[joint].name): \(place)")
            }
        }
    }

    @Test(arguments: [
        ("12.5", 12.5), ("-0", -0.0), (".0083333", 0.0083333), ("5.1e-06", 5.1e-06),
        ("+3", 3), ("1E2", 100), ("7.", 7), ("0.12345678901234567890123", 0.12345678901234568),
        ("123456789012345678901234", 1.2345678901234568e23),
    ])
    func numbersAreReadInEveryWriting(text: String, value: Double) throws {
        let number = try #require(BVHReader.number(in: Array(text.utf8)))
        #expect(abs(number - value) <= abs(value) * 4e-16)
    }

    @Test(arguments: ["", "-", ".", "nan", "inf", "1.2.3", "1e", "1ex", "0x10", "1e999", "1,5"])
    func otherWordsAreNoNumbers(text: String) {
        #expect(BVHReader.number(in: Array(text.utf8)) == nil)
    }

    @Test func aWholeFileIsRead() throws {
        let file = try read(small)
        #expect(file.values == [1, 2, 3, 4, 5, 6])
        #expect(try read(small.replacingOccurrences(of: "\n", with: "\r\n") + "\r\n\r\n") == file)
    }

    @Test func aBrokenFileNamesTheLineAndWhatWasExpected() {
        let short = small.replacingOccurrences(of: "4 5 6", with: "4 5")
        #expect(
            message(short)
                == "test.bvh, line 11: a frame has 3 numbers, one a channel, not 2.")
        let word = small.replacingOccurrences(of: "4 5 6", with: "4 x 6")
        #expect(
            message(word)
                == "test.bvh, line 11: number 5 of the motion is not a number: \"x\".")
        let cut = small.replacingOccurrences(of: "\n4 5 6", with: "")
        #expect(
            message(cut)
                == "test.bvh, line 10: the file ends after 1 frames; its header says 2.")
        let channel = small.replacingOccurrences(of: "Yrotation", with: "Wrotation")
        #expect(
            message(channel)
                == "test.bvh, line 5: a channel is Xposition … Zrotation, not \"Wrotation\".")
        let offset = small.replacingOccurrences(of: "OFFSET 0 0 0", with: "OFFSET 0 zero 0")
        #expect(
            message(offset)
                == "test.bvh, line 4: the offset's y should be a number, not \"zero\".")
        let time = small.replacingOccurrences(of: "0.04", with: "0")
        #expect(
            message(time)
                == "test.bvh, line 9: the frame time should be seconds a frame, not 0.0.")
        #expect(
            message("{}") == "test.bvh, line 1: a BVH file starts with the word HIERARCHY.")
        #expect(
            message("HIERARCHY\nROOT A\n{\n}\n")
                == "test.bvh, line 5: the file ends before the word MOTION.")
    }

    @Test func anyCutOfAFileIsAnErrorAndNeverACrash() throws {
        let bytes = [UInt8](try Data(contentsOf: Fixture.url("turns.bvh")))
        // Behind the last digit only the line's end is left.
        for count in 0..<(bytes.count - 3) {
            #expect(throws: ClipError.self) {
                try BVHFile(Array(bytes[..<count]), path: "test.bvh")
            }
        }
    }

    @Test func aFileOfNoKnownFamilyIsAnErrorThatNamesTheKnownOnes() throws {
        let url = try Fixture.url("turns.bvh")
        let file = try BVHFile(contentsOf: url)
        let error = #expect(throws: ClipError.self) {
            try file.bodyClip(path: "turns.bvh", name: "turns")
        }
        #expect(error?.description.contains("Left Hand") == true)
        #expect(error?.description.contains("bandai, cmu, daz, fair, xsens") == true)
    }
}
