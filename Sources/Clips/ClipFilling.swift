import Signals

extension BodyClip {
    /// How sure a filled point is: less than anything that a detector reports as seen.
    public static let filledConfidence: Float = 0.02

    /// This clip with every point that was not seen put on the straight line, in time, between where
    /// it was seen before and after; at the ends it stays where it was seen first or last.
    ///
    /// A point that is never seen stays unseen: it is put on the point that it hangs on. Returns how
    /// many points were filled, and those that are never seen.
    func filled() -> (clip: BodyClip, pointsFilled: Int, neverSeen: [Body25]) {
        var clip = self
        clip.deriveMiddles()
        var count = 0
        var neverSeen: [Body25] = []
        for point in Body25.allCases {
            let seen = (0..<frameCount).filter { clip.confidence($0, point) > 0 }
            guard let first = seen.first, let last = seen.last else {
                neverSeen.append(point)
                continue
            }
            count += frameCount - seen.count
            for frame in 0..<first { clip.fill(frame, point, with: clip[first, point]) }
            for frame in (last + 1)..<max(frameCount, last + 1) {
                clip.fill(frame, point, with: clip[last, point])
            }
            for (before, after) in zip(seen, seen.dropFirst()) where after > before + 1 {
                let step = (clip[after, point] - clip[before, point]) / Float(after - before)
                for frame in (before + 1)..<after {
                    let place = clip[before, point] + step * Float(frame - before)
                    clip.fill(frame, point, with: place)
                }
            }
        }
        for bone in Body25.bones where neverSeen.contains(bone.child) {
            for frame in 0..<frameCount { clip[frame, bone.child] = clip[frame, bone.parent] }
        }
        return (clip, count, neverSeen)
    }

    private mutating func fill(_ frame: Int, _ point: Body25, with place: SIMD3<Float>) {
        self[frame, point] = place
        confidences[frame * Body25.count + point.rawValue] = Self.filledConfidence
    }

    /// Neck and mid-hip are by definition the middles of shoulders and hips; where only they are
    /// missing, that is a better guess than their neighbours in time.
    private mutating func deriveMiddles() {
        let middles: [(Body25, Body25, Body25)] = [
            (.neck, .rightShoulder, .leftShoulder), (.midHip, .rightHip, .leftHip),
        ]
        for frame in 0..<frameCount {
            for (middle, right, left) in middles where confidence(frame, middle) == 0 {
                let sure = min(confidence(frame, right), confidence(frame, left))
                guard sure > 0 else { continue }
                self[frame, middle] = (self[frame, right] + self[frame, left]) / 2
                confidences[frame * Body25.count + middle.rawValue] = sure
            }
        }
    }

    /// This clip at another rate, each new frame on the straight line between its two neighbours.
    ///
    /// A rate within a thousandth of the wanted one is taken as equal: files round their frame time.
    func resampled(to rate: Double) -> BodyClip {
        var clip = self
        clip.framesPerSecond = rate
        guard abs(framesPerSecond / rate - 1) > 0.001, frameCount > 1 else { return clip }
        // The small addition keeps the last frame where rounding would lose it.
        let count = Int(Double(frameCount - 1) / framesPerSecond * rate + 0.01) + 1
        clip.points.removeAll(keepingCapacity: true)
        clip.confidences.removeAll(keepingCapacity: true)
        for frame in 0..<count {
            let time = Double(frame) / rate * framesPerSecond
            let before = min(Int(time), frameCount - 2)
            let share = Float(min(time - Double(before), 1))
            let first = before * Body25.count
            for place in first..<(first + Body25.count) {
                let next = place + Body25.count
                clip.points.append(points[place] + (points[next] - points[place]) * share)
                clip.confidences.append(
                    confidences[place] + (confidences[next] - confidences[place]) * share)
            }
        }
        return clip
    }
}
