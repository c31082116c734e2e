import Foundation
import Motion
import Signals

/// The components of the mixtures that a model gives: how probable each is, how far it would move the
/// body and how much it would change its bones.
struct MixtureParts: Sendable {
    /// One component of one window's mixture.
    struct Part: Sendable, Equatable {
        /// The window's number.
        var window: Int
        /// The component's number, from 0.
        var component: Int
        /// Its weight; those of a window sum to 1.
        var probability: Double
        /// The mean way of the keypoints to the pose of its mean, in torsos.
        var movement: Double
        /// The mean change of the bones' lengths on the picture to that pose, as a share of each.
        var shape: Double
    }

    /// The mean over all windows of one component.
    struct Component: Sendable, Equatable {
        var number: Int
        var probability: Double
        /// Share of the windows in which it is the most probable.
        var leads: Double
        var movement: Double
        var shape: Double
    }

    /// All parts, window by window.
    let parts: [Part]
    /// A window to look at: the emotion, the present pose and every component's, one after another.
    let example: (emotion: Emotion, poses: PoseRun, probabilities: [Double])?
    /// How many times the example's steps are enlarged.
    static let enlargement: Float = 10

    /// The parts of what a model makes of windows.
    init(of insides: ModelInsides) {
        let parts = insides.windows.enumerated().flatMap { index, window in
            Self.parts(of: window.mixture, after: window.run, number: index, insides.space)
        }
        self.parts = parts
        // A moment that moves more than most, and is no exception.
        let order = Dictionary(grouping: parts, by: \.window)
            .map { ($0.key, $0.value.reduce(0) { $0 + $1.probability * $1.movement }) }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        let most = order.isEmpty ? nil : order[order.count * 3 / 4].0
        example = most.map { number in
            let window = insides.windows[number]
            return (
                window.emotion, Self.enlarged(window.mixture, after: window.run, insides.space),
                parts.filter { $0.window == number }.map(\.probability)
            )
        }
    }

    /// The parts of one mixture, which follows the last pose of a run.
    static func parts(
        of mixture: MixtureDraw, after run: PoseRun, number: Int, _ space: PoseSpace
    ) -> [Part] {
        let (now, state) = present(run, space)
        let bones = PoseLayout.boneLengths(of: now)
        return zip(mixture.probabilities, mixture.logits.indices).map { probability, component in
            let next = pose(component, of: mixture, from: state, space, scale: 1)
            let lengths = PoseLayout.boneLengths(of: next)
            let changes = zip(bones, lengths).map { abs($1 - $0) / max($0, 1e-3) }
            return Part(
                window: number, component: component, probability: probability,
                movement: Double(PoseLayout.distance(now, to: next)),
                shape: Double(changes.reduce(0, +) / Float(changes.count)))
        }
    }

    /// The present pose as the space holds it, and its state.
    private static func present(_ run: PoseRun, _ space: PoseSpace) -> ([Float], [Float]) {
        let state = space.state(of: run.numbers, at: (run.count - 1) * PoseLayout.count)
        return (space.numbers(of: state, drift: 0), state)
    }

    private static func pose(
        _ component: Int, of mixture: MixtureDraw, from state: [Float], _ space: PoseSpace,
        scale: Float
    ) -> [Float] {
        let size = mixture.means.count / mixture.logits.count
        let next = state.indices.map { i in
            state[i] + scale * mixture.means[component * size + i] * space.stepDeviation[i]
        }
        return space.numbers(of: next, drift: 0)
    }

    private static func enlarged(
        _ mixture: MixtureDraw, after run: PoseRun, _ space: PoseSpace
    ) -> PoseRun {
        let (now, state) = present(run, space)
        return PoseRun(
            now
                + mixture.logits.indices.flatMap {
                    pose($0, of: mixture, from: state, space, scale: enlargement)
                })
    }

    /// The components, by their numbers.
    var components: [Component] {
        let windows = Dictionary(grouping: parts, by: \.window)
        let leaders = windows.values.compactMap { parts in
            parts.max { $0.probability < $1.probability }?.component
        }
        return Dictionary(grouping: parts, by: \.component).sorted { $0.key < $1.key }
            .map { number, parts in
                let count = Double(parts.count)
                func mean(_ part: (Part) -> Double) -> Double {
                    parts.reduce(0) { $0 + part($1) } / count
                }
                return Component(
                    number: number, probability: mean(\.probability),
                    leads: Double(leaders.filter { $0 == number }.count) / count,
                    movement: mean(\.movement), shape: mean(\.shape))
            }
    }
}

extension MixtureDraw {
    /// The weights of the components, which sum to 1.
    var probabilities: [Double] {
        let largest = Double(logits.max() ?? 0)
        let weights = logits.map { exp(Double($0) - largest) }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }
}

extension MixtureParts: AnalysisFigure {
    var tables: [AnalysisTable] {
        [
            AnalysisTable(
                "components",
                columns: [
                    "component", "probability", "share_leading", "movement_torsos", "bone_change",
                ],
                rows: components.map {
                    ["\($0.number + 1)"]
                        + [$0.probability, $0.leads, $0.movement, $0.shape]
                        .map { AnalysisTable.cell($0) }
                }),
            AnalysisTable(
                "component-windows",
                columns: [
                    "window", "component", "probability", "movement_torsos", "bone_change",
                ],
                rows: parts.map {
                    ["\($0.window + 1)", "\($0.component + 1)"]
                        + [$0.probability, $0.movement, $0.shape].map { AnalysisTable.cell($0) }
                }),
        ]
    }

    /// Colours of the components, in their order.
    static let styles = ["one", "two", "three", "four", "five", "six", "seven", "eight"]

    func add(to page: inout PlotPage) {
        page.heading("The components of the mixture")
        let windows = Set(parts.map(\.window)).count
        for (title, unit, share, mean) in [
            ("movement", "torsos a pose", \Part.movement, \Component.movement),
            ("shape", "mean change of the bones' lengths", \Part.shape, \Component.shape),
        ] {
            page.plot(
                .components(
                    components.map { component in
                        (
                            PlotSeries(
                                "\(component.number + 1)",
                                parts.filter { $0.component == component.number }.map {
                                    ($0[keyPath: share], $0.probability)
                                },
                                style: Self.styles[component.number % Self.styles.count]),
                            (component[keyPath: mean], component.probability)
                        )
                    }, title: "Probability against \(title)", x: unit, y: "probability"),
                caption: title == "movement"
                    ? "How probable each component is against how far its mean pose lies from the present "
                        + "one, after each of \(windows) windows of real motion; the numbered rings "
                        + "are the components' means. The widest twentieth is cut off."
                    : "The same against how much the bones change on the picture to that pose: a bone that "
                        + "turns towards the viewer shortens too, so some change is right.")
        }
        if let example {
            page.plot(
                .components(
                    example.poses, probabilities: example.probabilities, styles: Self.styles),
                caption:
                    "One moment of \(example.emotion): the present pose in grey, and where each "
                    + "component would go, its step \(Int(Self.enlargement)) times as large, with its "
                    + "probability.")
        }
        page.table(
            [["component", "probability", "leads", "movement, torsos", "bones"]]
                + components.map {
                    [
                        "\($0.number + 1)", String(format: "%.2f", $0.probability),
                        String(format: "%.2f", $0.leads), String(format: "%.4f", $0.movement),
                        String(format: "%.4f", $0.shape),
                    ]
                })
    }
}
