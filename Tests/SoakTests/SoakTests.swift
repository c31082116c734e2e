import Foundation
import Motion
import Signals
import Testing

@testable import Soak

@Suite struct PictureWatchTests {
    private func picture(_ value: UInt8) -> Picture {
        let picture = Picture(width: 64, height: 36)
        for index in picture.pixels.indices { picture.pixels[index] = value }
        return picture
    }

    @Test func aSecondWithoutAGoodPictureIsDark() {
        var watch = PictureWatch()
        // Before the first picture nothing is missed.
        watch.see(nil, at: 0)
        watch.see(picture(100), at: 5)
        watch.see(picture(101), at: 5.9)
        #expect(watch.darkTimes == 0)
        watch.see(picture(0), at: 6.5)
        watch.see(nil, at: 7)
        watch.see(picture(90), at: 7.5)
        #expect(watch.darkTimes == 1)
        #expect(abs(watch.longestDark - 1.6) < 1e-9)
    }

    @Test func aTimeInWhichNobodyLookedIsSeenAfterwards() {
        var watch = PictureWatch()
        watch.see(picture(100), at: 0)
        watch.see(picture(100), at: 3)
        #expect(watch.darkTimes == 1 && watch.longestDark == 3)
        #expect(watch.longestFrozen == 3)
    }

    @Test func memoryThatGrowsIsSeenInMegabytesAnHour() throws {
        var curve = MemoryCurve()
        // 7 MB an hour, for eight hours, looked at every five seconds.
        for sample in 0..<5_760 {
            curve.see(300_000_000 + sample * 7_000_000 / 720, at: Double(sample) * 5)
        }
        let account = try #require(curve.account)
        #expect(abs(account.perHour - 7) < 0.1)
        #expect(account.afterStart == 300)
    }
}

@Suite(.enabled(if: Dancer.shipped != nil)) struct SoakRunTests {
    @Test func aShortShowUnderFaultsIsAccountedFor() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "soak-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = SoakSettings(folder: folder)
        settings.pace = .fast
        settings.duration = 20
        settings.interval = 5
        settings.size = (160, 90)
        settings.reconnects = 3
        let run = try await SoakRun.open(settings) { _ in }
        let (soak, show) = try await run.run()
        #expect(soak.seconds == 20 && show.pictures.drawn == 600)
        #expect(soak.faults.count == 2, "\(soak.faults)")
        #expect(soak.reported["dancer"] ?? 0 >= 1 && soak.reported["broadcast"] ?? 0 >= 1)
        #expect(soak.read == 40)
        #expect(soak.videos.count == 2 && soak.videos.allSatisfy(\.plays), "\(soak.videos)")
        #expect(soak.darkTimes == 0)
    }
}
