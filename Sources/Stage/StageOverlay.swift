import CGLES
import Signals

/// What may lie over the picture: the dancer's bones, and the list of keys.
struct StageOverlay {
    let lettering: Lettering
    private var scale: Float { lettering.scale }

    /// Draws the bones and joints of a pose in pixels over the current target: the right side warm,
    /// the left cool, each with a dark edge so that it is seen before every world.
    func drawBones(_ pose: Pose) {
        for (width, isEdge) in [(Float(7), true), (Float(4), false)] {
            for (parent, child) in Body25.bones {
                addBone(pose[parent], pose[child], child, width: width * scale, isEdge: isEdge)
            }
            for point in Body25.allCases where pose[point].confidence > 0 {
                let at = SIMD2(pose[point].x, pose[point].y)
                let reach = (isEdge ? 6 : 4.5) * scale
                lettering.quads.addBox(
                    Box(x: at.x - reach, y: at.y - reach, width: 2 * reach, height: 2 * reach),
                    colour: colour(point, pose[point].confidence, isEdge: isEdge),
                    shape: SIMD4(1, reach, reach, reach))
            }
        }
        lettering.draw()
    }

    private func addBone(
        _ one: Keypoint, _ other: Keypoint, _ child: Body25, width: Float, isEdge: Bool
    ) {
        let confidence = min(one.confidence, other.confidence)
        guard confidence > 0 else { return }
        let (from, to) = (SIMD2(one.x, one.y), SIMD2(other.x, other.y))
        let length = ((to - from) * (to - from)).sum().squareRoot()
        guard length > 0.5 else { return }
        let along = (to - from) / length * (width / 2)
        let across = SIMD2(-along.y, along.x)
        let colour = colour(child, confidence, isEdge: isEdge)
        let shape = SIMD4<Float>(1, width / 2, (length + width) / 2, width / 2)
        let corner = { (at: SIMD2<Float>, u: Float, v: Float) in
            Corner(x: at.x, y: at.y, u: u, v: v, colour: colour, shape: shape)
        }
        lettering.quads.add(
            corner(from - along - across, 0, 0), corner(to + along - across, 1, 0),
            corner(to + along + across, 1, 1), corner(from - along + across, 0, 1))
    }

    private func colour(_ point: Body25, _ confidence: Float, isEdge: Bool) -> SIMD4<Float> {
        if isEdge { return SIMD4(0.03, 0.03, 0.05, 0.75 * confidence) }
        let name = "\(point)"
        let paint: SIMD3<Float> =
            name.hasPrefix("right")
            ? SIMD3(1, 0.62, 0.36)
            : name.hasPrefix("left") ? SIMD3(0.45, 0.78, 1) : SIMD3(1, 0.97, 0.9)
        return SIMD4(paint, confidence)
    }

    /// Lists the keys in the middle of the current target.
    func drawKeys() {
        let row = 34 * scale
        let width = 470 * scale
        let height = row * Float(StageKey.allCases.count) + 36 * scale
        let panel = Box(
            x: ((lettering.size.x - width) / 2).rounded(),
            y: ((lettering.size.y - height) / 2).rounded(),
            width: width, height: height)
        fill(panel, SIMD4(0.05, 0.06, 0.09, 0.86), radius: 12 * scale)
        for (index, _) in StageKey.allCases.enumerated() {
            fill(cap(index, in: panel, row: row), SIMD4(1, 0.985, 0.955, 0.16), radius: 6 * scale)
        }
        for (index, key) in StageKey.allCases.enumerated() {
            let cap = cap(index, in: panel, row: row)
            write(key.name, size: 17, bold: true) { written in
                SIMD2(
                    cap.x + (cap.width - Float(written.width)) / 2,
                    cap.y + (cap.height - Float(written.height)) / 2)
            }
            write(key.meaning, size: 17, bold: false) { written in
                SIMD2(cap.maxX + 18 * scale, cap.y + (cap.height - Float(written.height)) / 2)
            }
        }
        lettering.draw()
    }

    private func cap(_ index: Int, in panel: Box, row: Float) -> Box {
        Box(
            x: panel.x + 22 * scale, y: panel.y + 20 * scale + Float(index) * row,
            width: 36 * scale, height: 28 * scale)
    }

    private func fill(_ box: Box, _ colour: SIMD4<Float>, radius: Float) {
        lettering.fill(box, colour, radius: radius)
    }

    private func write(
        _ text: String, size: Float, bold: Bool, at place: (TextCache.Written) -> SIMD2<Float>
    ) {
        let style = TextStyle(
            size: max(Int((size * scale).rounded()), 6), isBold: bold, widest: Int(400 * scale))
        guard let written = lettering.cache.written(text, style) else { return }
        let at = place(written)
        lettering.write(written, x: at.x, y: at.y, opacity: 1)
    }
}
