import SafeTensors
import Signals

/// A clip of a dataset whose points stay in their file until some frames are asked for.
public struct StoredClip: DescribedClip {
    /// The clip's name.
    public let name: String
    /// What is known about the clip.
    public var about: ClipLabel
    /// True for a source in two dimensions.
    public let isFlat: Bool
    /// How many frames make a second.
    public let framesPerSecond: Double
    /// The frames between the standing still at the clip's ends; nil when nothing long enough moves,
    /// or when the dataset's list does not say it (that of a dataset in one file does not).
    public private(set) var moving: Range<Int>?

    private let arrays: MappedSafeTensors
    private let place: MappedSafeTensors.Place
    /// Which rows of the array this is.
    private var rows: Range<Int>

    init(
        _ record: ClipRecord, in arrays: MappedSafeTensors, at place: MappedSafeTensors.Place,
        framesPerSecond: Double
    ) {
        name = record.name
        about = record.about
        isFlat = record.isFlat
        moving = record.movingFrames
        self.framesPerSecond = framesPerSecond
        self.arrays = arrays
        self.place = place
        rows = 0..<record.frames
    }

    /// How many frames there are.
    public var frameCount: Int { rows.count }

    /// Length in seconds.
    public var seconds: Double { Double(frameCount) / framesPerSecond }

    /// The clip with its points.
    public var whole: BodyClip { frames(0..<frameCount) }

    /// Some of the frames with their points, read from the file.
    public func frames(_ range: Range<Int>) -> BodyClip {
        let wanted = (rows.lowerBound + range.lowerBound)..<(rows.lowerBound + range.upperBound)
        let numbers = arrays.floats(of: place, rows: wanted)
        var points: [SIMD3<Float>] = []
        var confidences: [Float] = []
        points.reserveCapacity(numbers.count / 4)
        confidences.reserveCapacity(numbers.count / 4)
        for place in stride(from: 0, to: numbers.count, by: 4) {
            points.append(SIMD3(numbers[place], numbers[place + 1], numbers[place + 2]))
            confidences.append(numbers[place + 3])
        }
        return BodyClip(
            name: name, points: points, confidences: confidences, isFlat: isFlat,
            framesPerSecond: framesPerSecond, about: about)
    }

    /// The features of some of the frames, as the whole clip's would be there: the smoothing of the
    /// heading sees frames on both sides, and these are read too.
    public func features(_ range: Range<Int>) -> MotionFeatures {
        let reach = Int(3 * MotionFeatures.headingSmoothing) + 1
        let read = max(0, range.lowerBound - reach)..<min(frameCount, range.upperBound + reach)
        return MotionFeatures(
            frames(read),
            of: (range.lowerBound - read.lowerBound)..<(range.upperBound - read.lowerBound))
    }

    /// A clip of some of the frames, which stay in the file too.
    public func part(_ range: Range<Int>) -> StoredClip {
        var part = self
        part.rows = (rows.lowerBound + range.lowerBound)..<(rows.lowerBound + range.upperBound)
        part.moving = moving.flatMap { moving in
            let left = moving.clamped(to: range)
            let kept = (left.lowerBound - range.lowerBound)..<(left.upperBound - range.lowerBound)
            return kept.count >= 30 ? kept : nil
        }
        return part
    }
}
