import ArgumentParser
import Clips
import Foundation
import Signals

struct Prepare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn a folder of motion files into a clean dataset to train on.",
        discussion: """
            Known forms: BVH, OpenPose JSON (one file a frame), MEED processed_data.json, DanceDB \
            *_keypoints.txt, and the poses that `perform --output poses:FILE` writes. The emotion \
            comes from labels.csv in the folder, or from words in the files' and folders' names.

            A preparation that was cut off goes on where it stopped; the dataset that was there \
            before stays until the new one is whole.
            """)

    @Argument(help: "Folder of motion files.")
    var folder: String

    @Option(name: .shortAndLong, help: "Folder to write the dataset to.")
    var output = "dataset"

    @Option(help: "Clips that are read at a time. (default: one a processor)")
    var workers: Int?

    @Option(help: "Megabytes of motion a file; more is spread over several.")
    var shardMegabytes = 64

    @Option(help: "Write the cleaning report to this JSON file.")
    var json: String?

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func validate() throws {
        if let workers, workers < 1 { throw ValidationError("--workers is 1 or more.") }
        guard (1...4096).contains(shardMegabytes) else {
            throw ValidationError("--shard-megabytes is from 1 to 4096.")
        }
    }

    func run() throws {
        let line = ProgressLine(isQuiet: quiet)
        var preparation = DatasetPreparation(
            of: URL(fileURLWithPath: folder), into: URL(fileURLWithPath: output))
        preparation.workers = workers ?? preparation.workers
        preparation.shardBytes = shardMegabytes << 20
        let (dataset, report) = try preparation.run(
            resumed: { done, all in
                if !quiet { say("Going on after \(done) of \(all) clips that were done before.") }
            },
            progress: { done, all, path in
                line.show("\(done)/\(all)  \(path)", isLast: done == all)
            })
        if let json { try JSONLines.write(report, toFile: json) }
        if !quiet { say(summary(of: dataset.clips, report)) }
        guard report.faults.isEmpty else {
            say("\(report.faults.count) could not be read; the rest is in \(output):")
            for fault in report.faults { say("  \(fault.path): \(fault.reason)") }
            throw ExitCode.failure
        }
    }

    /// What was prepared, in a few lines.
    func summary(of clips: [some DescribedClip], _ report: PrepareReport) -> String {
        let filled = report.cleaning.reduce(0) { $0 + $1.pointsFilled }
        let dropped = report.cleaning.reduce(0) { $0 + $1.framesDropped }
        let cuts = report.cleaning.reduce(0) { $0 + $1.cuts.count }
        var lines = [
            "\(clips.count) clips, \(Int(clips.seconds)) s, in \(output); "
                + "\(filled) points filled, \(cuts) jumps cut, \(dropped) frames dropped"
        ]
        for (emotion, seconds) in clips.secondsByEmotion.sorted(by: { $0.value > $1.value })
        where seconds > 0 {
            lines.append("  \(emotion): \(Int(seconds.rounded())) s")
        }
        lines.append("  no emotion known: \(Int(clips.secondsWithoutMood.rounded())) s")
        if !report.withoutMood.isEmpty {
            lines.append(
                "\(report.withoutMood.count) clips say no emotion of the table (\(Self.some(of: report.withoutMood))); "
                    + "docs/training.md says how they can.")
        }
        if !report.lost.isEmpty {
            lines.append(
                "\(report.lost.count) clips are left out, as nothing long enough was left of them "
                    + "(\(Self.some(of: report.lost))); --json FILE says why for each.")
        }
        return lines.joined(separator: "\n")
    }

    /// The first four names, and a sign that there are more.
    private static func some(of names: [String]) -> String {
        names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", …" : "")
    }
}
