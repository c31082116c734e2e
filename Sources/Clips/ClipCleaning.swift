import Signals

/// Makes clips of any source alike: no gaps, no leaps, 30 frames a second, one body, the torso 1,
/// the floor 0.
public struct ClipCleaning: Sendable, Equatable {
    /// The farthest that a point of a limb may move in one frame, in torsos (a torso a frame is about
    /// 15 m/s). A longer step is a leap of the recording, unless the steps around it are much the
    /// same: kicks and flips are that fast.
    public var longestStep: Float = 1
    /// The same for neck, shoulders and hips, which are heavier.
    public var longestTrunkStep: Float = 0.5
    /// Parts of fewer frames are left out.
    public var shortestPart = 40
    /// A body of which fewer points are seen is not there.
    public var fewestPoints = 8
    /// The longest time, in seconds, over which a body that is not there is filled in.
    public var longestAbsence = 0.5

    /// The usual cleaning.
    public init() {}

    /// The clean parts of one clip, and what was done to get them.
    public func clean(_ clip: BodyClip) -> (clips: [BodyClip], report: CleaningReport) {
        var report = CleaningReport(name: clip.name)
        var parts: [BodyClip] = []
        for stretch in present(in: clip, &report) {
            let offset = Int(Double(stretch.lowerBound) / clip.framesPerSecond * Clip.standardRate)
            let (filled, count, neverSeen) = clip.frames(stretch).filled()
            report.pointsFilled += count
            for point in neverSeen where !report.pointsNeverSeen.contains("\(point)") {
                report.pointsNeverSeen.append("\(point)")
            }
            let even = filled.resampled(to: Clip.standardRate)
            report.framesRead += even.frameCount
            let body = even.isFlat ? Self.flatBody(even) : CanonicalSkeleton.fitted(even)
            guard let body else {
                report.drops.append(
                    .init(frame: offset, count: even.frameCount, reason: "no torso is seen"))
                continue
            }
            parts += cut(body, startingAt: offset, &report)
        }
        for index in parts.indices.dropFirst() { parts[index].name += "#\(index + 1)" }
        report.framesKept = parts.reduce(0) { $0 + $1.frameCount }
        return (parts.map(Self.grounded), report)
    }

    /// The stretches of frames in which somebody is there. Gaps shorter than `longestAbsence` belong
    /// to them; longer ones and those at the ends do not.
    private func present(in clip: BodyClip, _ report: inout CleaningReport) -> [Range<Int>] {
        let longest = Int(longestAbsence * clip.framesPerSecond)
        var stretches: [Range<Int>] = []
        for frame in 0..<clip.frameCount {
            let first = frame * Body25.count
            let seen = clip.confidences[first..<(first + Body25.count)].count { $0 > 0 }
            guard seen >= fewestPoints else { continue }
            if let last = stretches.last, frame - last.upperBound <= longest {
                stretches[stretches.count - 1] = last.lowerBound..<(frame + 1)
            } else {
                stretches.append(frame..<(frame + 1))
            }
        }
        let scale = Clip.standardRate / clip.framesPerSecond
        func drop(_ gap: Range<Int>) {
            let count = Int((Double(gap.count) * scale).rounded())
            guard !gap.isEmpty else { return }
            report.framesRead += count
            report.drops.append(
                .init(
                    frame: Int(Double(gap.lowerBound) * scale), count: count,
                    reason: "nobody is seen"))
        }
        var end = 0
        for stretch in stretches {
            drop(end..<stretch.lowerBound)
            end = stretch.upperBound
        }
        drop(end..<clip.frameCount)
        return stretches
    }

    /// The parts between leaps that are long enough.
    private func cut(
        _ clip: BodyClip, startingAt offset: Int, _ report: inout CleaningReport
    ) -> [BodyClip] {
        var parts: [BodyClip] = []
        var start = 0
        func end(at frame: Int) {
            let count = frame - start
            if count >= shortestPart {
                parts.append(clip.frames(start..<frame))
            } else if count > 0 {
                report.drops.append(
                    .init(
                        frame: offset + start, count: count,
                        reason: "a part of fewer than \(shortestPart) frames"))
            }
            start = frame
        }
        for frame in 1..<max(clip.frameCount, 1) {
            guard let (point, step) = leap(to: frame, in: clip) else { continue }
            report.cuts.append(.init(frame: offset + frame, point: "\(point)", step: step))
            end(at: frame)
        }
        end(at: clip.frameCount)
        return parts
    }

    private static let trunk: Set<Body25> = [
        .neck, .midHip, .rightShoulder, .leftShoulder, .rightHip, .leftHip,
    ]

    /// The farthest leap into this frame, where there is one.
    private func leap(to frame: Int, in clip: BodyClip) -> (point: Body25, step: Float)? {
        func step(_ point: Body25, to frame: Int) -> SIMD3<Float> {
            clip[frame, point] - clip[frame - 1, point]
        }
        let first = frame * Body25.count
        let shortest = min(longestStep, longestTrunkStep)
        let isFast = (first..<(first + Body25.count)).contains {
            (clip.points[$0] - clip.points[$0 - Body25.count]).length > shortest
        }
        guard isFast else { return nil }
        var farthest: (point: Body25, step: Float)?
        for point in Body25.allCases {
            let way = step(point, to: frame)
            let length = way.length
            let bound = Self.trunk.contains(point) ? longestTrunkStep : longestStep
            guard length > max(bound, farthest?.step ?? 0) else { continue }
            // A body that is fast stays fast for a frame or two; a slip of the recording does not.
            let neighbours = [frame - 1, frame + 1].filter { $0 > 0 && $0 < clip.frameCount }
            let isSteady = neighbours.contains { (way - step(point, to: $0)).length < length / 2 }
            if !isSteady { farthest = (point, length) }
        }
        return farthest
    }

    /// A flat clip with its own torso as the unit: in a picture a torso is only ever foreshortened,
    /// so nearly its longest is the true one. Nil when there is no torso.
    private static func flatBody(_ clip: BodyClip) -> BodyClip? {
        let torsos = (0..<clip.frameCount).map { (clip[$0, .neck] - clip[$0, .midHip]).length }
        let torso = torsos.percentile(90)
        guard torso > 0, torso.isFinite else { return nil }
        var scaled = clip
        scaled.points = clip.points.map { $0 / torso }
        return scaled
    }

    /// The clip with its floor at 0 (nearly the lowest that a foot is seen) and its first mid-hip
    /// over the middle.
    private static func grounded(_ clip: BodyClip) -> BodyClip {
        let feet: [Body25] = [.leftBigToe, .leftHeel, .rightBigToe, .rightHeel]
        var heights = (0..<clip.frameCount).flatMap { frame in
            feet.filter { clip.confidence(frame, $0) > 0 }.map { clip[frame, $0].y }
        }
        // A body without feet stands on the lowest that there is.
        if heights.isEmpty { heights = clip.points.map(\.y) }
        let start = clip[0, .midHip]
        let middle = SIMD3<Float>(start.x, heights.percentile(2), start.z)
        var moved = clip
        moved.points = clip.points.map { $0 - middle }
        return moved
    }
}
