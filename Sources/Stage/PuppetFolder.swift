import Foundation
import Signals

/// Where puppets are found, and in which of two layouts.
public enum PuppetFolder {
    /// The puppet that dances where none is named.
    static let usual = "paper"

    /// The puppets that come with the program, by name.
    public static var names: [String] {
        let found = try? FileManager.default.contentsOfDirectory(atPath: StageFiles.puppets.path)
        return (found ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The folder of a puppet of the program's own, or of a folder's path.
    ///
    /// Throws `StageError.noPuppet` where there is neither.
    static func find(_ nameOrPath: String) throws -> URL {
        if !nameOrPath.contains("/"), names.contains(nameOrPath) {
            return StageFiles.puppets.appending(path: nameOrPath)
        }
        var isFolder: ObjCBool = false
        let folder = URL(fileURLWithPath: nameOrPath)
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder),
            isFolder.boolValue
        else { throw StageError.noPuppet(nameOrPath, known: names) }
        return folder
    }

    /// The rig of a folder: its `puppet.json`, or made from the names of its `Emotion_NORM` folders;
    /// with it remarks on what is passed over.
    static func rig(in folder: URL) throws -> (rig: PuppetRig, remarks: [String]) {
        let file = folder.appending(path: "puppet.json")
        if FileManager.default.fileExists(atPath: file.path) {
            return (try PuppetRig(folder: folder), [])
        }
        if let limbs = LimbFolders(in: folder) { return (limbs.rig, limbs.remarks) }
        throw StageError.missing(path: file.path)
    }

    /// The file of a drawing's name: with its ending, or as `.svg`, or as `.png`.
    static func file(_ name: String, in folder: URL) -> URL {
        let file = folder.appending(path: name)
        if ["svg", "png"].contains(file.pathExtension.lowercased()) { return file }
        let drawing = folder.appending(path: "\(name).svg")
        let picture = folder.appending(path: "\(name).png")
        let isThere = { (file: URL) in FileManager.default.fileExists(atPath: file.path) }
        return !isThere(drawing) && isThere(picture) ? picture : drawing
    }
}
