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
    public var seconds: Double { clips.seconds }

    /// Seconds of each emotion: every clip's length times the emotion's weight in its mood.
    public var secondsByEmotion: [Emotion: Double] { clips.secondsByEmotion }

    /// Seconds of clips that have no mood.
    public var secondsWithoutMood: Double { clips.secondsWithoutMood }
}

extension MotionDataset {
    /// The arrays' file in a dataset's folder.
    public static let arraysName = "clips.safetensors"
    /// The list's file in a dataset's folder.
    public static let indexName = "index.json"

    /// Writes the dataset into a folder, which is made where it is missing: `clips.safetensors` with
    /// one array a clip ([frames, 25, 4]: x, y, z, confidence; float32) and `index.json`.
    ///
    /// A dataset that is there already is replaced only when the new one has been written whole.
    /// Throws `ClipError.dataset` or `SafeTensorError.unwritable` and leaves it as it was.
    public func write(to folder: URL) throws {
        var file = SafeTensorFile(metadata: ["format": DatasetIndex.arraysFormat])
        for clip in clips { file.entries[clip.name] = clip.array }
        let index = DatasetIndex(clips: clips.map { ClipRecord($0) })
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ClipError.dataset(path: folder.path, reason: "the folder cannot be made")
        }
        try DatasetIndex.replace(
            in: folder,
            [(Self.arraysName, try file.encoded()), (Self.indexName, try index.encoded())])
    }

    /// Reads a dataset back, all of it into memory; throws `ClipError.dataset` or `SafeTensorError`
    /// saying what is missing.
    public init(contentsOf folder: URL) throws {
        let stored = try StoredDataset(contentsOf: folder)
        self.init(clips: stored.clips.map(\.whole))
    }
}
