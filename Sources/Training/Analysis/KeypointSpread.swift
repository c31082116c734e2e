import Clips
import Motion
import Signals

/// Where keypoints lie before and after normalising: in the room as the dataset holds them, and about
/// the hips, turned to the audience, as the dancer learns them.
struct KeypointSpread: Sendable {
    /// One keypoint's places.
    struct Row: Sendable {
        var point: Body25
        /// x (right) and y (up) in the room, in torsos.
        var room: (x: NumberSpread, y: NumberSpread)
        /// x (right) and y (up) from the mid-hip, in torsos.
        var body: (x: NumberSpread, y: NumberSpread)
    }

    /// A row a keypoint that was ever seen, in BODY_25's order.
    let rows: [Row]

    /// Frames between two that are looked at: neighbours are nearly the same.
    private static let stride = 3

    /// The spread of the keypoints of these clips, by every third frame.
    init(of clips: [BodyClip]) {
        var places = [[Float]](repeating: [], count: 4 * Body25.count)
        for clip in clips {
            let features = MotionFeatures(clip)
            for frame in Swift.stride(from: 0, to: clip.frameCount, by: Self.stride) {
                for point in Body25.allCases where clip.confidence(frame, point) > 0 {
                    let first = 4 * point.rawValue
                    let room = clip[frame, point]
                    let body = features.joints[frame * Body25.count + point.rawValue]
                    places[first].append(room.x)
                    places[first + 1].append(room.y)
                    places[first + 2].append(body.x)
                    places[first + 3].append(body.y)
                }
            }
        }
        rows = Body25.allCases.compactMap { point in
            let spreads = (0..<4).compactMap { NumberSpread(of: places[4 * point.rawValue + $0]) }
            guard spreads.count == 4 else { return nil }
            return Row(
                point: point, room: (spreads[0], spreads[1]), body: (spreads[2], spreads[3]))
        }
    }
}

extension KeypointSpread: AnalysisFigure {
    var tables: [AnalysisTable] {
        let rows = rows.flatMap { row in
            [
                ("room", "x", row.room.x), ("room", "y", row.room.y), ("hips", "x", row.body.x),
                ("hips", "y", row.body.y),
            ].map { ["\(row.point)", $0.0, $0.1] + $0.2.cells }
        }
        return [
            AnalysisTable(
                "keypoints",
                columns: ["keypoint", "about", "axis"]
                    + NumberSpread.columns.map { $0 + "_torsos" },
                rows: rows)
        ]
    }

    func add(to page: inout PlotPage) {
        page.heading("Keypoints before and after normalising")
        page.plot(
            .bodyMap(rows.map { ($0.point, $0.body.x, $0.body.y) }, title: "Keypoints"),
            caption: "After normalising: where 90 % of each keypoint's places lie about the hips, "
                + "across and up and down each by itself, and the body of the medians.")
        for (axis, x, y) in [
            ("across", \Row.room.x, \Row.body.x), ("up and down", \Row.room.y, \Row.body.y),
        ] {
            page.plot(
                .ranges(
                    rows.map { ($0.point.words, [$0[keyPath: x], $0[keyPath: y]]) },
                    series: [("in the room, before", "two"), ("about the hips, after", "one")],
                    title: "Keypoints \(axis)", x: "torsos, \(axis)"),
                caption: axis == "across"
                    ? "Thick: the middle half of all places; thin: 90 %; the dot is the median. Before: as "
                        + "the dataset holds them, in torsos (the files' own units are gone there). "
                        + "After: from the mid-hip, the body turned to the audience."
                    : "The same up and down: before from the floor, after from the mid-hip.")
        }
    }
}

extension Body25 {
    /// The keypoint in words: "rightBigToe" is "right big toe".
    var words: String {
        "\(self)".reduce(into: "") { words, letter in
            words += letter.isUppercase ? " \(letter.lowercased())" : "\(letter)"
        }
    }
}
