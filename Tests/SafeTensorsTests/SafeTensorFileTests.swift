import Foundation
import SafeTensors
import Testing

@Suite struct SafeTensorFileTests {
    private let file = SafeTensorFile(
        entries: [
            "weights": .init([1, -2.5, 3, 4, 5, 6], shape: [2, 3]),
            "scalar": .init([7], shape: []),
        ], metadata: ["configuration": "{\"width\":160}"])

    @Test func whatIsWrittenIsReadAgain() throws {
        #expect(try SafeTensorFile(file.encoded()) == file)
        #expect(try file.entry("weights").floats == [1, -2.5, 3, 4, 5, 6])
    }

    @Test func theSameArraysGiveTheSameBytes() throws {
        #expect(try file.encoded() == file.encoded())
    }

    @Test func arraysBeginAtMultiplesOfEight() throws {
        let length = try file.encoded().withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        #expect(length % 8 == 0)
    }

    @Test(arguments: [0, 5, 60, 3, 1])
    func aFileThatIsCutShortIsRefused(lost: Int) throws {
        let bytes = try file.encoded()
        let kept = lost == 0 ? bytes.prefix(4) : bytes.dropLast(lost)
        #expect(throws: SafeTensorError.self) { try SafeTensorFile(Data(kept)) }
    }

    @Test func aMissingFileIsNamed() {
        let path = "/nowhere/dancer.safetensors"
        #expect(throws: SafeTensorError.unreadable(path: path, reason: "it cannot be opened")) {
            try SafeTensorFile(contentsOf: URL(fileURLWithPath: path))
        }
    }

    @Test func halvesAreReadAsTheNumbersTheyAre() throws {
        let bits: [UInt16] = [0x3C00, 0xC000, 0x0001, 0x7BFF, 0x8000]
        let entry = SafeTensorFile.Entry(
            type: .float16, shape: [5], bytes: bits.withUnsafeBytes { Data($0) })
        #expect(entry.floats == [1, -2, 0x1p-24, 65504, -0.0])
    }

    @Test func aMissingArrayIsToldWithTheOnesThatAreThere() {
        #expect(throws: SafeTensorError.missing(name: "bias", found: ["scalar", "weights"])) {
            try file.entry("bias")
        }
    }
}
