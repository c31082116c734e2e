import ArgumentParser
import Broadcast
import Show
import Stage

/// How pictures are drawn.
struct PictureOptions: ParsableArguments {
    @Option(
        help: """
            Pictures a second, 30 or 60; the dancer gives 30 poses, and between them the body is shown \
            on its way. (default: the quality's, or 30)
            """)
    var rate: Int?

    @Option(
        help: """
            How finely worlds are painted; auto measures at the start, and is medium in fast pace. \
            (default: auto)
            """)
    var stageQuality: StageQuality?

    @Option(
        help: """
            worlds, or transparent: the puppet alone, with alpha, for frames:FOLDER and FILE.mov \
            (ProRes 4444). (default: worlds)
            """)
    var background: StageSettings.Background?

    func validate() throws {
        if let rate, ![30, 60].contains(rate) {
            throw ValidationError("--rate is 30 or 60 pictures a second.")
        }
    }

    /// Writes these options into a show's settings.
    func apply(to settings: inout ShowSettings, quality: StreamQuality?) {
        settings.picturesPerSecond = rate ?? quality?.picturesPerSecond ?? 30
        settings.stageQuality = stageQuality ?? .auto
        settings.background = background ?? .worlds
    }
}

extension StageQuality: ExpressibleByArgument {}
extension StageSettings.Background: ExpressibleByArgument {}
