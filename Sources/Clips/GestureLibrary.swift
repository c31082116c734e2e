import Foundation
import Signals

/// A folder of gestures: `manners.json`, and one file a gesture in a folder for each mood.
public struct GestureLibrary: Sendable, Equatable {
    /// All gestures, sorted by mood and name.
    public var gestures: [Gesture]
    /// How each mood moves.
    public var manners: [Emotion: GestureManner]

    /// The gestures that ship with the program.
    ///
    /// Throws `ClipError` when they are not where they were built, or are broken.
    public static func shipped() throws -> GestureLibrary {
        guard let folder = Bundle.module.url(forResource: "Resources", withExtension: nil) else {
            throw ClipError.unreadable(path: "the shipped gestures")
        }
        return try GestureLibrary(contentsOf: folder.appendingPathComponent("gestures"))
    }

    /// Reads a folder of gestures in the form that docs/gestures.md tells.
    ///
    /// A mood may have no gesture. Throws `ClipError` that names the file, and the key in it.
    public init(contentsOf folder: URL) throws {
        let list = folder.appendingPathComponent("manners.json")
        let read = try Self.read([String: GestureManner].self, at: list)
        manners = [:]
        for (word, manner) in read {
            guard let emotion = Emotion(rawValue: word) else {
                throw ClipError.key(path: list.path, key: word, reason: "this is no emotion")
            }
            manners[emotion] = manner
        }
        gestures = []
        for emotion in Emotion.allCases {
            let files = try Self.files(in: folder.appendingPathComponent(emotion.rawValue))
            guard files.isEmpty || manners[emotion] != nil else {
                throw ClipError.key(
                    path: list.path, key: emotion.rawValue,
                    reason: "its gestures need a manner, and there is none")
            }
            for file in files {
                let gesture = try Self.read(Gesture.self, at: file)
                guard gesture.mood == emotion else {
                    throw ClipError.key(
                        path: file.path, key: "mood",
                        reason: "\(gesture.mood) does not belong in the folder \(emotion)")
                }
                guard gesture.name == file.deletingPathExtension().lastPathComponent else {
                    throw ClipError.key(
                        path: file.path, key: "name",
                        reason: "\"\(gesture.name)\" is not what its file is called")
                }
                gestures.append(gesture)
            }
        }
        guard !gestures.isEmpty else {
            throw ClipError.key(
                path: folder.path, key: "gestures",
                reason: "no folder of a mood holds a gesture (*.json)")
        }
    }

    /// The gestures of one mood.
    public func gestures(of emotion: Emotion) -> [Gesture] {
        gestures.filter { $0.mood == emotion }
    }

    /// The gestures of one mood and one split: of a mood's, by name, the fourth and every fifth after
    /// it validate.
    public func gestures(of emotion: Emotion, _ split: ClipSplit) -> [Gesture] {
        gestures(of: emotion).enumerated()
            .filter { ($0.offset % 5 == 3) == (split == .validation) }.map(\.element)
    }

    private static func files(in folder: URL) throws -> [URL] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        guard
            let found = try? FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
        else { throw ClipError.unreadable(path: folder.path) }
        return found.filter { $0.pathExtension == "json" }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private static func read<Value: Decodable>(_ type: Value.Type, at file: URL) throws -> Value {
        guard let bytes = try? Data(contentsOf: file) else {
            throw ClipError.unreadable(path: file.path)
        }
        do {
            return try JSONDecoder().decode(type, from: bytes)
        } catch let error as DecodingError {
            throw ClipError(error, path: file.path)
        }
    }
}
