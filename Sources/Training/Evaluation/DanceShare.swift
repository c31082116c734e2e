import Foundation
import Motion
import Signals

/// Whether a dancer dances or only goes about.
struct DanceShare: Sendable {
    /// Poses of a window: two seconds.
    static let length = 60
    private let space: FeatureSpace
    private let rows: [(features: [Float], isDance: Bool)]

    /// As many windows of dances and gestures as of walking and standing, drawn from real takes, with
    /// their kinetic features.
    init(_ takes: [(take: MotionTake, kind: MotionKind)], perKind: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var found: [(features: [Float], isDance: Bool)] = []
        for kind in [MotionKind.dance, .travel] {
            let some = takes.filter { $0.kind == kind && $0.take.count >= Self.length }
            guard !some.isEmpty else { continue }
            // A take of 20 s is asked ten times as often as one of 2 s.
            let places = some.flatMap { entry in
                (0...(entry.take.count - Self.length) / 15).map { (entry.take, 15 * $0) }
            }
            for _ in 0..<perKind {
                let (take, start) = places[random.below(places.count)]
                let yaw = take.isFlat ? 0 : Float(2 * random.uniform() - 1) * .pi / 4
                let run = PoseRun(
                    take.part(start..<(start + Self.length))
                        .projected(yaw: yaw, mirrored: random.uniform() < 0.5))
                found.append((KineticFeatures.of(run), kind == .dance))
            }
        }
        let space = FeatureSpace(fitting: found.map(\.features), components: 32)
        self.space = space
        rows = found.map { (space($0.features), $0.isDance) }
    }

    /// The share of two-second windows whose nearest real one is a dance or a gesture, of each mood.
    func shares(_ set: MotionSet) -> [Emotion: Double] {
        var shares: [Emotion: Double] = [:]
        for emotion in set.emotions {
            let answers = (set.runs[emotion] ?? []).flatMap { run in
                run.starts(of: Self.length, hop: Self.length).map { start in
                    isDance(run.part(start..<(start + Self.length)))
                }
            }
            guard !answers.isEmpty else { continue }
            shares[emotion] = Double(answers.filter { $0 }.count) / Double(answers.count)
        }
        return shares
    }

    /// Whether the nearest real window of a window of two seconds is a dance or a gesture.
    func isDance(_ window: PoseRun) -> Bool {
        let place = space(KineticFeatures.of(window))
        var nearest = Float.infinity
        var answer = false
        for row in rows {
            var distance: Float = 0
            for i in place.indices {
                let away = place[i] - row.features[i]
                distance += away * away
            }
            if distance < nearest {
                nearest = distance
                answer = row.isDance
            }
        }
        return answer
    }
}
