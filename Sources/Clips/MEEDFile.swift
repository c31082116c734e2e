import Foundation
import Signals

/// A clip of the Multi-view Emotional Expressions Dataset (Zhang et al. 2023, Scientific Data 10):
/// `processed_data.json` with the flat lists `x`, `y` and `confidence`, 25 values a frame.
public struct MEEDFile: Sendable, Equatable {
    /// The frames; a value that is null or at (0, 0) is not seen.
    public var poses: [Pose?]

    private struct Form: Decodable {
        var x: [Float?]
        var y: [Float?]
        var confidence: [Float?]
    }

    /// Reads a file; throws `ClipError` naming the key that is wrong.
    public init(contentsOf file: URL) throws {
        guard let bytes = try? Data(contentsOf: file) else {
            throw ClipError.unreadable(path: file.path)
        }
        try self.init(bytes, path: file.path)
    }

    /// Reads the bytes of a file; `path` is for the errors.
    public init(_ bytes: Data, path: String) throws {
        let form: Form
        do {
            form = try JSONDecoder().decode(Form.self, from: bytes)
        } catch let error as DecodingError {
            throw ClipError(error, path: path)
        }
        guard !form.x.isEmpty, form.x.count.isMultiple(of: Body25.count) else {
            throw ClipError.key(
                path: path, key: "x",
                reason: "expected 25 values a frame, and \(form.x.count) is no multiple of 25")
        }
        for (key, values) in [("y", form.y), ("confidence", form.confidence)]
        where values.count != form.x.count {
            throw ClipError.key(
                path: path, key: key,
                reason: "expected \(form.x.count) values as in x, found \(values.count)")
        }
        poses = stride(from: 0, to: form.x.count, by: Body25.count).map { first in
            Pose(
                points: (first..<(first + Body25.count)).map {
                    guard let x = form.x[$0], let y = form.y[$0] else { return .unseen }
                    return Keypoint(x: x, y: y, confidence: form.confidence[$0] ?? 0)
                })
        }
    }
}
