import Desk
import Foundation
import Signals
import Stage

/// The show and stages in browsers, which draw it themselves. While none looks this does nothing.
extension LiveShow {
    /// Tells web stages what to draw at this beat.
    func tellWebStages(_ pose: Pose, in mood: Mood, at beat: Beat) {
        guard let board, webStage.isWorking else { return }
        switch board.stage.want {
        case .nothing: break
        case .files: writeScript(for: board.stage, at: beat)
        case .lines:
            if let line = webStage.line(for: scene(of: pose, in: mood, at: moment(0, of: beat))) {
                board.stage.send(line)
            }
            if webStage.puppet != wornPuppet { writeScript(for: board.stage, at: beat) }
        }
    }

    /// The puppet that dances now.
    private var wornPuppet: String { stage?.puppet ?? settings.puppet }

    /// Has the puppet and the shaders read beside the show, which takes some tenths of a second.
    private func writeScript(for feed: StageFeed, at beat: Beat) {
        guard !webStage.isWriting else { return }
        webStage.isWriting = true
        let puppet = wornPuppet
        let (backdrops, seed) = (settings.backdrops, settings.seed)
        Task.detached { [weak self] in
            do {
                let script = try StageScript(puppet: puppet, backdrops: backdrops, seed: seed)
                await self?.take(script, of: puppet, for: feed)
            } catch {
                await self?.giveUpWebStage("\(error)", at: beat.time)
            }
        }
    }

    private func take(_ script: StageScript, of puppet: String, for feed: StageFeed) {
        feed.offer(script.kit.files)
        webStage.take(script, of: puppet)
    }

    private func giveUpWebStage(_ reason: String, at time: Double) {
        webStage.isWorking = false
        account.fault("web stage", reason, at: time)
    }
}

/// How far a show is with what its web stages need.
struct WebStageState {
    /// What is drawn, once somebody has looked.
    private var script: StageScript?
    /// The puppet of it.
    private(set) var puppet = ""
    /// Rises with every new set of files, so that pages take them anew.
    private(set) var revision = 0
    /// Whether another script is being written.
    var isWriting = false
    /// Whether it can be done at all.
    var isWorking = true

    /// Takes a script that has been written.
    mutating func take(_ script: StageScript, of puppet: String) {
        self.script = script
        self.puppet = puppet
        revision += 1
        isWriting = false
    }

    /// What is to be drawn of a scene; nil before a script is there.
    mutating func line(for scene: Scene) -> [UInt8]? {
        script?.line(for: scene, revision: revision)
    }
}
