import Foundation
import SafeTensors
import Signals

/// Clean clips of one body, ready to train on.
public struct MotionDataset: Sendable, Equatable {
    /// The clips, sorted by name.
    public var clips: [BodyClip]

    /// A dataset of these clips.
    public init(clips: [BodyClip]) {
        self.clips = clips.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The clips of one split.
    public func clips(_ split: ClipSplit) -> [BodyClip] { clips.filter { $0.split == split } }

    /// Seconds of all clips.
    public var seconds: Double { clips.reduce(0) { $0 + $1.seconds } }

    /// Seconds of each emotion: every clip's length times the emotion's weight in its mood.
    public var secondsByEmotion: [Emotion: Double] {
        var seconds: [Emotion: Double] = [:]
        for clip in clips {
            guard let mood = clip.mood else { continue }
            for emotion in Emotion.allCases {
                seconds[emotion, default: 0] += clip.seconds * mood[emotion]
            }
        }
        return seconds
    }

    /// Seconds of clips that have no mood.
    public var secondsWithoutMood: Double {
        clips.reduce(0) { $0 + ($1.mood == nil ? $1.seconds : 0) }
    }
}

extension MotionDataset {
    /// The arrays' file in a dataset's folder.
    public static let arraysName = "clips.safetensors"
    /// The list's file in a dataset's folder.
    public static let indexName = "index.json"

    /// Everything about a clip but its points, as it stands in `index.json`.
    private struct Record: Codable {
        var name: String
        var frames: Int
        var isFlat: Bool
        var mood: Mood?
        var mapping: MoodMapping
        var source: String
        var label: String
        var content: String
        var actor: String?
        var split: ClipSplit
        var licence: String
        var use: ClipUse

        enum CodingKeys: String, CodingKey {
            case name, frames, isFlat, mood, mapping, source, label, content, actor, split
            case licence
            case use = "shipModel"
        }
    }

    private struct Index: Codable {
        var version = 1
        var framesPerSecond = Clip.standardRate
        var clips: [Record]
    }

    /// Writes the dataset into a folder, which is made where it is missing: `clips.safetensors` with
    /// one array a clip ([frames, 25, 4]: x, y, z, confidence; float32) and `index.json`.
    ///
    /// A dataset that is there already is replaced only when the new one has been written whole.
    /// Throws `ClipError.dataset` or `SafeTensorError.unwritable` and leaves it as it was.
    public func write(to folder: URL) throws {
        var file = SafeTensorFile(metadata: ["format": "EmotionMotion clips 1"])
        for clip in clips {
            var numbers: [Float] = []
            numbers.reserveCapacity(4 * clip.points.count)
            for (point, confidence) in zip(clip.points, clip.confidences) {
                numbers.append(contentsOf: [point.x, point.y, point.z, confidence])
            }
            file.entries[clip.name] = .init(numbers, shape: [clip.frameCount, Body25.count, 4])
        }
        let index = Index(
            clips: clips.map {
                Record(
                    name: $0.name, frames: $0.frameCount, isFlat: $0.isFlat, mood: $0.mood,
                    mapping: $0.about.mapping, source: $0.source, label: $0.label,
                    content: $0.content, actor: $0.actor, split: $0.split, licence: $0.licence,
                    use: $0.about.use)
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ClipError.dataset(path: folder.path, reason: "the folder cannot be made")
        }
        try Self.replace(
            in: folder,
            [(Self.arraysName, try file.encoded()), (Self.indexName, try encoder.encode(index))])
    }

    /// Writes files beside those that they replace, and then puts all in place.
    private static func replace(in folder: URL, _ files: [(name: String, bytes: Data)]) throws {
        let parts = files.map {
            (
                at: folder.appendingPathComponent(".\($0.name).part"),
                to: folder.appendingPathComponent($0.name)
            )
        }
        do {
            for (part, file) in zip(parts, files) { try file.bytes.write(to: part.at) }
            for part in parts where rename(part.at.path, part.to.path) != 0 {
                throw CocoaError(.fileWriteUnknown)
            }
        } catch {
            for part in parts { try? FileManager.default.removeItem(at: part.at) }
            throw SafeTensorError.unwritable(path: folder.path)
        }
    }

    /// Reads a dataset back; throws `ClipError.dataset` or `SafeTensorError` saying what is missing.
    public init(contentsOf folder: URL) throws {
        let list = folder.appendingPathComponent(Self.indexName)
        guard let bytes = try? Data(contentsOf: list) else {
            throw ClipError.dataset(path: folder.path, reason: "there is no \(Self.indexName)")
        }
        let index: Index
        do {
            index = try JSONDecoder().decode(Index.self, from: bytes)
        } catch let error as DecodingError {
            throw ClipError(error, path: list.path)
        }
        guard index.version == 1 else {
            throw ClipError.dataset(
                path: folder.path, reason: "its version is \(index.version), and 1 is known")
        }
        let file = try SafeTensorFile(contentsOf: folder.appendingPathComponent(Self.arraysName))
        self.init(
            clips: try index.clips.map { record in
                try Self.clip(
                    record, file.entry(record.name), rate: index.framesPerSecond, folder: folder)
            })
    }

    private static func clip(
        _ record: Record, _ entry: SafeTensorFile.Entry, rate: Double, folder: URL
    ) throws -> BodyClip {
        let shape = [record.frames, Body25.count, 4]
        guard entry.shape == shape, let numbers = entry.floats else {
            throw ClipError.dataset(
                path: folder.path,
                reason: "\(record.name) is \(entry.type.rawValue) \(entry.shape), and its list "
                    + "says F32 \(shape)")
        }
        var points: [SIMD3<Float>] = []
        var confidences: [Float] = []
        points.reserveCapacity(numbers.count / 4)
        confidences.reserveCapacity(numbers.count / 4)
        for place in stride(from: 0, to: numbers.count, by: 4) {
            points.append(SIMD3(numbers[place], numbers[place + 1], numbers[place + 2]))
            confidences.append(numbers[place + 3])
        }
        return BodyClip(
            name: record.name, points: points, confidences: confidences, isFlat: record.isFlat,
            framesPerSecond: rate,
            about: ClipLabel(
                mood: record.mood, mapping: record.mapping, source: record.source,
                label: record.label, content: record.content, actor: record.actor,
                split: record.split, licence: record.licence, use: record.use))
    }
}
