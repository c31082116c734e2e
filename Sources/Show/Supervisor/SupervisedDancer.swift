import Foundation
import Motion
import Signals

/// The dancer as the show has it: on a thread of its own, another in its place when it fails or hangs,
/// and a figure that rests meanwhile.
struct SupervisedDancer {
    /// One moment of the dance.
    struct Moment: Sendable {
        var pose: Pose
        var energy: Double
        var newestReheating: Reheating?
        var guardActions: Int
    }

    /// What is asked for a pose.
    struct Step: Sendable {
        var mood: Mood
        var dancing: Dancing
    }

    /// How it dances; temperature, guidance and pace may be changed as it does.
    var dancing: Dancing

    /// How long a picture waits for its pose.
    static let patience = Duration.milliseconds(100)

    /// The licence, credits and limits of the dancer.
    let about: DancerCheckpoint.About
    /// How fast it moves now, 0 to 1.
    private(set) var energy = 0.0
    /// Why the sampling began to be made hotter with the newest pose.
    private(set) var newestReheating: Reheating?
    /// How often it was set back into real motion, of those that danced before it too.
    var guardActions: Int { earlierGuardActions + latestGuardActions }
    private var earlierGuardActions = 0
    private var latestGuardActions = 0

    private let part: SupervisedPart<Step, Moment>
    private var figure = RestingFigure()
    private var poses = 0

    /// A dancer from a file; in live pace it is not waited for without end.
    ///
    /// Throws `DancerError` when the file is no dancer.
    init(checkpoint file: URL, seed: UInt64, dancing: Dancing, pace: Pace) throws {
        let checkpoint = try DancerCheckpoint(contentsOf: file)
        about = checkpoint.about
        self.dancing = dancing
        part = try SupervisedPart(
            "the dancer", instead: "the figure rests", patience: pace == .live ? Self.patience : nil
        ) {
            let dancer = try Dancer(checkpoint, seed: seed, dancing: dancing)
            return { step in
                dancer.tune(step.dancing)
                let pose = dancer.pose(feeling: step.mood)
                guard pose.isFinite else { throw PoseError() }
                return Moment(
                    pose: pose, energy: dancer.energy, newestReheating: dancer.newestReheating,
                    guardActions: dancer.guardActions)
            }
        }
    }

    /// The pose of this beat: the dancer's, or the resting figure's.
    mutating func pose(feeling mood: Mood) -> Pose {
        let moment = part.ask(Step(mood: mood, dancing: dancing))
        newestReheating = moment?.newestReheating
        energy = moment?.energy ?? 0.95 * energy
        if let moment {
            if moment.guardActions < latestGuardActions {
                earlierGuardActions += latestGuardActions
            }
            latestGuardActions = moment.guardActions
        }
        poses += 1
        return figure.pose(danced: moment?.pose, at: Double(poses) / Clip.standardRate)
    }

    /// What went wrong since the last call.
    func takeTroubles() -> [String] { part.takeTroubles() }

    /// Does something to the dancer, to see what the show makes of it.
    func disturb(_ disturbance: SupervisedPart<Step, Moment>.Disturbance) {
        part.disturb(disturbance)
    }
}

private struct PoseError: Error, CustomStringConvertible {
    var description: String { "its pose is no numbers" }
}
