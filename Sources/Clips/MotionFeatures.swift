import Foundation
import Signals

/// A clean clip as a model of motion sees it: the body about its hips, looking at the audience, and
/// apart from that how the hips move.
public struct MotionFeatures: Sendable, Equatable {
    /// The clip's name.
    public var name: String
    /// What is known about the clip.
    public var about: ClipLabel
    /// True for a source in two dimensions.
    public var isFlat: Bool
    /// Points from the mid-hip, in torsos, y up: point `p` of frame `f` is at `25 * f + p`, and the
    /// mid-hip itself is 0.
    public var joints: [SIMD3<Float>]
    /// How sure each point is, laid out as `joints`.
    public var confidences: [Float]
    /// How the mid-hip moves, in torsos a frame, turned as the joints are.
    public var velocities: [SIMD3<Float>]
    /// Height of the mid-hip over the floor, in torsos.
    public var heights: [Float]

    /// How many frames there are.
    public var frameCount: Int { heights.count }

    /// The smoothing of the heading, the standard deviation of a Gaussian in frames.
    public static let headingSmoothing: Float = 15

    /// The features of a clean clip.
    ///
    /// The heading (the way square to hips and shoulders), smoothed over half a second, is turned
    /// out, so that the dancer looks at the audience and still sways and turns within a step. A
    /// flat clip keeps its heading, which cannot be known.
    public init(_ clip: BodyClip) { self.init(clip, of: 0..<clip.frameCount) }

    /// The features of some of a clip's frames, which the others around them have their part in.
    init(_ clip: BodyClip, of frames: Range<Int>) {
        name = clip.name
        about = clip.about
        isFlat = clip.isFlat
        let places = (frames.lowerBound * Body25.count)..<(frames.upperBound * Body25.count)
        confidences = Array(clip.confidences[places])
        let headings =
            clip.isFlat ? [Float](repeating: 0, count: frames.count) : clip.headings(of: frames)
        joints = []
        joints.reserveCapacity(places.count)
        velocities = []
        heights = []
        for frame in frames {
            let root = clip[frame, .midHip]
            let cosine = cos(headings[frame - frames.lowerBound])
            let sine = sin(headings[frame - frames.lowerBound])
            func turned(_ v: SIMD3<Float>) -> SIMD3<Float> {
                SIMD3(v.x * cosine - v.z * sine, v.y, v.x * sine + v.z * cosine)
            }
            for place in (frame * Body25.count)..<((frame + 1) * Body25.count) {
                joints.append(turned(clip.points[place] - root))
            }
            velocities.append(turned(clip.rootVelocity(at: frame)))
            heights.append(root.y)
        }
    }

    /// The features of some of the frames.
    public func frames(_ range: Range<Int>) -> MotionFeatures {
        let places = (range.lowerBound * Body25.count)..<(range.upperBound * Body25.count)
        var part = self
        part.joints = Array(joints[places])
        part.confidences = Array(confidences[places])
        part.velocities = Array(velocities[range])
        part.heights = Array(heights[range])
        return part
    }

    /// How fast the body moves in itself, in torsos a frame: the mean over the points of their steps
    /// from each frame to the next; one number fewer than frames.
    public var speeds: [Float] {
        (1..<max(frameCount, 1)).map { frame in
            let first = frame * Body25.count
            let sum = (first..<(first + Body25.count)).reduce(Float(0)) {
                $0 + (joints[$1] - joints[$1 - Body25.count]).length
            }
            return sum / Float(Body25.count)
        }
    }

    /// The features without the standing still at the clip's ends; nil when fewer than 30 frames
    /// would be left.
    public var trimmed: MotionFeatures? { moving.map { frames($0) } }

    /// The frames between the standing still at the clip's ends; nil when there are fewer than 30.
    ///
    /// Still is a smoothed speed under 30 % of the clip's median, or under 0.006 torsos a frame.
    /// Four frames of it stay at each end.
    public var moving: Range<Int>? {
        let speeds = speeds.smoothed(deviation: 4)
        let bound = max(0.006, 0.3 * speeds.percentile(50))
        var kept = 0..<frameCount
        if let first = speeds.firstIndex(where: { $0 > bound }),
            let last = speeds.lastIndex(where: { $0 > bound })
        {
            kept = max(0, first - 4)..<min(frameCount, last + 5)
        }
        return kept.count >= 30 ? kept : nil
    }

    /// The features in a mirror: x changes sign and left and right change places.
    public var mirrored: MotionFeatures {
        var other = self
        for frame in 0..<frameCount {
            for point in Body25.allCases {
                let place = frame * Body25.count + point.rawValue
                let source = frame * Body25.count + point.mirrored.rawValue
                other.joints[place] = joints[source] * SIMD3(-1, 1, 1)
                other.confidences[place] = confidences[source]
            }
            other.velocities[frame] = velocities[frame] * SIMD3(-1, 1, 1)
        }
        return other
    }
}

extension BodyClip {
    /// The way that the body looks in some of the frames, in radians from the viewer towards its left,
    /// smoothed over all.
    func headings(of frames: Range<Int>) -> [Float] {
        var headings: [Float] = []
        for frame in 0..<frameCount {
            let left =
                self[frame, .leftHip] - self[frame, .rightHip]
                + self[frame, .leftShoulder] - self[frame, .rightShoulder]
            var heading = atan2(-left.z, left.x)
            // Whole turns are added so that the heading never leaps.
            if let last = headings.last {
                heading += 2 * .pi * ((last - heading) / (2 * .pi)).rounded()
            }
            headings.append(heading)
        }
        return headings.smoothed(deviation: MotionFeatures.headingSmoothing, at: frames)
    }

    /// Half the way from the frame before to the frame after; at the ends, the one step there is.
    fileprivate func rootVelocity(at frame: Int) -> SIMD3<Float> {
        let before = max(frame - 1, 0)
        let after = min(frame + 1, frameCount - 1)
        guard after > before else { return .zero }
        return (self[after, .midHip] - self[before, .midHip]) / Float(after - before)
    }
}

extension [Float] {
    /// The numbers smoothed by a Gaussian cut off at three deviations; beyond the ends the first and
    /// last number go on.
    func smoothed(deviation: Float) -> [Float] { smoothed(deviation: deviation, at: indices) }

    /// Some of the numbers, smoothed among all.
    func smoothed(deviation: Float, at places: Range<Int>) -> [Float] {
        guard count > 1 else { return self }
        let reach = Int(3 * deviation)
        let weights = (-reach...reach).map { exp(-Float($0 * $0) / (2 * deviation * deviation)) }
        let total = weights.reduce(0, +)
        return places.map { place in
            var sum: Float = 0
            for index in 0..<weights.count {
                let other = Swift.min(Swift.max(place + index - reach, 0), count - 1)
                sum += weights[index] * self[other]
            }
            return sum / total
        }
    }
}
