import Foundation

/// A file of scalars that TensorBoard reads, growing step by step.
struct EventFile {
    private let handle: FileHandle
    private let path: String

    /// Opens a file, or makes one; what it holds of steps after `step` is cut off, so that a run that
    /// goes on from there writes no step twice.
    ///
    /// Throws `TrainingError.record` when it cannot be written, or holds something else.
    init(at url: URL, keepingUpTo step: Int, now: Date) throws {
        path = url.path
        let found = (try? Data(contentsOf: url)) ?? Data()
        let records = RecordFrames.records(in: found)
        guard found.isEmpty || !records.isEmpty else {
            throw TrainingError.record(path: path, reason: "it is no event file of TensorBoard")
        }
        var end = 0
        for (record, place) in records {
            guard let event = try? TensorBoardEvent(serializedBytes: record), event.step <= step
            else { break }
            end = place
        }
        do {
            if !FileManager.default.fileExists(atPath: path) { try Data().write(to: url) }
            handle = try FileHandle(forUpdating: url)
            try handle.truncate(atOffset: UInt64(end))
            try handle.seekToEnd()
        } catch {
            throw TrainingError.record(path: path, reason: "it cannot be written")
        }
        if end == 0 {
            try append(.with { $0.fileVersion = "brain.Event:2" }, at: now)
        }
    }

    /// Adds scalars of one step.
    func append(_ scalars: [(tag: String, value: Double)], step: Int, at date: Date) throws {
        let event = TensorBoardEvent.with {
            $0.step = Int64(step)
            $0.summary.value = scalars.map { scalar in
                .with {
                    $0.tag = scalar.tag
                    $0.simpleValue = Float(scalar.value)
                }
            }
        }
        try append(event, at: date)
    }

    private func append(_ event: TensorBoardEvent, at date: Date) throws {
        var event = event
        event.wallTime = date.timeIntervalSince1970
        do {
            try handle.write(contentsOf: RecordFrames.framed(try event.serializedData()))
        } catch {
            throw TrainingError.record(path: path, reason: "it cannot be written")
        }
    }
}
