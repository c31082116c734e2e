import Clips
import Foundation
import Motion

extension DancerCheckpoint.About {
    /// What follows for a dancer from the clips that it learned from, their licences above all.
    ///
    /// The strictest licence of all clips holds for the dancer. Add to `credits` whom the licences
    /// ask to be named.
    public init(trainedOn clips: [BodyClip], settings: TrainingSettings, likelihoods: Likelihoods?)
    {
        self.init()
        let uses = Set(clips.map(\.about.use))
        if !uses.isDisjoint(with: [.notForTraining, .unclear]) {
            licence = "Not to be given away: nobody states the terms of some of its motion."
        } else if uses.contains(.nonCommercial) {
            licence = "Not for commercial use, as some of its motion is not; see the credits."
        } else if uses.contains(.unstated) {
            licence = "Up to the owner of its motion, whose licence is not stated."
        } else {
            licence = "Free for any use; see the credits."
        }
        let sources = Dictionary(grouping: clips, by: \.source)
        credits = sources.keys.sorted().map { source in
            let some = sources[source] ?? []
            let licences = Set(some.map(\.licence)).subtracting([""]).sorted()
            let words = licences.isEmpty ? "no licence stated" : licences.joined(separator: ", ")
            return "\(source.isEmpty ? "clips" : source): \(some.count) (\(words))"
        }.joined(separator: "; ")
        let minutes = clips.reduce(0) { $0 + $1.seconds } / 60
        training = String(
            format: "%d steps of %d windows of %d poses on %.1f minutes of motion, seed %@",
            settings.steps, settings.windows, settings.length, minutes, "\(settings.seed)")
        if let likelihoods {
            training += String(
                format: "; validation likelihood %.3f nats a number (last pose again %.3f, one "
                    + "Gaussian around the mean pose %.3f)", likelihoods.dancer,
                likelihoods.lastPose, likelihoods.meanPose)
        }
    }
}
