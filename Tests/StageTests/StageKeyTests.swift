import CSDL
import Foundation
import Signals
import Testing

@testable import Stage

@MainActor
@Suite(.serialized) struct StageKeyTests {
    /// A stage off screen, with which SDL's queue works too; one at a time can be open.
    private func opened(width: Int = 320, height: Int = 180) throws -> Stage {
        let stage = try Stage(StageSettings(width: width, height: height, showsWords: false))
        _ = WindowEvents.take()
        return stage
    }

    private func press(_ key: SDL_KeyCode, with modifiers: SDL_Keymod? = nil, again: Bool = false) {
        var event = SDL_Event()
        event.key.type = SDL_KEYDOWN.rawValue
        event.key.keysym.sym = SDL_Keycode(key.rawValue)
        event.key.keysym.mod = UInt16(modifiers?.rawValue ?? 0)
        event.key.repeat = again ? 1 : 0
        SDL_PushEvent(&event)
    }

    private func type(_ character: Character) {
        var event = SDL_Event()
        event.text.type = SDL_TEXTINPUT.rawValue
        event.text.text.0 = CChar(character.asciiValue ?? 0)
        SDL_PushEvent(&event)
    }

    @Test func everyKeyOfTheListIsHeard() throws {
        let stage = try opened()
        defer { withExtendedLifetime(stage) {} }
        let keys = [
            SDLK_f, SDLK_w, SDLK_s, SDLK_p, SDLK_h, SDLK_g, SDLK_c, SDLK_q, SDLK_ESCAPE, SDLK_F1,
            SDLK_F11,
        ]
        for key in keys { press(key) }
        type("?")
        #expect(
            WindowEvents.take() == [
                .key(.fullscreen), .key(.words), .key(.skeleton), .key(.puppet), .key(.hold),
                .key(.code), .key(.screenshot), .key(.quit), .key(.quit), .key(.help),
                .key(.fullscreen), .key(.help),
            ])
        #expect(WindowEvents.take().isEmpty)
    }

    @Test func aClosedWindowIsHeard() throws {
        let stage = try opened()
        defer { withExtendedLifetime(stage) {} }
        var event = SDL_Event()
        event.type = SDL_QUIT.rawValue
        SDL_PushEvent(&event)
        #expect(WindowEvents.take() == [.quit])
    }

    @Test func otherKeysShortcutsAndHeldKeysMeanNothing() throws {
        let stage = try opened()
        defer { withExtendedLifetime(stage) {} }
        press(SDLK_x)
        press(SDLK_SPACE)
        press(SDLK_q, with: KMOD_LCTRL)
        press(SDLK_f, with: KMOD_LALT)
        press(SDLK_w, again: true)
        type("q")
        #expect(WindowEvents.take().isEmpty)
        press(SDLK_w, with: KMOD_LSHIFT)
        #expect(WindowEvents.take() == [.key(.words)])
    }

    @Test func bonesLieOverThePuppetWhereTheyAreAskedFor() throws {
        let stage = try opened()
        var scene = Scene(
            time: 0, pose: Poses.standing, roomMood: Mood(.neutral), dancerMood: Mood(.neutral))
        let plain = Array(try #require(try stage.draw(scene)).pixels)
        scene.showsBones = true
        let boned = try #require(try stage.draw(scene))
        let differing = (0..<320 * 180).filter { pixel in
            (0..<3).contains { plain[4 * pixel + $0] != boned.pixels[4 * pixel + $0] }
        }
        // Bones are thin: some hundred pixels of the figure, and nothing far from it.
        #expect((200...6_000).contains(differing.count))
        #expect(differing.allSatisfy { (80..<240).contains($0 % 320) })
    }

    @Test func theListOfKeysIsNeverInThePictureThatIsHandedOn() throws {
        let stage = try opened()
        let scene = Scene(
            time: 0, pose: Poses.standing, roomMood: Mood(.fear), dancerMood: Mood(.fear))
        let plain = Array(try #require(try stage.draw(scene)).pixels)
        stage.showsKeys = true
        #expect(Array(try #require(try stage.draw(scene)).pixels) == plain)
    }

    @Test func theListOfKeysIsReadable() throws {
        let stage = try opened(width: 640, height: 360)
        let picture = try stage.pictureOfKeys()
        if let folder = ProcessInfo.processInfo.environment["EMOTIONMOTION_SNAPSHOTS"] {
            try picture.write(toPNG: URL(filePath: folder).appending(path: "keys.png"))
        }
        let pale = (0..<640 * 360).filter { picture.pixels[4 * $0] > 150 }
        #expect(pale.count > 1_000)
        #expect(pale.allSatisfy { (100..<540).contains($0 % 640) })
    }

    @Test func theNextPuppetComesInTurn() throws {
        let stage = try opened()
        try stage.useNextPuppet()
        try stage.useNextPuppet()
        #expect(stage.takeRemarks().isEmpty)
    }

    @Test func aDisplayThatIsNotThereIsNamed() throws {
        let stage = try opened()
        defer { withExtendedLifetime(stage) {} }
        #expect(throws: StageError.noSuchDisplay(99, count: Int(SDL_GetNumVideoDisplays()))) {
            try Surface.middle(ofDisplay: 99)
        }
    }

    @Test func aPictureIsKeptAsItIs() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "a.png")
        let picture = Picture(width: 4, height: 2)
        for index in 0..<8 {
            picture.pixels[4 * index] = UInt8(30 * index)
            picture.pixels[4 * index + 1] = 7
            picture.pixels[4 * index + 2] = UInt8(255 - index)
            picture.pixels[4 * index + 3] = 255
        }
        try picture.write(toPNG: file)
        let stored = try #require(Snapshot.read(file: file))
        #expect(stored.width == 4 && stored.height == 2)
        let colours = (0..<8).flatMap { (index: Int) -> [UInt8] in
            [UInt8(30 * index), 7, UInt8(255 - index)]
        }
        #expect(stored.bytes == colours)
        #expect(throws: StageError.self) {
            try picture.write(toPNG: folder.appending(path: "nowhere/a.png"))
        }
    }
}
