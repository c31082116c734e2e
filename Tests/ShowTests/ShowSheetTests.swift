import Desk
import Foundation
import Testing

@testable import Show

/// A show's file, filled in on a page.
@Suite struct ShowSheetTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "sheet-\(UUID().uuidString)")
    private var path: String { folder.appendingPathComponent("show.yaml").path }
    private static let example = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../examples/show.yaml")
        .standardizedFileURL

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func sheet(_ yaml: String? = nil) throws -> ShowSheet {
        try yaml?.write(toFile: path, atomically: true, encoding: .utf8)
        return ShowSheet(
            path: path, usualKeyFile: folder.appendingPathComponent("emotionmotion/key").path)
    }

    private func written() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    /// What is refused, and at which setting.
    private func refusal(_ sheet: ShowSheet, _ changes: [String: String]) -> PreparationRefusal? {
        var sheet = sheet
        do { try sheet.save(changes) } catch { return error as? PreparationRefusal }
        return nil
    }

    @Test func everySettingOfThePageIsOneOfAShow() throws {
        let known = try ShowFile.settingNames()
        for (key, _) in ShowSheet.settings { #expect(known.contains(key), "\(key)") }
    }

    @Test func everySettingOfTheExampleIsChangedAndAllElseStays() throws {
        let yaml = try String(contentsOf: Self.example, encoding: .utf8)
        var sheet = try sheet(yaml)
        let before = try sheet.file()
        let fields = sheet.read().fields
        #expect(fields["chats"] == "demo" && fields["words"] == "true")
        #expect(fields["outputs"] == "window\nevening.mp4" && fields["gallery"] == "none")
        #expect(fields["obs.address"] == "127.0.0.1:4455" && fields["duration"] == "10:00")
        try sheet.save([
            "chats": "youtube:@me\n\n twitch:friend ", "outputs": "obs", "puppet": "light",
            "words": "false", "obs.stream": "true", "title": "", "gallery": "0.0.0.0:8089",
        ])
        let after = try sheet.file()
        #expect(after.chats == ["youtube:@me", "twitch:friend"] && after.outputs == ["obs"])
        #expect(after.puppet == "light" && after.words == false && after.title == nil)
        #expect(after.obs.stream == true && after.gallery == "0.0.0.0:8089")
        #expect(after.cues == before.cues && after.weigh == before.weigh)
        // Each comment is there still, but that of the line that went.
        func comments(_ text: String) -> [Substring] {
            text.split(separator: "\n").compactMap { line in
                line.firstIndex(of: "#").map { line[$0...] }
            }
        }
        let left = comments(yaml).filter { $0 != "# at the upper edge of the picture" }
        #expect(comments(try written()) == left)
        #expect(sheet.read().backup == path + ".bak")
        #expect(try String(contentsOfFile: path + ".bak", encoding: .utf8) == yaml)
    }

    @Test func whatWasFoundIsKeptHoweverOftenItIsSaved() throws {
        var sheet = try sheet("title: first # mine\n")
        try sheet.save(["title": "second"])
        try sheet.save(["title": "third"])
        try sheet.save(["title": "third"])
        #expect(try written() == "title: third # mine\n")
        let kept = try String(contentsOfFile: path + ".bak", encoding: .utf8)
        #expect(kept == "title: first # mine\n")
    }

    @Test func aFileThatIsNotThereIsMade() throws {
        var sheet = try sheet()
        #expect(!sheet.read().isThere && sheet.read().fault == nil)
        try sheet.save(["chats": "demo", "outputs": "window", "volume": ""])
        #expect(try written() == "chats: [demo]\noutputs: [window]\n")
        #expect(sheet.read().isThere && sheet.read().backup == nil)
    }

    @Test(arguments: [
        (["chats": "nowhere"], "chats"), (["volume": "loud"], "volume"),
        (["obs.stream": "perhaps"], "obs.stream"), (["gallery": "a b"], "gallery"),
        (["duration": "long"], "duration"), (["quality": "4k"], "quality"),
        (["outputs": "rtmp://a.example/live/abcd-efgh-ijkl-mnop"], "outputs"),
        (["streamKeyFile": "abcd-efgh-ijkl-mnop-qrst"], "streamKeyFile"),
    ])
    func whatCannotBeIsRefusedAtItsSettingAndNothingWritten(
        changes: [String: String], setting: String
    ) throws {
        let yaml = "title: a # kept\n"
        let refusal = refusal(try sheet(yaml), changes)
        #expect(refusal?.setting == setting, "\(refusal?.words ?? "")")
        #expect(refusal?.words.contains("efgh") == false)
        #expect(try written() == yaml)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    @Test func aFaultOfTheFileIsToldWithItsLineAndNothingIsWrittenOverIt() throws {
        let yaml = "title: a\nouputs: window\n"
        let sheet = try sheet(yaml)
        let fault = try #require(sheet.read().fault)
        #expect(fault.contains("line 2") && fault.contains("did you mean `outputs`"))
        #expect(sheet.read().fields["title"] == "a")
        #expect(refusal(sheet, ["title": "b"])?.words.contains("line 2") == true)
        let broken = try self.sheet("title: [")
        #expect(broken.read().fault != nil)
        #expect(refusal(broken, ["title": "b"]) != nil)
        #expect(refusal(broken, ["hold": "fear"])?.words.contains("no setting") == true)
    }

    @Test func aKeyInAnAddressIsNotShown() throws {
        let sheet = try sheet("outputs: [rtmp://a.example/live/abcd-efgh-ijkl-mnop]\n")
        #expect(sheet.read().fields["outputs"]?.contains("efgh") == false)
        #expect(sheet.read().fault?.contains("efgh") == false)
    }

    @Test func aFilesRightsStayAsTheyAre() throws {
        var sheet = try sheet("title: a\n")
        #expect(chmod(path, 0o640) == 0)
        try sheet.save(["title": "b"])
        let rights = try FileManager.default.attributesOfItem(atPath: path)
        #expect(rights[.posixPermissions] as? Int == 0o640)
    }

    @Test func aRehearsalLeavesNothingAndReachesNobody() throws {
        let show = try ShowFile(contentsOf: Self.example).rehearsed
        #expect(show.chats == ["demo"] && show.outputs == ["window"] && show.duration == 60)
        #expect(show.recordChat == nil && show.report == nil && show.trace == nil)
        #expect(show.streamKeyFile == nil && show.apiKeyFile == nil)
        #expect(show.gallery == "" && show.galleryOSC == "" && show.pace == .live)
        #expect(show.deskLog == "none" && show.corrections == "none")
        #expect(show.cues.count == 5 && show.puppet == "paper")
        var poses = ShowFile()
        (poses.outputs, poses.duration) = (["poses:a.jsonl", "osc:h:1"], 20)
        #expect(poses.rehearsed.outputs == ["poses:/dev/null"] && poses.rehearsed.duration == 20)
    }
}
