import Foundation
import Motion
import Signals

extension Plot {
    /// A change of mood as figures in rows of eight, seconds under them, in the colours of the mood
    /// before and after; behind each the ways of its wrists since the figure before.
    ///
    /// Two figures stand before the change, one at the change itself.
    static func change(
        _ run: PoseRun, at change: Int, every step: Int, styles: (before: String, after: String),
        title: String
    ) -> Plot {
        let across = 8
        let room = 60.0
        let tall = 140.0
        let poses = Array(stride(from: max(change - 2 * step, 0), to: run.count, by: step))
        let rows = (poses.count + across - 1) / across
        var drawing = Drawing(
            width: room * Double(across), height: tall * Double(max(rows, 1)), title: title)
        for (index, pose) in poses.enumerated() {
            let style = pose < change ? styles.before : styles.after
            let x = room * (Double(index % across) + 0.5)
            let floor = tall * Double(index / across) + 116
            if index % across == 0 {
                drawing.line((0, floor), (drawing.width, floor), style: "grid")
            }
            drawing.wristTrails(
                run, poses: max(0, pose - step)...pose, hipX: x, floor: floor, scale: 28,
                style: style)
            drawing.figure(run, pose: pose, hipX: x, floor: floor, scale: 28, style: style)
            let seconds = Double(pose - change) / 30
            drawing.text(
                abs(seconds) < 1e-9 ? "0 s" : String(format: "%.1f", seconds), x: x,
                y: floor + 17, anchor: "middle", style: "label name")
        }
        return Plot(
            svg: drawing.svg,
            legend: [(styles.before, styles.before), (styles.after, styles.after)])
    }
}

extension Drawing {
    /// The ways of both wrists about the hips over some poses.
    fileprivate mutating func wristTrails(
        _ run: PoseRun, poses: ClosedRange<Int>, hipX: Double, floor: Double, scale: Double,
        style: String
    ) {
        for joint in [Body25.rightWrist, .leftWrist] {
            guard let place = PoseLayout.joints.firstIndex(of: joint) else { continue }
            path(
                poses.map { pose in
                    let start = pose * PoseLayout.count
                    let hipY = floor - scale * Double(run.numbers[start + PoseLayout.height])
                    return (
                        hipX + scale * Double(run.numbers[start + 2 * place]),
                        hipY + scale * Double(run.numbers[start + 2 * place + 1])
                    )
                }, style: "trail \(style)")
        }
    }
}
