import Foundation

/// What `tokenizers` and `transformers` made of the same lines (`scripts/make-encoder-fixtures.py`).
struct Expected: Decodable {
    var lines: [String]
    var tokens: [[Int32]]
    var logits: [[Float]]

    init(_ name: String) throws {
        let file = Fixture.folder(name).appendingPathComponent("expected.json")
        self = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
    }
}

enum Fixture {
    static let folder = Bundle.module.resourceURL?.appendingPathComponent("Fixtures")

    static func folder(_ name: String) -> URL {
        guard let folder else { fatalError("the tests were built without their fixtures") }
        return folder.appendingPathComponent(name)
    }

    /// A folder of its own with a copy of a fixture's files, for a test to spoil.
    static func copy(_ name: String) throws -> URL {
        let place = FileManager.default.temporaryDirectory
            .appendingPathComponent("encoders-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: folder(name), to: place)
        return place
    }
}
