import Foundation
import Testing

@testable import Chat

/// Small files in `Fixtures`, written for these tests.
enum Fixture {
    static func path(_ name: String) throws -> String {
        try #require(
            Bundle.module.url(forResource: "Fixtures/" + name, withExtension: nil),
            "the fixture \(name)"
        ).path
    }

    static func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path(name)))
    }

    static func recording(_ name: String) throws -> Recording {
        try Recording(contentsOf: path(name))
    }
}
