import Clips
import Foundation
import Motion

extension DancerCheckpoint.About {
    /// What follows for a dancer from the clips that it learned from, their licences above all.
    ///
    /// The strictest licence of all clips holds for the dancer. What the recipe says of licence,
    /// credits and notes goes before that: whom the licences ask to be named, above all.
    ///
    /// - Parameter step: the step whose weights these are.
    public init(
        trainedOn clips: [any DescribedClip], recipe: DancerRecipe, step: Int,
        likelihoods: Likelihoods?
    ) {
        self.init()
        licence = Self.licence(of: clips)
        credits = Self.credits(of: clips)
        let settings = recipe.training
        let minutes = clips.reduce(0) { $0 + $1.seconds } / 60
        training = String(
            format:
                "Averaged weights with the lowest validation loss (step %d of %d; %d windows of "
                + "%d poses a step, seed %@), on %.1f minutes of motion", step, settings.steps,
            settings.windows, settings.length, "\(settings.seed)", minutes)
        if let likelihoods {
            training += String(
                format: "; validation likelihood %.3f nats a number (last pose again %.3f, one "
                    + "Gaussian around the mean pose %.3f)", likelihoods.dancer,
                likelihoods.lastPose, likelihoods.meanPose)
        }
        if !recipe.dancer.licence.isEmpty { licence = recipe.dancer.licence }
        if !recipe.dancer.credits.isEmpty { credits = recipe.dancer.credits }
        notes = recipe.dancer.notes
    }

    private static func licence(of clips: [any DescribedClip]) -> String {
        let uses = Set(clips.map(\.about.use))
        if !uses.isDisjoint(with: [.notForTraining, .unclear]) {
            return "Not to be given away: nobody states the terms of some of its motion."
        } else if uses.contains(.nonCommercial) {
            return "Not for commercial use, as some of its motion is not; see the credits."
        } else if uses.contains(.unstated) {
            return "Up to the owner of its motion, whose licence is not stated."
        } else {
            return "\(Self.freeForAnyUse); see the credits."
        }
    }

    private static func credits(of clips: [any DescribedClip]) -> String {
        let sources = Dictionary(grouping: clips.map(\.about), by: \.source)
        return sources.keys.sorted().map { source in
            let some = sources[source] ?? []
            let licences = Set(some.map(\.licence)).subtracting([""]).sorted()
            let words = licences.isEmpty ? "no licence stated" : licences.joined(separator: ", ")
            return "\(source.isEmpty ? "clips" : source): \(some.count) (\(words))"
        }.joined(separator: "; ")
    }
}
