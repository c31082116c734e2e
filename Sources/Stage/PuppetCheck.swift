import Foundation
import Signals

/// What an artist should know about a puppet's folder before a show: what is missing, misnamed or
/// too large, each with its file and key.
public struct PuppetCheck: Sendable {
    /// What is wrong, and is drawn plainly or not at all.
    public private(set) var faults: [String] = []
    /// What may be meant so, or may be a slip.
    public private(set) var remarks: [String] = []
    /// What the folder holds, in a line; nil where it cannot be read.
    public private(set) var summary: String?

    /// Looks at one of the program's own puppets by name, or at a folder.
    ///
    /// Throws `StageError.noPuppet` where there is neither. No display and no OpenGL are needed.
    public init(_ nameOrFolder: String) throws {
        let folder = try PuppetFolder.find(nameOrFolder)
        do {
            let art = try PuppetArt(folder: folder, pixelsPerTorso: PuppetCheck.pixelsPerTorso)
            faults = art.faults
            look(at: art, in: folder)
        } catch {
            faults = ["\(error)"]
        }
        remarks = unknownKeys(in: folder) + remarks
    }

    /// The size at which drawings are tried: a figure in a picture of 1920x1080.
    private static let pixelsPerTorso = Framing(width: 1920, height: 1080).pixelsPerTorso

    private mutating func look(at art: PuppetArt, in folder: URL) {
        let rig = art.rig
        let drawings = Set(rig.limbs.flatMap { $0.looks?.all ?? [] })
        let face = art.face == nil ? "no face" : "a face"
        summary =
            "\(rig.name), \(rig.manner.rawValue): \(rig.limbs.count) limbs, \(drawings.count) "
            + "drawings, \(face); a texture of \(art.width)x\(art.height)"
        let wanted = PuppetCheck.pixelsPerTorso / rig.unitsPerTorso * 1.25
        if art.density < wanted * 0.99 {
            remarks.append(
                "\(folder.path): the drawings together are too large for one texture and are drawn "
                    + "at \(Int(100 * art.density / wanted)) % of their detail.")
        }
        remarks += bareBones(of: rig).map {
            "\(folder.path): nothing hangs from \($0.0) to \($0.1)."
        }
        remarks += misfits(in: art, file: folder.appending(path: "puppet.json").path)
        remarks += strays(in: folder, drawings: drawings, rig: rig)
    }

    /// Bones of the arms, legs and trunk that carry no limb.
    private func bareBones(of rig: PuppetRig) -> [(Body25, Body25)] {
        let bones: [(Body25, Body25)] = [
            (.rightShoulder, .rightElbow), (.rightElbow, .rightWrist), (.leftShoulder, .leftElbow),
            (.leftElbow, .leftWrist), (.rightHip, .rightKnee), (.rightKnee, .rightAnkle),
            (.leftHip, .leftKnee), (.leftKnee, .leftAnkle),
        ]
        let carried = rig.limbs.map { [$0.from, $0.to] }
        return bones.filter { bone in
            let ends = [Joint.keypoint(bone.0), .keypoint(bone.1)]
            return !carried.contains(ends) && !carried.contains(ends.reversed())
        }
    }

    /// Drawings whose pins lie so that a standing body's limb stretches them far beyond their
    /// bounds; a little beyond is no slip, for limbs are also seen from the front.
    private func misfits(in art: PuppetArt, file: String) -> [String] {
        let body = PuppetBody(.upright, framing: .unit, head: art.rig.head)
        return art.rig.limbs.enumerated().compactMap { index, limb in
            guard limb.pins != nil, limb.stretch != 1...1, let looks = limb.looks,
                let fit = art.fits[index][looks.all[0]]
            else { return nil }
            let reach = body.place(limb.to).at - body.place(limb.from).at
            let pinned = fit.pins.to - fit.pins.from
            let ratio =
                (reach * reach).sum().squareRoot() * art.rig.unitsPerTorso
                / ((pinned * pinned).sum().squareRoot() * fit.scale)
            let usual = 0.6 * limb.stretch.lowerBound...1.6 * limb.stretch.upperBound
            guard !usual.contains(ratio) else { return nil }
            let share = (Double(ratio) * 100).rounded() / 100
            return "\(file): limbs[\(index)].pins (\(limb.name)): a standing body stretches it to "
                + "\(share), beyond its stretch of \(limb.stretch.lowerBound) to "
                + "\(limb.stretch.upperBound)."
        }
    }

    /// Drawings in the folder that no limb uses.
    private func strays(
        in folder: URL, drawings: Set<String>, rig: PuppetRig
    ) -> [String] {
        let used = Set(drawings.map { PuppetFolder.file($0, in: folder).standardizedFileURL.path })
        let missing = drawings.filter {
            !FileManager.default.fileExists(atPath: PuppetFolder.file($0, in: folder).path)
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            let file = folder.appending(path: name)
            guard ["svg", "png"].contains(file.pathExtension.lowercased()),
                !used.contains(file.standardizedFileURL.path)
            else { return nil }
            let stem = file.deletingPathExtension().lastPathComponent
            let meant = Spelling.nearest(to: stem, in: Array(missing)).map {
                " A limb wants \"\($0)\": is it that?"
            }
            return "\(file.path): no limb uses it.\(meant ?? "")"
        }
    }

    private func unknownKeys(in folder: URL) -> [String] {
        let file = folder.appending(path: "puppet.json")
        guard let data = try? Data(contentsOf: file), data.count <= PuppetLimits.rigBytes,
            let rig = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return [] }
        let complain = { (key: String, place: String, known: [String]) -> String? in
            guard !known.contains(key) else { return nil }
            let meant = Spelling.nearest(to: key, in: known).map { " Is \"\($0)\" meant?" }
            return "\(file.path): \(place)\(key) means nothing.\(meant ?? "")"
        }
        let known = PuppetRig.Key.allCases.map(\.rawValue)
        let limbs = rig["limbs"] as? [[String: Any]] ?? []
        return rig.keys.sorted().compactMap { complain($0, "", known) }
            + limbs.enumerated().flatMap { index, limb in
                limb.keys.sorted().compactMap {
                    complain($0, "limbs[\(index)].", PuppetRig.Limb.Key.allCases.map(\.rawValue))
                }
            }
    }
}

/// Words that may have been meant.
enum Spelling {
    /// The word most like another, if it is like it at all.
    static func nearest(to word: String, in words: [String]) -> String? {
        let far = words.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
        guard let best = far.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }),
            best.distance <= max(2, word.count / 3)
        else { return nil }
        return best.word
    }

    /// Letters to put in, take out or change (Levenshtein 1966, Soviet Physics Doklady 10).
    static func distance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.unicodeScalars), Array(other.unicodeScalars))
        var row = Array(0...other.count)
        for (i, letter) in one.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, otherLetter) in other.enumerated() {
                let changed = corner + (letter == otherLetter ? 0 : 1)
                corner = row[j + 1]
                row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[other.count]
    }
}
