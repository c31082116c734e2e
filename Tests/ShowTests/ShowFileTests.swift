import Desk
import Foundation
import SettingsFiles
import Signals
import Testing

@testable import Show

@Suite struct ShowFileTests {
    private static let example = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../examples/show.yaml")
        .standardizedFileURL
    private let folder = URL(fileURLWithPath: "/shows", isDirectory: true)

    private func show(_ yaml: String) throws -> ShowFile {
        try ShowFile(yaml: yaml, path: "show.yaml", folder: folder)
    }

    private func fault(_ yaml: String) -> String {
        do {
            _ = try show(yaml)
            return "no error"
        } catch { return "\(error)" }
    }

    @Test func theExampleHoldsEverySetting() throws {
        let file = try ShowFile(contentsOf: Self.example)
        for child in Mirror(reflecting: file).children {
            #expect(
                "\(child.value)" != "nil", "examples/show.yaml does not name \(child.label ?? "")")
        }
        for child in Mirror(reflecting: file.obs).children {
            #expect("\(child.value)" != "nil", "examples/show.yaml lacks obs.\(child.label ?? "")")
        }
        let words = try String(contentsOf: Self.example, encoding: .utf8)
        let named = Set(
            words.split(separator: "\n").compactMap { line in
                line.split(separator: ":").first?.trimmingCharacters(in: [" ", "-"])
            })
        for name in try ShowFile.settingNames() {
            let key = try #require(name.split(separator: ".").last)
            #expect(named.contains(String(key)), "examples/show.yaml lacks \(name)")
        }
        #expect(file.cues.count == 5)
        #expect(file.cues[2].actions.count == 4)
        #expect(file.cues[4] == ShowCue(.at(595), [.steer(.end)]))
    }

    @Test func everySettingOfTheCodeCanBeSet() throws {
        let known = try ShowFile.settingNames()
        for name in Mirror(reflecting: ShowFile()).children.compactMap(\.label) {
            #expect(known.contains { $0 == name || $0.hasPrefix(name + ".") }, "\(name)")
        }
        for name in Mirror(reflecting: ShowFile.ThroughOBS()).children.compactMap(\.label) {
            #expect(known.contains("obs.\(name)"), "\(name)")
        }
    }

    @Test func anEmptyFileNamesNothing() throws {
        #expect(try show("# nothing\n") == ShowFile())
    }

    @Test func aSlipIsNamedWithItsLineAndWhatWasMeant() {
        #expect(
            fault("chats: [demo]\n\nouputs: [a.mp4]\n").hasPrefix(
                "show.yaml, line 3: `ouputs` is not a setting of a show; did you mean `outputs`? "
                    + "Here can stand chats, "))
        #expect(fault("obs:\n  adress: x\n").contains("line 2: `obs.adress` is not a setting"))
        #expect(fault("zzz: 1\n").contains("`zzz` is not a setting of a show. Here can stand"))
        #expect(
            fault("cues:\n  - at: 1\n    do: {hodl: anger}\n").contains(
                "line 3: `cues[1].do.hodl` is not a setting of a show; did you mean `hold`?"))
    }

    @Test(arguments: [
        (
            "chats: [demo,\n  telegram:x]\n",
            "line 2: chats cannot be used: \"telegram:x\" is no chat"
        ),
        ("volume: 9\n", "line 1: volume should be a number, from 0.0 to 4.0, not \"9\""),
        ("quality: 4k\n", "quality should be one of 720p30, 1080p30, 1080p60, not \"4k\""),
        ("\nsize: big\n", "line 2: size should be WIDTHxHEIGHT"),
        ("duration: 1:75\n", "duration should be seconds, or as in 12:30"),
        ("hold: joy\n", "hold should be one of anger, disgust"),
        ("hold:\n  anger: 2\n", "line 2: hold.anger should be a number, from 0.0 to 1.0"),
        ("encoder: h265\n", "encoder should be one of auto, x264"),
        ("desk: 127.0.0.1:999999\n", "desk cannot be used"),
        ("sound: nowhere.ogg\n", "sound cannot be used: \"/shows/nowhere.ogg\" is no sound"),
        ("weigh:\n  king: 2\n", "line 2: `weigh.king` is not a setting"),
        ("weigh: {gallery: 9}\n", "weigh.gallery should be a number, from 0.0 to 4.0"),
        ("cues:\n  - do: {end: true}\n", "line 2: cues[1].when or `at` says when the cue is due"),
        ("cues:\n  - at: 1\n", "cues[1].do says what the cue does"),
        ("cues:\n  - when: {for: 3}\n    do: {end: true}\n", "cues[1].when names no emotion"),
        ("cues: 3\n", "cues should be a list"),
        ("outputs: {a: b}\n", "outputs should be text"),
    ])
    func aBadValueIsNamedWithItsLine(_ yaml: String, _ words: String) {
        #expect(fault(yaml).contains(words), "\(fault(yaml))")
        #expect(!fault(yaml).contains("\n"))
    }

    @Test(arguments: [
        "streamKey: aaaa-bbbb-cccc-dddd-eeee\n",
        "streamKeyFile: aaaa-bbbb-cccc-dddd-eeee\n",
        "outputs: [rtmp://a.rtmp.youtube.com/live2/aaaa-bbbb-cccc-dddd-eeee]\n",
        "outputs: ['srt://host:9000?streamid=aaaa-bbbb-cccc-dddd-eeee']\n",
        "outputs: ['rtmps://me:aaaa-bbbb-cccc-dddd-eeee@host/live']\n",
        "obs:\n  password: aaaa-bbbb-cccc-dddd-eeee\n",
    ])
    func aSecretIsRefusedWithASentenceThatDoesNotShowIt(_ yaml: String) {
        let words = fault(yaml)
        #expect(words.contains("secret") && words.contains("streamKeyFile"), "\(words)")
        #expect(!words.contains("aaaa-bbbb"))
    }

    @Test func pathsAreFromTheFilesOwnFolder() throws {
        let file = try show(
            """
            chats: replay:chats/one.jsonl
            outputs: [out/a.mp4, frames:f, poses:/tmp/p.jsonl, window, "rtmp://host/live"]
            dancer: mine.safetensors
            backdrops: default
            puppet: light
            streamKeyFile: key
            """)
        #expect(file.chats == ["replay:/shows/chats/one.jsonl"])
        #expect(
            file.outputs == [
                "/shows/out/a.mp4", "frames:/shows/f", "poses:/tmp/p.jsonl", "window",
                "rtmp://host/live",
            ])
        #expect(file.dancer == "/shows/mine.safetensors" && file.backdrops == "")
        // A dancer of the program's own is a name and no path.
        for name in ["open", "default"] {
            let own = try ShowFile(
                yaml: "dancer: \(name)", path: "show.yaml", folder: URL(fileURLWithPath: "/shows"))
            #expect(own.dancer == name)
        }
        #expect(file.puppet == "light" && file.streamKeyFile == "/shows/key")
    }

    @Test func moodsAndTimesAreReadAsTheyAreWritten() throws {
        let file = try show(
            """
            duration: 1:02:30
            hold: {anger: 0.5, fear: 0.25}
            cues:
              - when: {anger: 0.6, for: 0:05, again: 60}
                do: {hold: fear, title: ""}
            """)
        #expect(file.duration == 3750)
        #expect(file.hold?[.anger] == 0.5 && file.hold?[.neutral] == 0.25)
        #expect(
            file.cues == [
                ShowCue(
                    .mood([.anger: 0.6], seconds: 5, again: 60),
                    [.steer(.set(Mood(.fear))), .title(nil)])
            ])
    }

    @Test func aFileThatIsNotThereIsNamed() {
        #expect(throws: ShowError.noShowFile("/nowhere/x.yaml")) {
            try ShowFile(contentsOf: URL(fileURLWithPath: "/nowhere/x.yaml"))
        }
    }
}
