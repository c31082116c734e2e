import Motion
import Torch

/// The shape of one-second windows, to be compared keypoint by keypoint.
///
/// A shape is every sixth of 30 poses, scaled so that the Euclidean distance of two shapes is the root
/// mean square distance of their keypoints about the hips, in torsos.
struct WindowShapes {
    /// Poses of a window.
    static let length = 30
    private static let poses = Array(stride(from: 0, to: length, by: 6))
    private static let scale = 1 / Float(poses.count * PoseLayout.joints.count).squareRoot()

    /// The shapes end to end, [windows x size].
    private(set) var numbers: [Float] = []
    /// Numbers of a shape.
    static let size = poses.count * PoseLayout.coordinates

    /// No window.
    init() {}

    /// Windows laid end to end.
    init(_ numbers: [Float]) { self.numbers = numbers }

    /// How many windows.
    var count: Int { numbers.count / Self.size }

    /// Adds the window that starts at a pose.
    mutating func add(_ run: [Float], at start: Int) {
        for pose in Self.poses {
            let first = (start + pose) * PoseLayout.count
            for i in 0..<PoseLayout.coordinates { numbers.append(run[first + i] * Self.scale) }
        }
    }

    /// The distances of all windows here to all there, [count, other.count].
    private func squaredDistances(to other: Tensor, squares: Tensor) -> Tensor {
        let mine = Tensor(numbers, shape: [count, Self.size])
        let cross = mine.matmul(other.transposed())
        let own = mine.square().sum(over: 1, keeping: true)
        return own + squares - cross * 2
    }

    /// How far the nearest of the other windows is from each of these, in torsos; infinite where there
    /// is none.
    func nearest(in other: WindowShapes) -> [Float] {
        guard count > 0 else { return [] }
        return withoutGradient {
            var nearest = [Float](repeating: .infinity, count: count)
            let block = 4096
            for first in stride(from: 0, to: other.count, by: block) {
                let some = min(block, other.count - first)
                let rows = Tensor(
                    Array(other.numbers[(first * Self.size)..<((first + some) * Self.size)]),
                    shape: [some, Self.size])
                let squares = rows.square().sum(over: 1).reshaped(to: [1, some])
                let found = squaredDistances(to: rows, squares: squares).min(over: 1).floats
                for i in found.indices { nearest[i] = min(nearest[i], found[i]) }
            }
            return nearest.map { max($0, 0).squareRoot() }
        }
    }

    /// The distances of all windows here to all of another run's, row by row.
    func distances(to other: WindowShapes) -> [Float] {
        withoutGradient {
            let rows = Tensor(other.numbers, shape: [other.count, Self.size])
            let squares = rows.square().sum(over: 1).reshaped(to: [1, other.count])
            return squaredDistances(to: rows, squares: squares).floats
                .map { max($0, 0).squareRoot() }
        }
    }
}
