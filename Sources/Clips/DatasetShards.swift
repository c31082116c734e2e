import Foundation
import SafeTensors
import Signals

/// The hidden folder where a dataset's shards are made before they are put in place.
struct ShardWorkshop {
    static let name = ".preparing"

    /// The folder of the dataset.
    let output: URL

    init(for output: URL) { self.output = output }

    /// The hidden folder, in that of the dataset.
    var folder: URL { output.appendingPathComponent(Self.name) }

    /// Whether a shard's files are there; cut off while the shards were put in place, some lie in the
    /// dataset's folder already.
    func has(_ shard: DatasetIndex.Shard) -> Bool {
        [shard.arrays, shard.list].allSatisfy { name in
            [folder, output].contains {
                FileManager.default.fileExists(atPath: $0.appendingPathComponent(name).path)
            }
        }
    }

    /// Puts the shards and then the list in place; from then on the new dataset is the dataset.
    func publish(_ shards: [DatasetIndex.Shard]) throws {
        func list(_ shard: DatasetIndex.Shard) throws -> ShardList {
            let places = [folder, output].map { $0.appendingPathComponent(shard.list) }
            let bytes = places.lazy.compactMap { try? Data(contentsOf: $0) }.first
            guard let bytes else { throw SafeTensorError.unwritable(path: output.path) }
            return try JSONDecoder().decode(ShardList.self, from: bytes)
        }
        func put(_ name: String, as other: String? = nil) throws {
            let from = folder.appendingPathComponent(name)
            guard FileManager.default.fileExists(atPath: from.path) else { return }
            let to = output.appendingPathComponent(other ?? name)
            guard rename(from.path, to.path) == 0 else {
                throw SafeTensorError.unwritable(path: output.path)
            }
        }
        let index: DatasetIndex
        if shards.count == 1 {
            index = DatasetIndex(clips: try list(shards[0]).clips)
            try put(shards[0].arrays, as: MotionDataset.arraysName)
        } else {
            for shard in shards {
                try put(shard.arrays)
                try put(shard.list)
            }
            index = DatasetIndex(shards: shards)
        }
        try DatasetIndex.replace(in: output, [(MotionDataset.indexName, try index.encoded())])
        removeOld(keeping: shards.count == 1 ? [] : shards)
    }

    /// Takes away the hidden folder and the files of the dataset that was there before.
    private func removeOld(keeping shards: [DatasetIndex.Shard]) {
        let files = FileManager.default
        try? files.removeItem(at: folder)
        var kept = Set(shards.flatMap { [$0.arrays, $0.list] })
        if shards.isEmpty { kept.insert(MotionDataset.arraysName) }
        for name in (try? files.contentsOfDirectory(atPath: output.path)) ?? []
        where name == MotionDataset.arraysName || name.isShardName {
            guard !kept.contains(name) else { continue }
            try? files.removeItem(at: output.appendingPathComponent(name))
        }
    }
}

extension String {
    /// Whether a file is one that a sharded dataset is made of, by its name.
    fileprivate var isShardName: Bool {
        wholeMatch(of: /clips-[0-9a-f]{12}-[0-9]{5}\.(safetensors|json)/) != nil
    }
}

/// A shard that is being filled.
struct OpenShard {
    var report = PrepareReport()
    private(set) var bytes = 0
    private var seconds = 0.0
    private var records: [ClipRecord] = []
    private var file = SafeTensorFile(metadata: ["format": DatasetIndex.arraysFormat])
    private var sources = 0

    /// Whether nothing was added.
    var isEmpty: Bool { sources == 0 && records.isEmpty }

    /// Adds what became of one source.
    mutating func add(_ outcome: ClipReading.Outcome) {
        sources += 1
        report.add(outcome.report)
        for clip in outcome.clips { add(clip) }
    }

    /// Adds a clip.
    mutating func add(_ clip: BodyClip) {
        let array = clip.array
        bytes += array.bytes.count
        seconds += clip.seconds
        file.entries[clip.name] = array
        records.append(ClipRecord(clip, moving: MotionFeatures(clip).moving))
    }

    /// Writes arrays and list; of a shard without clips nothing is written.
    ///
    /// - Parameter mark: 12 digits of base 16 that no other dataset's shards have.
    func write(mark: String, number: Int, in folder: URL) throws -> DatasetIndex.Shard {
        let name = "clips-\(mark)-" + String(format: "%05d", number)
        let shard = DatasetIndex.Shard(
            arrays: "\(name).safetensors", list: "\(name).json", clips: records.count,
            seconds: seconds)
        guard shard.clips > 0 else { return shard }
        let sorted = records.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        try DatasetIndex.replace(
            in: folder,
            [
                (shard.arrays, try file.encoded()),
                (shard.list, try DatasetIndex.encoded(ShardList(clips: sorted))),
            ])
        return shard
    }
}

extension MotionDataset {
    /// Writes the dataset into a folder in shards of about `shardBytes`, as `prepare` does when one
    /// file would be larger than that.
    ///
    /// A dataset that is there already is replaced only when the new one has been written whole.
    public func write(to folder: URL, shardBytes: Int) throws {
        let workshop = ShardWorkshop(for: folder)
        try? FileManager.default.removeItem(at: workshop.folder)
        do {
            try FileManager.default.createDirectory(
                at: workshop.folder, withIntermediateDirectories: true)
        } catch {
            throw ClipError.dataset(path: folder.path, reason: "the folder cannot be made")
        }
        let mark = clips.map { "\($0.name) \($0.frameCount)\n" }.joined().utf8.mark
        var shards: [DatasetIndex.Shard] = []
        var shard = OpenShard()
        func close() throws {
            guard !shard.isEmpty else { return }
            shards.append(
                try shard.write(mark: mark, number: shards.count + 1, in: workshop.folder))
            shard = OpenShard()
        }
        for clip in clips {
            shard.add(clip)
            if shard.bytes >= shardBytes { try close() }
        }
        try close()
        try workshop.publish(shards)
    }
}
