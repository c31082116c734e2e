import Foundation
import Signals
import Testing

@testable import Clips

/// Where the tests' own files lie.
enum Fixture {
    /// A file or folder written for the tests.
    static func url(_ name: String) throws -> URL {
        let folder = try #require(
            Bundle.module.url(forResource: "Fixtures", withExtension: nil),
            "the tests were built without their fixtures")
        return folder.appendingPathComponent(name)
    }

    /// The whole body of `body_happy.bvh`: it walks 0.2 a frame towards the viewer, its right arm
    /// held out, its left forearm waving.
    static func body() throws -> BodyClip {
        let url = try url("body_happy.bvh")
        return try BVHFile(contentsOf: url).bodyClip(path: url.path, name: "body_happy")
    }

    /// Runs a test in a folder of its own and takes the folder away.
    static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("clips-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// A flat standing figure of 100 pixels a torso, seen wholly.
    static let figure: Pose = {
        let rows: [(Float, Float)] = [
            (0, -145), (0, -100), (-25, -100), (-35, -50), (-35, 0), (25, -100), (35, -50), (35, 0),
            (0, 0), (-16, 0), (-16, 90), (-16, 190), (16, 0), (16, 90), (16, 190), (-6, -152),
            (6, -152), (-14, -148), (14, -148), (22, 205), (30, 203), (12, 200), (-22, 205),
            (-30, 203), (-12, 200),
        ]
        return Pose(points: rows.map { Keypoint(x: 400 + $0.0, y: 300 + $0.1, confidence: 0.9) })
    }()
}

func distance(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a - b).length }
func distance(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float { (a - b).length }
