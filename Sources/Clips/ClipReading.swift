import Dispatch
import Foundation
import Synchronization

/// The clips of a folder on their way to a dataset: which there are, what their list says of them, and
/// each of them read and cleaned.
struct ClipReading: Sendable {
    /// What became of one source.
    struct Outcome: Sendable {
        var clips: [BodyClip] = []
        var report = PrepareReport()
    }

    let folder: URL
    let sources: [MotionSource]
    /// What is known of the folder before anything is read.
    let report: PrepareReport
    private let labels: MotionLabels?
    private let cleaning: ClipCleaning
    /// The clips' names, in the order of the sources.
    private let names: [String]

    /// Looks a folder through.
    ///
    /// Throws `ClipError` when it holds no motion at all, or when its list of labels is broken.
    init(folder: URL, cleaning: ClipCleaning) throws {
        let (sources, ignored) = try MotionSource.all(in: folder)
        guard !sources.isEmpty else { throw ClipError.noClips(path: folder.path) }
        let hasList = FileManager.default.fileExists(atPath: Self.list(in: folder).path)
        labels = hasList ? try MotionLabels(contentsOf: Self.list(in: folder)) : nil
        var report = PrepareReport()
        report.ignored = ignored - (hasList ? 1 : 0)
        self.report = report
        self.folder = folder
        self.sources = sources
        self.cleaning = cleaning
        // Two forms of one clip may lie side by side under one name.
        var taken: Set<String> = []
        names = sources.map { taken.insert($0.name).inserted ? $0.name : $0.path }
    }

    /// The list of labels of a folder.
    static func list(in folder: URL) -> URL { folder.appendingPathComponent("labels.csv") }

    /// The places of all sources.
    var all: Range<Int> { sources.indices }

    /// Reads some of the sources, several at a time, and hands on what became of each in their order.
    ///
    /// - Parameter workers: how many are read at a time; no more than so many times eight are in
    ///   memory.
    func read(
        _ range: Range<Int>, workers: Int = ProcessInfo.processInfo.activeProcessorCount,
        each: (_ index: Int, Outcome) throws -> Void
    ) rethrows {
        var start = range.lowerBound
        while start < range.upperBound {
            let some = start..<min(range.upperBound, start + 8 * workers)
            for (index, outcome) in zip(some, together(some, workers: workers)) {
                try each(index, outcome)
            }
            start = some.upperBound
        }
    }

    private func together(_ range: Range<Int>, workers: Int) -> [Outcome] {
        let outcomes = Mutex<[Int: Outcome]>([:])
        let next = Atomic(range.lowerBound)
        DispatchQueue.concurrentPerform(iterations: min(workers, range.count)) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < range.upperBound else { return }
                let outcome = outcome(of: index)
                outcomes.withLock { $0[index] = outcome }
            }
        }
        return outcomes.withLock { outcomes in range.map { outcomes[$0] ?? Outcome() } }
    }

    /// One source, read and cleaned; a fault of the file stands in the report.
    private func outcome(of index: Int) -> Outcome {
        let source = sources[index]
        var outcome = Outcome()
        outcome.report.found[source.form.rawValue] = 1
        let row = labels?[source.path]
        let label = row?.label ?? source.label(in: folder)
        do {
            var clip = try source.read(
                framesPerSecond: row?.framesPerSecond ?? MotionDataset.assumedRate, about: label)
            clip.name = names[index]
            let clean = cleaning.clean(clip)
            outcome.clips = clean.clips
            outcome.report.cleaning.append(clean.report)
            if label.mood == nil { outcome.report.withoutMood.append(source.name) }
        } catch {
            outcome.report.faults.append(
                .init(path: source.path, reason: (error as? ClipError)?.description ?? "\(error)"))
        }
        return outcome
    }

    /// What the list names and the folder does not hold.
    var missing: [PrepareReport.Fault] {
        let paths = Set(sources.map(\.path))
        return (labels?.rows ?? []).filter { !paths.contains($0.file) }.map {
            .init(path: $0.file, reason: "labels.csv, line \($0.line), names it; it is not there")
        }
    }

    /// The error of a folder of which nothing can be used.
    func nothingRead(_ report: PrepareReport) -> ClipError {
        .nothingRead(
            path: folder.path, clips: sources.count,
            first: report.faults.first?.reason ?? "Nothing was left of it after cleaning.")
    }

    /// A number that changes with the sources, their sizes and times, the list and the cleaning: what
    /// was prepared under another cannot be gone on with.
    var mark: String {
        var words = "\(cleaning)"
        for source in sources {
            words += "\n\(source.form.rawValue) \(source.path)"
            for file in source.files {
                let known = try? FileManager.default.attributesOfItem(atPath: file.path)
                let size = known?[.size] as? Int ?? 0
                let time = (known?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
                words += " \(size) \(time)"
            }
        }
        let list = (try? Data(contentsOf: Self.list(in: folder))) ?? Data()
        return (words.utf8 + list).mark
    }
}

extension Sequence<UInt8> {
    /// FNV-1a (Fowler, Noll & Vo): the same number on every machine and in every run.
    package var fnv1a: UInt64 {
        reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The first 12 of that number's 16 digits of base 16, for names of files.
    var mark: String { String(String(format: "%016lx", fnv1a).prefix(12)) }
}
