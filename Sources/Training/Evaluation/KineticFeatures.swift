import Foundation
import Motion

/// How a run moves, in 75 numbers: of each keypoint about the hips, and of the hips on the stage, the
/// mean squared speed sideways, the mean squared speed up and down, and the mean size of the
/// acceleration, in torsos and poses (after Onuma, Faloutsos & Hodgins 2008, FMDistance).
enum KineticFeatures {
    /// How many numbers.
    static let count = 3 * (PoseLayout.joints.count + 1)

    /// The features of a run of three poses or more.
    static func of(_ run: PoseRun) -> [Float] {
        let joints = PoseLayout.joints.count
        var sums = [Double](repeating: 0, count: count)
        let poses = run.count
        guard poses > 2 else { return sums.map(Float.init) }
        run.numbers.withUnsafeBufferPointer { numbers in
            for joint in 0...joints {
                var beforeX: Float = 0
                var beforeY: Float = 0
                for pose in 1..<poses {
                    let now = pose * PoseLayout.count
                    let last = now - PoseLayout.count
                    let (vx, vy): (Float, Float)
                    if joint < joints {
                        vx = numbers[now + 2 * joint] - numbers[last + 2 * joint]
                        vy = numbers[now + 2 * joint + 1] - numbers[last + 2 * joint + 1]
                    } else {
                        vx = numbers[now + PoseLayout.drift]
                        vy = numbers[last + PoseLayout.height] - numbers[now + PoseLayout.height]
                    }
                    sums[3 * joint] += Double(vx * vx)
                    sums[3 * joint + 1] += Double(vy * vy)
                    if pose > 1 {
                        let ax = vx - beforeX
                        let ay = vy - beforeY
                        sums[3 * joint + 2] += Double((ax * ax + ay * ay).squareRoot())
                    }
                    beforeX = vx
                    beforeY = vy
                }
            }
        }
        return sums.enumerated().map { index, sum in
            Float(sum / Double(index % 3 == 2 ? poses - 2 : poses - 1))
        }
    }
}

/// Features in units of the real ones: z-scored by real motion, then its principal components.
struct FeatureSpace: Sendable {
    private let mean: [Float]
    private let deviation: [Float]
    private let axes: PrincipalComponents
    private let components: Int

    /// The space of these rows of real features.
    init(fitting rows: [[Float]], components wanted: Int) {
        let size = rows[0].count
        let count = Float(rows.count)
        var mean = [Float](repeating: 0, count: size)
        for row in rows { for i in 0..<size { mean[i] += row[i] / count } }
        var deviation = [Float](repeating: 0, count: size)
        for row in rows { for i in 0..<size { deviation[i] += pow(row[i] - mean[i], 2) / count } }
        deviation = deviation.map { max($0.squareRoot(), 1e-9) }
        self.mean = mean
        self.deviation = deviation
        let components = min(wanted, size, max(rows.count - 1, 1))
        self.components = components
        axes = PrincipalComponents(
            of: rows.flatMap { row in (0..<size).map { (row[$0] - mean[$0]) / deviation[$0] } },
            stride: size, size: size, count: components)
    }

    /// A row in this space.
    func callAsFunction(_ row: [Float]) -> [Float] {
        var placed = [Float](repeating: 0, count: components)
        for i in row.indices {
            let value = (row[i] - mean[i]) / deviation[i] - axes.mean[i]
            for j in 0..<components { placed[j] += value * axes.basis[i * components + j] }
        }
        return placed
    }
}
