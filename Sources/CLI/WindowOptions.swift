import ArgumentParser
import Foundation
import Show

/// How the show's window behaves.
struct WindowOptions: ParsableArguments {
    @Flag(help: "Fill the display.")
    var fullscreen = false

    @Option(help: "Number of the display to open the window on, from 1.")
    var display: Int?

    @Flag(help: "Let each picture wait for the display, so that none is torn; needs a GPU.")
    var vsync = false

    @Option(help: "Folder for pictures kept with C in the window. (default: the working folder)")
    var screenshots: String?

    func validate() throws {
        if let display, display < 1 { throw ValidationError("--display counts from 1.") }
    }

    func apply(to settings: inout ShowSettings) {
        settings.isFullscreen = fullscreen
        settings.display = display
        settings.waitsForDisplay = vsync
        settings.screenshots = screenshots.map { URL(fileURLWithPath: $0) }
    }
}
