import Foundation
import SafeTensors
import Signals

/// Turns a folder of motion into a dataset on the disk, without ever holding all of it.
///
/// Clips are read and cleaned several at a time and written in shards of bounded size, in the order of
/// their paths. What is done lies in a hidden folder beside the dataset: a preparation that was killed
/// goes on there, and the dataset that was there before stays until the new one is whole.
public struct DatasetPreparation {
    /// The folder of motion.
    public let folder: URL
    /// The folder of the dataset.
    public let output: URL
    /// How clips are cleaned.
    public var cleaning = ClipCleaning()
    /// Clips that are read at a time.
    public var workers = ProcessInfo.processInfo.activeProcessorCount
    /// A shard is closed when it holds so many bytes; a dataset of one shard is written as one file.
    public var shardBytes = 64 << 20

    /// A preparation of a folder.
    public init(of folder: URL, into output: URL) {
        self.folder = folder
        self.output = output
    }

    /// What stands beside a finished shard: how far it goes, and what was done for it.
    private struct Done: Codable {
        /// Sources that are in this shard or in one before it.
        var sources: Int
        var shard: DatasetIndex.Shard
        var report: PrepareReport
    }

    /// Reads, cleans and writes.
    ///
    /// - Parameters:
    ///   - resumed: called with the sources that an earlier preparation had done, where there are any.
    ///   - progress: called after each source with the number done, the number of all, and its path.
    ///
    /// Throws `ClipError` when the folder holds no motion at all or none that can be read, when its
    /// list of labels is broken or the dataset cannot be written; what was there then stays.
    public func run(
        resumed: (_ done: Int, _ all: Int) -> Void = { _, _ in },
        progress: (_ done: Int, _ all: Int, _ path: String) -> Void = { _, _, _ in }
    ) throws -> (dataset: StoredDataset, report: PrepareReport) {
        let reading = try ClipReading(folder: folder, cleaning: cleaning)
        let mark = reading.mark
        let workshop = ShardWorkshop(for: output)
        let hadOutput = FileManager.default.fileExists(atPath: output.path)
        var done = try begun(mark: mark, in: workshop)
        if let last = done.last { resumed(last.sources, reading.sources.count) }

        var shard = OpenShard()
        func close(upTo sources: Int) throws {
            let written = try shard.write(mark: mark, number: done.count + 1, in: workshop.folder)
            done.append(Done(sources: sources, shard: written, report: shard.report))
            // The mark of a whole shard, written last.
            try DatasetIndex.replace(
                in: workshop.folder,
                [(Self.doneName(done.count), try DatasetIndex.encoded(done[done.count - 1]))])
            shard = OpenShard()
        }
        let first = done.last?.sources ?? 0
        try reading.read(first..<reading.sources.count, workers: workers) { index, outcome in
            shard.add(outcome)
            if shard.bytes >= shardBytes { try close(upTo: index + 1) }
            progress(index + 1, reading.sources.count, reading.sources[index].path)
        }
        if !shard.isEmpty { try close(upTo: reading.sources.count) }

        var report = reading.report
        for part in done { report.add(part.report) }
        guard done.contains(where: { $0.shard.clips > 0 }) else {
            try? FileManager.default.removeItem(at: hadOutput ? workshop.folder : output)
            throw reading.nothingRead(report)
        }
        report.faults += reading.missing
        try workshop.publish(done.map(\.shard).filter { $0.clips > 0 })
        return (try StoredDataset(contentsOf: output), report)
    }

    private static func doneName(_ number: Int) -> String {
        String(format: "done-%05d.json", number)
    }

    /// The shards that an earlier preparation of the same motion left; what is of other motion is
    /// thrown away.
    private func begun(mark: String, in workshop: ShardWorkshop) throws -> [Done] {
        let files = FileManager.default
        let plan = workshop.folder.appendingPathComponent("plan")
        let words = Data("\(mark) \(shardBytes)".utf8)
        if (try? Data(contentsOf: plan)) != words {
            try? files.removeItem(at: workshop.folder)
            do {
                try files.createDirectory(
                    at: workshop.folder, withIntermediateDirectories: true)
                try words.write(to: plan, options: .atomic)
            } catch {
                throw ClipError.dataset(path: output.path, reason: "the folder cannot be made")
            }
        }
        var done: [Done] = []
        while let bytes = try? Data(
            contentsOf: workshop.folder.appendingPathComponent(Self.doneName(done.count + 1))),
            let next = try? JSONDecoder().decode(Done.self, from: bytes)
        {
            guard next.shard.clips == 0 || workshop.has(next.shard) else { break }
            done.append(next)
        }
        return done
    }
}
