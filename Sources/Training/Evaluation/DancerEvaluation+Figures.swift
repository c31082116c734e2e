import Foundation
import Motion
import Signals

// What the report tells beside the table.
extension DancerEvaluation {
    func takeFigures(
        _ clips: MotionSet, _ generated: Measures, _ held: HeldAgainst, _ long: [LongDance],
        into report: inout EvaluationReport
    ) {
        let speeds = clips.means { Double($0.meanSpeed) }
        let realSpeeds = held.realSet.means { Double($0.meanSpeed) }
        for emotion in emotions {
            report.figures.speeds[emotion] = (speeds[emotion] ?? 0, realSpeeds[emotion] ?? 0)
            let dances = long.filter { $0.emotion == emotion }
            report.figures.minutes[emotion] = (0..<settings.minutes).map { minute in
                dances.reduce(0) { $0 + $1.minutes[minute].speed } / Double(max(dances.count, 1))
            }
            report.figures.moments[emotion] = clips.runs[emotion]?.first
        }
        report.figures.spectra = (
            Self.share(generated.spectra), Self.share(held.real.spectra)
        )
        report.figures.confusion = (generated.confusion, held.real.confusion)
    }

    /// The mean over moods of each frequency's share of the velocities' power.
    private static func share(_ spectra: Spectra?) -> [Double] {
        guard let all = spectra?.velocities.values, let first = all.first else { return [] }
        return first.indices.map { k in
            all.reduce(0) { $0 + $1[k] / max($1.reduce(0, +), 1e-30) } / Double(all.count)
        }
    }

    /// What was measured on what.
    func notes(_ held: HeldAgainst) -> [String] {
        func seconds(_ takes: [(take: MotionTake, kind: MotionKind)]) -> Int {
            takes.reduce(0) { $0 + $1.take.count } / 30
        }
        let missing = Emotion.allCases.filter { !emotions.contains($0) }
        var notes = [
            "Real motion: \(real.trainingTakes.count) clips of \(seconds(real.trainingTakes)) s that "
                + "dancers train on, \(real.validationTakes.count) of "
                + "\(seconds(real.validationTakes)) s that none has seen.",
            "The judge of emotions learned from the validation clips alone, which the dancer never "
                + "saw, and judges the dancer and the training clips, which it never saw.",
            "Generated: \(emotions.count * settings.clipsPerMood) clips of "
                + "\(settings.clipPoses / 30) s, and "
                + "\(emotions.count * settings.longSeeds) dances of \(settings.minutes) min "
                + "(\(emotions.count * settings.longSeedsUnguarded) without the guard).",
        ]
        if settings.minutes < 10 || settings.longSeeds < 8 {
            notes.append(
                "Stability is minute \(settings.minutes) against minute 1 over "
                    + "\(settings.longSeeds) seeds a mood; the goal asks for 10 minutes of 8.")
        }
        if !missing.isEmpty {
            notes.append(
                "Not measured, for want of real motion in both splits: "
                    + missing.map(\.rawValue).joined(separator: ", ") + ".")
        }
        return notes
    }
}
