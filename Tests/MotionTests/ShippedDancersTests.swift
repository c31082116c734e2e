import Foundation
import Motion
import Signals
import Testing

/// The dancers that come with the program, by name.
@Suite struct ShippedDancersTests {
    @Test func aNameIsAShippedDancerAndAnythingElseAPath() throws {
        let file = ShippedDancer.standard.file
        #expect(file == Dancer.shipped)
        if file != nil { #expect(try ShippedDancer.file(named: "default") == file) }
        #expect(try ShippedDancer.file(named: "./open").lastPathComponent == "open")
        #expect(
            try ShippedDancer.file(named: "runs/mine.safetensors").path.hasSuffix(
                "mine.safetensors"))
    }

    @Test func aDancerThatThisBuildLacksIsNamedWithWhatToDo() throws {
        for dancer in ShippedDancer.allCases where dancer.file == nil {
            #expect(throws: DancerError.notShipped(name: dancer.rawValue)) {
                try ShippedDancer.file(named: dancer.rawValue)
            }
        }
        let words = DancerError.notShipped(name: "open").description
        #expect(words.contains("\"open\"") && words.contains("scripts/train-dancer open --ship"))
    }

    @Test func theSummaryNamesEachDancerWithTheLicenceOfItsHeader() throws {
        let lines = try ShippedDancer.summary().split(separator: "\n")
        #expect(lines.count == ShippedDancer.allCases.count)
        for (dancer, line) in zip(ShippedDancer.allCases, lines) {
            #expect(line.contains("\(dancer.rawValue): "))
            guard let file = dancer.file else {
                #expect(line.contains("not in this build"))
                continue
            }
            #expect(line.contains(try DancerCheckpoint(contentsOf: file).about.licence))
        }
    }

    @Test(.enabled(if: ShippedDancer.open.file != nil))
    func theOpenDancerIsFreeAndTheDefaultOneIsNot() throws {
        for dancer in ShippedDancer.allCases {
            guard let file = dancer.file else { continue }
            let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int
            #expect(try #require(size) < 8_000_000)
            let about = try DancerCheckpoint(contentsOf: file).about
            #expect(about.isFreeForAnyUse == (dancer == .open))
        }
    }

    @Test func theNoticeNamesEveryShippedDancerAndItsLicence() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let notice = try String(contentsOf: root.appendingPathComponent("NOTICE"), encoding: .utf8)
        for (dancer, name, licence) in [
            (ShippedDancer.standard, "dancer.safetensors", "CC BY-NC 4.0"),
            (.open, "dancer-open.safetensors", "CC BY 4.0"),
        ] {
            let entry = try #require(
                notice.components(separatedBy: "\n\n").first {
                    $0.contains("Sources/Motion/Resources/\(name)")
                })
            #expect(entry.contains("Licence: ") && entry.contains(licence))
            guard let file = dancer.file else { continue }
            #expect(try DancerCheckpoint(contentsOf: file).about.licence.contains(licence))
        }
    }

    @Test func aHeaderSaysWhetherOnlyFreeMotionWasLearned() {
        var about = DancerCheckpoint.About()
        #expect(!about.isFreeForAnyUse)
        about.licence = "CC BY-NC 4.0 (…): part of the motion it learned from is licensed so."
        #expect(!about.isFreeForAnyUse)
        about.licence = "Free for any use, with the credits: CC BY 4.0."
        #expect(about.isFreeForAnyUse)
    }
}
