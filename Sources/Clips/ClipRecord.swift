import Foundation
import SafeTensors
import Signals

/// Everything about a clip but its points, as it stands in a dataset's list.
struct ClipRecord: Codable, Sendable {
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
    /// First and last but one of the frames between the standing still at the ends; nil where nothing
    /// long enough moves, and in lists that do not say it.
    var moving: [Int]?

    enum CodingKeys: String, CodingKey {
        case name, frames, isFlat, mood, mapping, source, label, content, actor, split
        case licence, moving
        case use = "shipModel"
    }

    /// The record of a clip.
    init(_ clip: BodyClip, moving: Range<Int>? = nil) {
        name = clip.name
        frames = clip.frameCount
        isFlat = clip.isFlat
        mood = clip.mood
        mapping = clip.about.mapping
        source = clip.source
        label = clip.label
        content = clip.content
        actor = clip.actor
        split = clip.split
        licence = clip.licence
        use = clip.about.use
        self.moving = moving.map { [$0.lowerBound, $0.upperBound] }
    }

    /// What it says about the clip.
    var about: ClipLabel {
        ClipLabel(
            mood: mood, mapping: mapping, source: source, label: label, content: content,
            actor: actor, split: split, licence: licence, use: use)
    }

    /// The frames that move, where they are told and lie within the clip.
    var movingFrames: Range<Int>? {
        guard let moving, moving.count == 2, moving[0] >= 0, moving[0] <= moving[1],
            moving[1] <= frames
        else { return nil }
        return moving[0]..<moving[1]
    }
}

extension BodyClip {
    /// The points in one array [frames, 25, 4]: x, y, z, confidence; `float32`.
    var array: SafeTensorFile.Entry {
        var numbers: [Float] = []
        numbers.reserveCapacity(4 * points.count)
        for (point, confidence) in zip(points, confidences) {
            numbers.append(contentsOf: [point.x, point.y, point.z, confidence])
        }
        return .init(numbers, shape: [frameCount, Body25.count, 4])
    }
}

/// The list of a dataset, `index.json`: its clips, or the shards that hold them.
struct DatasetIndex: Codable, Sendable {
    /// One of the files that a dataset too large for one is spread over.
    struct Shard: Codable, Sendable {
        /// The file of arrays.
        var arrays: String
        /// The list of their clips, a `ShardList`.
        var list: String
        var clips: Int
        var seconds: Double
    }

    /// 1 for a dataset in one file, 2 for one in shards.
    var version: Int
    var framesPerSecond = Clip.standardRate
    var clips: [ClipRecord]?
    var shards: [Shard]?

    static let arraysFormat = "EmotionMotion clips 1"

    init(clips: [ClipRecord]) {
        version = 1
        self.clips = clips
    }

    init(shards: [Shard]) {
        version = 2
        self.shards = shards
    }

    /// Its bytes in the file.
    func encoded() throws -> Data { try Self.encoded(self) }

    static func encoded(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    /// Writes files beside those that they replace, and then puts all in place.
    static func replace(in folder: URL, _ files: [(name: String, bytes: Data)]) throws {
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
}

/// The clips of one shard.
struct ShardList: Codable, Sendable {
    var clips: [ClipRecord]
}
