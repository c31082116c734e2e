import ArgumentParser
import Foundation
import Stage

struct PuppetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "puppet",
        abstract: "Look at a puppet's folder before a show.",
        discussion: "docs/puppets.md says how a puppet is made.",
        subcommands: [PuppetCheckCommand.self, PuppetPreviewCommand.self])
}

struct PuppetCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is missing, misnamed or too large in a puppet's folder.",
        discussion: """
            Ends with status 1 where something is wrong; a show would draw a plain shape in its \
            place. Remarks may be meant so.
            """)

    @Argument(help: "A folder of drawings, or a puppet of the program's own: paper, light.")
    var folder: String

    @MainActor
    func run() async throws {
        let check = try PuppetCheck(folder)
        var faults = check.faults
        if faults.isEmpty {
            // The face's shader is only known to be right when a driver has compiled it.
            do {
                let settings = StageSettings(
                    width: 64, height: 64, showsWords: false, puppet: folder)
                faults = try Stage(settings).takeRemarks()
            } catch StageError.noGraphics(let reason) {
                say("The face was not tried: OpenGL cannot be started (\(reason)).")
            }
        }
        if let summary = check.summary { print(summary) }
        for fault in faults { print("fault: \(fault)") }
        for remark in check.remarks { print("remark: \(remark)") }
        guard faults.isEmpty else { throw ExitCode.failure }
        if check.remarks.isEmpty { print("Nothing is wrong.") }
    }
}

struct PuppetPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Draw a sheet of all moods and limbs of a puppet to a PNG file.",
        discussion: "emotionmotion puppet preview my-puppet --output sheet.png")

    @Argument(help: "A folder of drawings, or a puppet of the program's own: paper, light.")
    var folder: String

    @Option(name: .shortAndLong, help: "PNG file to write.")
    var output = "sheet.png"

    @MainActor
    func run() async throws {
        let remarks = try PuppetSheet(folder).write(to: URL(fileURLWithPath: output))
        for remark in remarks { say(remark) }
        print(output)
    }
}
