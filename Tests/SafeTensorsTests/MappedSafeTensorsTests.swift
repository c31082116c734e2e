import Foundation
import Testing

@testable import SafeTensors

@Suite struct MappedSafeTensorsTests {
    private func withFile(_ bytes: Data, _ body: (URL) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("mapped-\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: url) }
        try bytes.write(to: url)
        try body(url)
    }

    private let file = SafeTensorFile(
        entries: [
            "a": .init((0..<12).map { Float($0) }, shape: [4, 3]),
            "b": .init([7, 8], shape: [2]),
        ], metadata: ["format": "x"])

    @Test func rowsAreThoseOfTheFileReadWhole() throws {
        try withFile(file.encoded()) { url in
            let mapped = try MappedSafeTensors(contentsOf: url)
            #expect(mapped.metadata == ["format": "x"])
            let a = try #require(mapped.places["a"])
            #expect(a.shape == [4, 3])
            #expect(mapped.floats(of: a, rows: 1..<3) == [3, 4, 5, 6, 7, 8])
            #expect(mapped.floats(of: a, rows: 0..<4) == file.entries["a"]?.floats)
            #expect(mapped.floats(of: a, rows: 2..<2) == [])
            let b = try #require(mapped.places["b"])
            #expect(mapped.floats(of: b, rows: 1..<2) == [8])
        }
    }

    @Test func whatWasGivenBackIsReadAgain() throws {
        try withFile(file.encoded()) { url in
            // So little that every reading gives everything back.
            let mapped = try MappedSafeTensors(contentsOf: url, within: MappedMemory(bytes: 1))
            let a = try #require(mapped.places["a"])
            for _ in 0..<5 { #expect(mapped.floats(of: a, rows: 3..<4) == [9, 10, 11]) }
        }
    }

    @Test func aReplacedFileStaysAsItWasForWhoHasItOpen() throws {
        try withFile(file.encoded()) { url in
            let mapped = try MappedSafeTensors(contentsOf: url, within: MappedMemory(bytes: 1))
            try Data("another".utf8).write(to: url, options: .atomic)
            let a = try #require(mapped.places["a"])
            #expect(mapped.floats(of: a, rows: 0..<1) == [0, 1, 2])
        }
    }

    @Test func aFileThatIsCutShortOrMissingIsNamed() throws {
        try withFile(file.encoded().dropLast(5)) { url in
            let error = #expect(throws: SafeTensorError.self) {
                try MappedSafeTensors(contentsOf: url)
            }
            #expect(error?.description.contains(url.path) == true)
            #expect(error?.description.contains("cut short") == true)
        }
        #expect(
            throws: SafeTensorError.unreadable(
                path: "/nowhere/a.safetensors", reason: "it cannot be opened")
        ) { try MappedSafeTensors(contentsOf: URL(fileURLWithPath: "/nowhere/a.safetensors")) }
    }
}
