import Signals

/// Follows one person through frames in which several were found.
///
/// The order of people in a frame is not a track, so the person is followed by nearness, forwards
/// and backwards from where it is seen best.
enum PersonTrack {
    /// How far, in heights of the body, the points may move on average in one frame.
    private static let reach: Float = 0.25
    /// A guess that shares fewer points with the person than this is a fragment, not the person.
    private static let fewestShared = 5

    /// The person's pose in each frame; nil where nobody near enough was found.
    static func follow(_ frames: [[Pose]]) -> [Pose?] {
        var track = [Pose?](repeating: nil, count: frames.count)
        guard let seed = clearest(in: frames) else { return track }
        track[seed.frame] = seed.pose
        for way in [1, -1] {
            var last = seed.pose
            var missed = 0
            var frame = seed.frame + way
            while frames.indices.contains(frame) {
                // Somebody who was away for a moment may come back farther off.
                let bound = reach * Float(1 + min(missed, 3))
                if let next = nearest(to: last, among: frames[frame], within: bound) {
                    track[frame] = next
                    last = next.completed(by: last)
                    missed = 0
                } else {
                    missed += 1
                }
                frame += way
            }
        }
        return track
    }

    /// The tallest and most surely seen person of all frames.
    private static func clearest(in frames: [[Pose]]) -> (frame: Int, pose: Pose)? {
        var best: (frame: Int, pose: Pose, weight: Float)?
        for (frame, people) in frames.enumerated() {
            for pose in people {
                let weight = pose.height * pose.points.reduce(0) { $0 + $1.confidence }
                if weight > best?.weight ?? 0 { best = (frame, pose, weight) }
            }
        }
        return best.map { ($0.frame, $0.pose) }
    }

    private static func nearest(to last: Pose, among people: [Pose], within bound: Float) -> Pose? {
        let candidates = people.compactMap { pose in
            distance(from: last, to: pose).map { (pose: pose, distance: $0) }
        }
        return candidates.filter { $0.distance <= bound * last.height }
            .min { $0.distance < $1.distance }?.pose
    }

    /// Mean distance of the points that both show, in pixels; nil where they share too few.
    private static func distance(from a: Pose, to b: Pose) -> Float? {
        var sum: Float = 0
        var count = 0
        for (p, q) in zip(a.points, b.points) where p.confidence > 0 && q.confidence > 0 {
            sum += ((p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y)).squareRoot()
            count += 1
        }
        return count >= fewestShared ? sum / Float(count) : nil
    }
}

extension Pose {
    /// From the highest to the lowest point that is seen.
    fileprivate var height: Float {
        let heights = points.filter { $0.confidence > 0 }.map(\.y)
        return (heights.max() ?? 0) - (heights.min() ?? 0)
    }

    /// This pose with its unseen points taken from an earlier one, so that a limb that is hidden for
    /// a moment still counts when the person is looked for next.
    fileprivate func completed(by earlier: Pose) -> Pose {
        Pose(points: zip(points, earlier.points).map { $0.confidence > 0 ? $0 : $1 })
    }
}
