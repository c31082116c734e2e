import ArgumentParser
import Broadcast
import Foundation
import Motion
import Stage
import Subprocess
import Torch

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what this machine has, what it lacks, and how to get it.",
        discussion: "A cross is a missing comfort or an error; the show says which when it starts.")

    func run() async throws {
        let findings = [
            display(), await renderer(), libTorch(), dancer(), await ffmpeg(),
            await encoders(), await fonts(), await obs(),
        ]
        for finding in findings {
            print(finding.isThere ? "✓" : "✗", finding.subject + ":", finding.words)
        }
        if findings.contains(where: { !$0.isThere && $0.isNeeded }) { throw ExitCode.failure }
    }

    /// One thing that was looked for.
    struct Finding {
        var subject: String
        var words: String
        var isThere = true
        /// Whether no show is possible without it.
        var isNeeded = false
    }

    private func display() -> Finding {
        let environment = ProcessInfo.processInfo.environment
        if let name = environment["WAYLAND_DISPLAY"] ?? environment["DISPLAY"], !name.isEmpty {
            return Finding(subject: "display", words: name)
        }
        return Finding(
            subject: "display",
            words: "none. Shows run off screen: name an output such as --output show.mp4. "
                + "From a desktop's terminal there is one.",
            isThere: false)
    }

    @MainActor private func renderer() -> Finding {
        do {
            let stage = try Stage(StageSettings(width: 64, height: 64, showsWords: false))
            let name = stage.rendererName
            let isSoftware = name.lowercased().contains("llvmpipe")
            return Finding(
                subject: "OpenGL ES",
                words: name + (isSoftware ? " (no GPU; the processor draws, which is enough)" : ""))
        } catch {
            return Finding(
                subject: "OpenGL ES", words: "\(error) scripts/setup installs Mesa.",
                isThere: false, isNeeded: true)
        }
    }

    private func libTorch() -> Finding {
        let devices = Device.allCases.filter(\.isAvailable).map(\.rawValue)
        return Finding(
            subject: "LibTorch",
            words: "\(TorchRuntime.version), devices \(devices.joined(separator: ", "))")
    }

    private func dancer() -> Finding {
        do {
            // The default one is tried, as a show would.
            _ = try Dancer.shipped.map { try Dancer(checkpoint: $0, seed: 1) }
            return Finding(
                subject: "dancers",
                words: try ShippedDancer.summary()
                    + (Dancer.shipped == nil
                        ? "\n  Train one with `emotionmotion train`, then use --dancer FILE." : ""),
                isThere: Dancer.shipped != nil)
        } catch {
            return Finding(subject: "dancers", words: "\(error)", isThere: false, isNeeded: true)
        }
    }

    private func ffmpeg() async -> Finding {
        guard let version = await output(of: "ffmpeg", ["-hide_banner", "-version"]),
            let encoders = await output(of: "ffmpeg", ["-hide_banner", "-encoders"])
        else {
            return Finding(
                subject: "ffmpeg",
                words: "none, so no file and no stream. Install it: "
                    + "scripts/setup, or apt install ffmpeg.", isThere: false)
        }
        let known = [
            "libx264", "h264_nvenc", "h264_vaapi", "h264_qsv", "h264_videotoolbox", "aac",
        ]
        let names = encoders.split(whereSeparator: \.isWhitespace)
        let found = known.filter { names.contains(Substring($0)) }
        let number = version.split(separator: " ").dropFirst(2).first ?? "of unknown version"
        return Finding(
            subject: "ffmpeg",
            words: "\(number), built with the encoders \(found.joined(separator: ", "))",
            isThere: found.contains("libx264") && found.contains("aac"))
    }

    /// What encodes H.264 here, by a trial of each.
    private func encoders() async -> Finding {
        let settings = EncoderSettings(width: 1280, height: 720)
        var working: [String] = []
        var failing: [String] = []
        for encoder in VideoEncoder.byPreference {
            let trouble = await encoder.trouble(settings)
            if let trouble {
                failing.append("\(encoder) (\(trouble.prefix(60)))")
            } else {
                working.append(encoder.rawValue)
            }
        }
        return Finding(
            subject: "encoders",
            words: (working.isEmpty ? "none works" : working.joined(separator: ", ") + " work")
                + (failing.isEmpty ? "" : "; not " + failing.joined(separator: ", ")),
            isThere: !working.isEmpty)
    }

    private func fonts() async -> Finding {
        guard let list = await output(of: "fc-list", [":", "family"]) else {
            return Finding(
                subject: "fonts",
                words: "fontconfig's fc-list is missing. scripts/setup brings it.",
                isThere: false)
        }
        let wanted = ["Noto Sans", "Noto Color Emoji", "Noto Sans CJK", "DejaVu Sans"]
        let missing = wanted.filter { !list.contains($0) }
        return Finding(
            subject: "fonts",
            words: missing.isEmpty
                ? wanted.joined(separator: ", ")
                : "without \(missing.joined(separator: ", ")): some scripts or emoji show as "
                    + "boxes. scripts/setup installs them.",
            isThere: missing.isEmpty)
    }

    private func obs() async -> Finding {
        guard let version = await output(of: "obs", ["--version"]) else {
            return Finding(
                subject: "OBS",
                words: "none; only needed to stream through it. "
                    + "apt install obs-studio.", isThere: false)
        }
        return Finding(
            subject: "OBS", words: version.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// What a program prints; nil when it is not there or fails.
    private func output(of program: String, _ arguments: [String]) async -> String? {
        let result = try? await Subprocess.run(
            .name(program), arguments: Arguments(arguments),
            output: .string(limit: 1 << 20), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput
    }
}
