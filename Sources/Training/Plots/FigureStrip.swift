import Motion
import Signals

extension Plot {
    /// A row of figures: poses of a run, drawn as bones side by side from left to right.
    ///
    /// - Parameters:
    ///   - poses: which poses of the run are drawn.
    ///   - style: the class of the page's style that colours the bones.
    public static func strip(
        _ run: PoseRun, poses: [Int], title: String, style: String = "one"
    ) -> Plot {
        let room = 46.0
        let scale = 24.0  // units a torso
        let floor = 104.0
        var drawing = Drawing(
            width: room * Double(max(poses.count, 1)), height: floor + 8, title: title)
        drawing.line((0, floor), (drawing.width, floor), style: "grid")
        for (column, pose) in poses.enumerated() where pose < run.count {
            drawing.figure(
                run, pose: pose, hipX: room * (Double(column) + 0.5), floor: floor, scale: scale,
                style: style)
        }
        return Plot(svg: drawing.svg, legend: [])
    }
}

extension Drawing {
    /// A pose of a run as bones and a head.
    ///
    /// - Parameters:
    ///   - hipX: where its mid-hip stands.
    ///   - floor: where the floor lies.
    ///   - scale: units a torso.
    mutating func figure(
        _ run: PoseRun, pose: Int, hipX: Double, floor: Double, scale: Double, style: String
    ) {
        let start = pose * PoseLayout.count
        let hipY = floor - scale * Double(run.numbers[start + PoseLayout.height])
        func place(_ joint: Int) -> (x: Double, y: Double) {
            guard joint >= 0 else { return (hipX, hipY) }
            return (
                hipX + scale * Double(run.numbers[start + 2 * joint]),
                hipY + scale * Double(run.numbers[start + 2 * joint + 1])
            )
        }
        for bone in PoseLayout.bones {
            line(place(bone.parent), place(bone.child), style: "bone \(style)")
        }
        if let nose = PoseLayout.joints.firstIndex(of: .nose) {
            let head = place(nose)
            dot(x: head.x, y: head.y - 1.5, radius: 4, style: "head \(style)")
        }
    }
}
