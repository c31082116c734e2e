import Signals

/// A moving body: frames of 25 BODY_25 points in space, with the words that say what it is.
///
/// Axes are those of a viewer: x right (the subject's left when it faces the viewer), y up, z towards
/// the viewer. The unit is the file's own until `ClipCleaning` has made the torso 1.
public struct BodyClip: Sendable, Equatable {
    /// The file's path inside its folder, without its ending; a part after a cut adds `#2`, `#3`, ….
    public var name: String
    /// All points, 25 a frame in the order of `Body25`: point `p` of frame `f` is at `25 * f + p`.
    public var points: [SIMD3<Float>]
    /// How sure each point is, 0 (not seen) to 1; laid out as `points`.
    public var confidences: [Float]
    /// True for a source in two dimensions: every z is 0, and only a view from the front is known.
    public var isFlat: Bool
    /// How many frames make a second.
    public var framesPerSecond: Double
    /// What is known about the clip beside its points.
    public var about: ClipLabel

    /// A clip of `25 * frames` points.
    public init(
        name: String, points: [SIMD3<Float>], confidences: [Float], isFlat: Bool,
        framesPerSecond: Double, about: ClipLabel = ClipLabel()
    ) {
        precondition(
            points.count.isMultiple(of: Body25.count) && points.count == confidences.count,
            "\(points.count) points and \(confidences.count) confidences are not frames of 25")
        self.name = name
        self.points = points
        self.confidences = confidences
        self.isFlat = isFlat
        self.framesPerSecond = framesPerSecond
        self.about = about
    }

    /// How many frames there are.
    public var frameCount: Int { points.count / Body25.count }

    /// Length in seconds.
    public var seconds: Double { Double(frameCount) / framesPerSecond }

    /// The mood; nil when no emotion is known, which is not the same as neutral.
    public var mood: Mood? { about.mood }
    /// Where the clip comes from: the name of a collection.
    public var source: String { about.source }
    /// The source's own word for what is shown.
    public var label: String { about.label }
    /// What is done: walking, waving, a dance.
    public var content: String { about.content }
    /// Who moves, where known.
    public var actor: String? { about.actor }
    /// Whether the clip trains or validates.
    public var split: ClipSplit { about.split }
    /// The licence in its owner's words.
    public var licence: String { about.licence }
    /// True when a model trained on this clip may be given away for any use.
    public var mayShip: Bool { about.use == .free }

    /// One point of one frame.
    public subscript(frame: Int, point: Body25) -> SIMD3<Float> {
        get { points[frame * Body25.count + point.rawValue] }
        set { points[frame * Body25.count + point.rawValue] = newValue }
    }

    /// How sure one point of one frame is, 0 to 1.
    public func confidence(_ frame: Int, _ point: Body25) -> Float {
        confidences[frame * Body25.count + point.rawValue]
    }

    /// The clip of some of this one's frames.
    public func frames(_ range: Range<Int>) -> BodyClip {
        let places = (range.lowerBound * Body25.count)..<(range.upperBound * Body25.count)
        var part = self
        part.points = Array(points[places])
        part.confidences = Array(confidences[places])
        return part
    }
}
