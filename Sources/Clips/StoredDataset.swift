import Foundation
import SafeTensors
import Signals

/// A dataset whose clips stay in their files until they are asked for, so that it may be larger than
/// the memory.
public struct StoredDataset: Sendable {
    /// The clips, sorted by name.
    public let clips: [StoredClip]
    /// Whether it is spread over several files, as `prepare` does when one would be too large.
    public let isSharded: Bool

    /// Opens a dataset.
    ///
    /// - Parameter memory: bound on what of its clips stays in memory.
    ///
    /// Throws `ClipError.dataset` or `SafeTensorError` saying what is missing.
    public init(contentsOf folder: URL, within memory: MappedMemory = MappedMemory()) throws {
        let index = try Self.decoded(
            DatasetIndex.self, MotionDataset.indexName, in: folder)
        func broken(_ reason: String) -> ClipError {
            .dataset(path: folder.path, reason: reason)
        }
        var clips: [StoredClip] = []
        func open(_ arrays: String, _ records: [ClipRecord]) throws {
            let file = try MappedSafeTensors(
                contentsOf: folder.appendingPathComponent(arrays), within: memory)
            for record in records {
                guard let place = file.places[record.name] else {
                    throw SafeTensorError.missing(
                        name: record.name, found: file.places.keys.sorted())
                }
                let shape = [record.frames, Body25.count, 4]
                guard place.shape == shape, place.type == .float32 else {
                    throw broken(
                        "\(record.name) is \(place.type.rawValue) \(place.shape), and its list "
                            + "says F32 \(shape)")
                }
                clips.append(
                    StoredClip(
                        record, in: file, at: place, framesPerSecond: index.framesPerSecond))
            }
        }
        switch (index.version, index.clips, index.shards) {
        case (1, let records?, _): try open(MotionDataset.arraysName, records)
        case (2, _, let shards?):
            for shard in shards {
                let list = try Self.decoded(ShardList.self, shard.list, in: folder)
                guard list.clips.count == shard.clips else {
                    throw broken(
                        "\(shard.list) has \(list.clips.count) clips, and "
                            + "\(MotionDataset.indexName) says \(shard.clips)")
                }
                try open(shard.arrays, list.clips)
            }
        case (1, nil, _), (2, _, nil):
            throw broken("\(MotionDataset.indexName) lists no clips")
        case (let version, _, _): throw broken("its version is \(version), and 1 and 2 are known")
        }
        isSharded = index.version == 2
        self.clips = clips.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private static func decoded<Value: Decodable>(
        _ type: Value.Type, _ name: String, in folder: URL
    ) throws -> Value {
        let file = folder.appendingPathComponent(name)
        guard let bytes = try? Data(contentsOf: file) else {
            throw ClipError.dataset(path: folder.path, reason: "there is no \(name)")
        }
        do {
            return try JSONDecoder().decode(type, from: bytes)
        } catch let error as DecodingError {
            throw ClipError(error, path: file.path)
        }
    }
}
