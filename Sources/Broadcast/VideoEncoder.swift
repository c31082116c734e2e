import Foundation
import Subprocess

/// What turns pictures into H.264.
public enum VideoEncoder: String, Sendable, CaseIterable {
    case x264, nvenc, vaapi, qsv, videotoolbox

    /// An encoder by its own name, or by ffmpeg's: `x264` or `libx264`, `nvenc` or `h264_nvenc`.
    public init?(_ text: String) {
        let name = text.lowercased()
        for encoder in VideoEncoder.allCases where [encoder.rawValue, encoder.name].contains(name) {
            self = encoder
            return
        }
        return nil
    }

    /// ffmpeg's name.
    public var name: String { self == .x264 ? "libx264" : "h264_" + rawValue }

    /// The order in which an automatic choice tries them: a chip for it before the processor.
    public static let byPreference: [VideoEncoder] = [.nvenc, .videotoolbox, .qsv, .vaapi, .x264]
}

extension VideoEncoder {
    /// The first that encodes here, by a real trial; x264 when none does, as its error says most.
    public static func chosen(for settings: EncoderSettings) async -> VideoEncoder {
        for encoder in byPreference.dropLast()
        where await encoder.trouble(settings, within: longestWait) == nil {
            return encoder
        }
        return .x264
    }

    /// Encodes a few pictures of the settings' size; nil when that works, or else ffmpeg's first words
    /// on why not, or that it took longer than `limit`.
    public func trouble(
        _ settings: EncoderSettings, within limit: Duration = .seconds(30)
    ) async -> String? {
        guard let program = try? locate(program: settings.program) else { return "no ffmpeg" }
        var settings = settings
        settings.videoEncoder = self
        let trial = EncoderTarget.trialArguments(settings)
        return await withTaskGroup(of: String?.self) { group in
            group.addTask { await VideoEncoder.complaint(of: program, trial) }
            group.addTask {
                // The other task's end cancels the sleep, and the sleep's end the other task.
                try? await Task.sleep(for: limit)
                return "it did not answer within \(limit)"
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    /// A show waits no longer than this for each chip that is asked whether it encodes.
    private static let longestWait = Duration.seconds(10)

    private static func complaint(of program: String, _ arguments: [String]) async -> String? {
        let result = try? await Subprocess.run(
            .path(.init(program)), arguments: Arguments(arguments),
            environment: EncoderChild.environment, output: .discarded,
            error: .string(limit: 1 << 16))
        guard let result else { return "ffmpeg did not start" }
        if result.terminationStatus.isSuccess { return nil }
        let line = result.standardError.split(whereSeparator: \.isNewline).first
        // ffmpeg names its parts by their addresses in memory, which tell nobody anything.
        let words =
            line?.split(separator: "] ", maxSplits: 1).last ?? "ffmpeg failed without a word"
        return String(words)
    }
}
