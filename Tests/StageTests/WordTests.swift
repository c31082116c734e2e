import Foundation
import Signals
import Testing

@testable import Stage

@MainActor
@Suite(.serialized) struct WordTests {
    private let style = TextStyle(size: 20, widest: 300)

    @Test(arguments: [
        "peace", "мир", "שלום לכולם", "مرحبا", "平和", "평화", "😂🔥❤️", "a\u{0}b",
    ])
    func everyScriptIsSet(_ text: String) throws {
        let stage = try smallStage()
        let cache = TextCache()
        let written = try #require(cache.written(text, style))
        #expect(written.width > 8 && written.height > 12)
        withExtendedLifetime(stage) {}
    }

    @Test func aMessageIsSeenOnThePicture() throws {
        let without = try #require(try smallStage(words: true).draw(scene(.sadness)))
        let caption = Caption(id: "1", author: "a", text: "WWWW", age: 2, weight: 1)
        let with = try #require(
            try smallStage(words: true).draw(scene(.sadness, captions: [caption])))
        var brighter = 0
        for index in stride(from: 0, to: with.pixels.count, by: 4)
        where Int(with.pixels[index]) > Int(without.pixels[index]) + 60 { brighter += 1 }
        #expect(brighter > 25)
    }

    @Test func textIsNeverMarkup() throws {
        let stage = try smallStage()
        let cache = TextCache()
        let plain = try #require(cache.written("b", style))
        let tagged = try #require(cache.written("<b>b</b>", style))
        #expect(tagged.width > 3 * plain.width)
        withExtendedLifetime(stage) {}
    }

    @Test func longTextEndsInsideItsWidth() throws {
        let stage = try smallStage()
        let cache = TextCache()
        let long = String(repeating: "longword ", count: 400)
        let written = try #require(
            cache.written(long, TextStyle(size: 20, widest: 300, lines: 2)))
        #expect(written.width <= 304)
        #expect(written.height < 70)
        withExtendedLifetime(stage) {}
    }

    @Test func unchangedTextIsSetOnce() throws {
        let stage = try smallStage()
        let cache = TextCache()
        for _ in 0..<10 { _ = cache.written("again", style) }
        #expect(cache.settings == 1)
        withExtendedLifetime(stage) {}
    }

    @Test func theCacheIsBounded() throws {
        let stage = try smallStage()
        let cache = TextCache()
        for number in 0..<3 * TextCache.capacity { _ = cache.written("text \(number)", style) }
        #expect(cache.count == TextCache.capacity)
        _ = cache.written("text \(3 * TextCache.capacity - 1)", style)
        #expect(cache.settings == 3 * TextCache.capacity)
        withExtendedLifetime(stage) {}
    }

    @Test func atMostFourMessagesFloatAndTheWeightiestAreTakenFirst() {
        var captions = Captions()
        let all = (0..<9).map {
            Caption(id: "\($0)", author: "", text: "t", age: 0.2, weight: Double($0) / 10)
        }
        captions.follow(all)
        #expect(Set(captions.taken.compactMap { $0 }) == ["8", "7", "6", "5"])
        captions.follow([all[8], all[0]])
        #expect(Set(captions.taken.compactMap { $0 }) == ["8", "0"])
    }

    @Test func aMessageKeepsItsPlaceForFiveSeconds() {
        var captions = Captions()
        for step in 0..<49 {
            captions.follow([
                Caption(id: "x", author: "", text: "t", age: Double(step) / 10, weight: 0.1),
                Caption(id: "y\(step)", author: "", text: "t", age: 0, weight: 1),
            ])
            #expect(captions.taken.contains("x"))
        }
        captions.follow([Caption(id: "x", author: "", text: "t", age: 5, weight: 0.1)])
        #expect(captions.taken.allSatisfy { $0 == nil })
    }

    @Test func noMessageCoversTheFaceOrLeavesTheSafeArea() {
        let safe = Box(x: 64, y: 36, width: 1152, height: 648)
        for place in 0..<Captions.places {
            for faceX in stride(from: Float(0), to: 1280, by: 40) {
                for age in [0, 2.5, 4.9] {
                    let face = Box(x: faceX, y: 120, width: 130, height: 130)
                    let box = Captions.box(
                        place: place, age: age, width: 270, height: 90, safe: safe, face: face)
                    guard let box else { continue }
                    #expect(!box.overlaps(face))
                    #expect(box.x >= safe.x && box.maxX <= safe.maxX)
                    #expect(box.y >= safe.y && box.maxY <= safe.maxY)
                }
            }
        }
    }
}
