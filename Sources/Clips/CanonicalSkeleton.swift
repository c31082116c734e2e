import Signals

/// The one body that every clip in space is given: 24 bone lengths in torsos.
///
/// Bodies and recording suits differ; a dancer trained on all of them as they are would change its
/// limbs' lengths from mood to mood. The lengths are the medians over the 157 clips of the Bandai
/// Namco Research Motiondataset (Kobayashi et al. 2023, arXiv 2306.08861) of each clip's median
/// bone, divided by the torso (mid-hip to neck).
public enum CanonicalSkeleton {
    /// The length of each bone in the order of `Body25.bones`, in torsos.
    public static let lengths: [Float] = [
        1.0000,  // neck
        0.4824,  // nose
        0.2594, 0.6160, 0.5644,  // right shoulder, elbow, wrist
        0.2594, 0.6160, 0.5644,  // left shoulder, elbow, wrist
        0.1638, 0.9895, 1.0377,  // right hip, knee, ankle
        0.1638, 0.9895, 1.0377,  // left hip, knee, ankle
        0.1322, 0.1322, 0.2462, 0.2462,  // eyes from the nose, ears from the eyes
        0.4076, 0.1497, 0.1827,  // left big toe, small toe from big toe, heel
        0.4076, 0.1497, 0.1827,  // right big toe, small toe from big toe, heel
    ]

    /// Thigh and shin together, in torsos.
    public static let leg: Float = 0.9895 + 1.0377

    /// A clip in space with this body: each bone keeps its direction and is scaled by one number for
    /// the whole clip, and the way through the room is scaled as the legs are.
    ///
    /// The right length in the median frame; where a source's bones change length within a clip,
    /// that remains.
    static func fitted(_ clip: BodyClip) -> BodyClip {
        var fitted = clip
        let scales = zip(Body25.bones, lengths).map { bone, length in
            let found = medianLength(of: bone, in: clip)
            return found > 1e-6 ? length / found : 1
        }
        let legFound =
            medianLength(of: (.rightHip, .rightKnee), in: clip)
            + medianLength(of: (.rightKnee, .rightAnkle), in: clip)
        let roomScale = legFound > 1e-6 ? leg / legFound : 1
        for frame in 0..<clip.frameCount {
            fitted[frame, .midHip] = clip[frame, .midHip] * roomScale
            for (bone, scale) in zip(Body25.bones, scales) {
                let way = clip[frame, bone.child] - clip[frame, bone.parent]
                fitted[frame, bone.child] = fitted[frame, bone.parent] + way * scale
            }
        }
        return fitted
    }

    private static func medianLength(
        of bone: (parent: Body25, child: Body25), in clip: BodyClip
    ) -> Float {
        let lengths = (0..<clip.frameCount).map {
            (clip[$0, bone.child] - clip[$0, bone.parent]).length
        }
        return lengths.percentile(50)
    }
}

extension [Float] {
    /// The value below which `share` per cent of the numbers lie, between neighbours by straight
    /// line; 0 for no numbers.
    func percentile(_ share: Float) -> Float {
        guard !isEmpty else { return 0 }
        let sorted = self.sorted()
        let place = share / 100 * Float(count - 1)
        let below = Int(place)
        guard below + 1 < count else { return sorted[count - 1] }
        return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - Float(below))
    }
}
