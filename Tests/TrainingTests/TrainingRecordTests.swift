import Foundation
import Testing

@testable import Training

@Suite struct RecordFramesTests {
    @Test func theChecksumIsTheOneOfTheStandard() {
        // RFC 3720, appendix B.4, and the usual check value.
        #expect(RecordFrames.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(RecordFrames.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(RecordFrames.checksum(0..<32) == 0x46DD_794E)
        #expect(RecordFrames.checksum("123456789".utf8) == 0xE306_9283)
    }

    @Test func aDamagedRecordEndsTheFile() {
        let whole = RecordFrames.framed(Data([1, 2, 3])) + RecordFrames.framed(Data([4]))
        #expect(RecordFrames.records(in: whole).map(\.record) == [Data([1, 2, 3]), Data([4])])
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 1
            let kept = place < 19 ? [] : [Data([1, 2, 3])]
            #expect(RecordFrames.records(in: damaged).map(\.record) == kept)
        }
        #expect(RecordFrames.records(in: whole.dropLast()).count == 1)
    }
}

@Suite struct TrainingRecordTests {
    /// What TensorBoard's own RecordWriter and messages wrote (version 2.20): the version, then at
    /// step 300 loss/training 0.5 and gradient_norm -1.25.
    private static let reference = """
        1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b3531\
        103a000000000000001295eae20900005040fc54d94110ac022a2c0a140a0d6c6f73732f747261\
        696e696e67150000003f0a140a0d6772616469656e745f6e6f726d150000a0bfd4f150fd
        """

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("record-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private func step(_ number: Int) -> TrainingStep {
        TrainingStep(
            number: number, loss: Double(Float(0.1) * Float(number)),
            validationLoss: number % 5 == 0 ? 1.5 : nil, learningRate: 0.001, gradientNorm: 2)
    }

    @Test func eventsAreTheBytesThatTensorBoardWrites() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent("events")
        let file = try EventFile(at: url, keepingUpTo: 0, now: date(0.5))
        try file.append(
            [("loss/training", 0.5), ("gradient_norm", -1.25)], step: 300, at: date(1.25))
        let bytes = try Data(contentsOf: url)
        #expect(bytes.map { String(format: "%02x", $0) }.joined() == Self.reference)
    }

    private func date(_ seconds: Double) -> Date {
        Date(timeIntervalSince1970: 1_700_000_000 + seconds)
    }

    @Test func theTableHasARowAStep() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let record = try TrainingRecord(in: folder, after: 0, now: { date(7) })
        for number in 4...5 { try record.note(step(number)) }
        #expect(
            try table(in: folder) == [
                LossTable.header, "4,0.00,0.4,,0.001,2.0", "5,0.00,0.5,1.5,0.001,2.0", "",
            ])
    }

    private func table(in folder: URL) throws -> [String] {
        try String(
            contentsOf: folder.appendingPathComponent(TrainingRecord.tableName), encoding: .utf8
        ).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func steps(in folder: URL) throws -> [Int64] {
        let file = try Data(
            contentsOf: folder.appendingPathComponent(TrainingRecord.eventsName))
        return try RecordFrames.records(in: file)
            .map { try TensorBoardEvent(serializedBytes: $0.record).step }
    }

    @Test func aRunThatGoesOnWritesNoStepTwice() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var seconds = 0.0
        func now() -> Date {
            seconds += 1
            return date(seconds)
        }
        let first = try TrainingRecord(in: folder, after: 0, now: now)
        for number in 1...7 { try first.note(step(number)) }
        // Cut off while it wrote: half a row and half a record.
        for (name, half) in [
            (TrainingRecord.tableName, "8,8.0"), (TrainingRecord.eventsName, "\u{18}\u{0}\u{0}"),
        ] {
            let handle = try FileHandle(forWritingTo: folder.appendingPathComponent(name))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(half.utf8))
        }
        // The last state was saved at step 5.
        let second = try TrainingRecord(in: folder, after: 5, now: now)
        for number in 6...9 { try second.note(step(number)) }
        let rows = try table(in: folder).dropFirst().dropLast().map { $0.split(separator: ",") }
        #expect(rows.map { $0[0] } == (1...9).map { "\($0)" })
        #expect(rows.map { $0[1] } == (1...9).map { "\($0).00" })
        #expect(try steps(in: folder) == [0] + (1...9))
    }

    @Test func aNewRunInAnOldFolderBeginsAnew() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for _ in 1...2 {
            let record = try TrainingRecord(in: folder, after: 0)
            for number in 1...3 { try record.note(step(number)) }
        }
        #expect(try table(in: folder).count == 5)
        #expect(try steps(in: folder) == [0, 1, 2, 3])
    }

    @Test(arguments: [TrainingRecord.tableName, TrainingRecord.eventsName])
    func aFileOfSomethingElseIsNotOverwritten(_ name: String) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(name)
        let words = Data("the only copy of my poem\nsecond line\n".utf8)
        try words.write(to: file)
        #expect(throws: TrainingError.self) { try TrainingRecord(in: folder, after: 0) }
        #expect(try Data(contentsOf: file) == words)
    }
}
