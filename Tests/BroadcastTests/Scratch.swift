import Foundation
import Signals
import Testing

@testable import Broadcast

/// A folder for one test, which goes when the test ends.
final class Scratch: Sendable {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "broadcast-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    func names(in subfolder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(subfolder)).sorted()
    }

    func size(_ name: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path(name))
        return attributes?[.size] as? Int ?? 0
    }

    /// A program of one shell line, in ffmpeg's place.
    func program(_ line: String) throws -> String {
        let path = path("fake-encoder")
        try "#!/bin/sh\n\(line)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }
}

/// Whether the encoder's programs are on this machine.
let hasEncoder = (try? locate(program: "ffmpeg")) != nil && (try? locate(program: "ffprobe")) != nil

/// A picture of one colour with a stripe that moves with its number.
func picture(_ number: Int, width: Int = 320, height: Int = 180, red: UInt8 = 200) -> Picture {
    let picture = Picture(width: width, height: height)
    picture.number = number
    let row = (0..<width).flatMap { x -> [UInt8] in
        let isStripe = (x + 4 * number) % width < 16
        return [red, isStripe ? 255 : 40, 30, 255]
    }
    for y in 0..<height {
        UnsafeMutableRawBufferPointer(rebasing: picture.pixels[(4 * width * y)...])
            .copyBytes(from: row)
    }
    return picture
}

/// What a program prints.
func output(of program: String, _ arguments: [String], in folder: String? = nil) throws -> Data {
    var complaints = ""
    return try output(of: program, arguments, in: folder, complaints: &complaints)
}

/// What a program prints, and what it complains of.
func output(
    of program: String, _ arguments: [String], in folder: String? = nil,
    complaints: inout String
) throws -> Data {
    let words = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try locate(program: program))
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    process.standardError = words
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    complaints = String(decoding: words.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return data
}

/// What `ffprobe` finds in a file after decoding all of it.
struct Probe: Decodable {
    struct Stream: Decodable {
        var codecName: String
        var duration: String?
        var startTime: String?
        var nbReadFrames: String?
        var width: Int?
        var height: Int?
        var pixFmt: String?
        var colorSpace: String?
        var colorRange: String?
    }

    private enum CodingKeys: CodingKey { case streams }

    var streams: [Stream]
    /// What ffprobe complained of.
    var complaints = ""

    init(_ path: String) throws {
        var complaints = ""
        let data = try output(
            of: "ffprobe",
            ["-v", "error", "-count_frames", "-show_streams", "-of", "json", path],
            complaints: &complaints)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Probe.self, from: data)
        self.complaints = complaints
    }

    /// The stream with this codec.
    func stream(_ codec: String) -> Stream? { streams.first { $0.codecName == codec } }

    /// Pictures that could be decoded.
    var pictures: Int { stream("h264")?.nbReadFrames.flatMap { Int($0) } ?? 0 }

    /// The seconds at which the video's keyframes stand.
    static func keyframes(_ path: String) throws -> [Double] {
        let data = try output(
            of: "ffprobe",
            [
                "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,flags",
                "-of", "csv=p=0", path,
            ])
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
            .filter { $0.contains(",K") }
            .compactMap { $0.split(separator: ",").first.flatMap { Double($0) } }
    }
}
