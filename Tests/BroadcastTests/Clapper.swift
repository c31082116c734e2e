import Foundation
import Signals

@testable import Broadcast
@testable import Sound

/// A click at the first frame of every picture whose number this divides.
final class Clapper: SoundSource, @unchecked Sendable {
    private let every: Int
    private var number = 0

    init(every: Int) { self.every = every }

    func add(to mix: UnsafeMutableBufferPointer<Float>, mood: Mood) {
        if number.isMultiple(of: every) {
            for frame in 0..<96 { mix[2 * frame] = 0.7; mix[2 * frame + 1] = 0.7 }
        }
        number += 1
    }
}

/// White once in 30 pictures, else black.
func clapperPicture(_ number: Int) -> Picture {
    let picture = Picture(width: 64, height: 64)
    picture.number = number
    picture.pixels.initializeMemory(
        as: UInt8.self, repeating: number.isMultiple(of: 30) ? 255 : 0)
    return picture
}

/// The left side of a movie's sound, 48,000 numbers a second; gaps in its times are filled.
func soundSamples(of path: String) throws -> [Int16] {
    let data = try output(
        of: "ffmpeg",
        [
            "-v", "error", "-i", path, "-af", "aresample=async=1:min_hard_comp=0.01", "-ac", "1",
            "-f",
            "s16le",
            "-ar", "48000", "-",
        ])
    return data.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
}

/// For each flash that has a click within half a second, by how many milliseconds the click is later.
func clapperMilliseconds(_ path: String) throws -> [Double] {
    // A decoder's output begins at the first sample, which may lie before the first picture.
    let begin = try Probe(path).stream("aac")?.startTime.flatMap { Double($0) } ?? 0
    var clicks: [Double] = []
    for (index, value) in try soundSamples(of: path).enumerated() where abs(Int(value)) > 6000 {
        let time = 1000 * begin + Double(index) / 48
        if clicks.last.map({ time - $0 > 500 }) ?? true { clicks.append(time) }
    }
    let light = try output(
        of: "ffprobe",
        [
            "-v", "error", "-f", "lavfi", "-i", "movie=\(path),signalstats", "-show_entries",
            "frame=pts_time:frame_tags=lavfi.signalstats.YAVG", "-of", "csv=p=0",
        ])
    let flashes = String(decoding: light, as: UTF8.self).split(separator: "\n").compactMap { line in
        let values = line.split(separator: ",").compactMap { Double($0) }
        return values.count == 2 && values[1] > 128 ? 1000 * values[0] : nil
    }
    // A picture that comes late is shown twice; its flash counts once.
    let begun = flashes.indices.filter { $0 == 0 || flashes[$0] - flashes[$0 - 1] > 500 }
    return begun.map { flashes[$0] }.compactMap { flash in
        clicks.map { $0 - flash }.min { abs($0) < abs($1) }.flatMap { abs($0) < 500 ? $0 : nil }
    }
}
