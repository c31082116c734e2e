import Foundation

/// The developers' data beside the repository; tests that need it are skipped where it is not.
enum SharedData {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()  // AffectTests
        .deletingLastPathComponent()  // Tests
        .deletingLastPathComponent()  // the repository
        .deletingLastPathComponent()
        .appendingPathComponent("shared/data/emotion")

    static func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

    static func has(_ name: String) -> Bool {
        FileManager.default.isReadableFile(atPath: file(name).path)
    }
}
