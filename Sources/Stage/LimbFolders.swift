import Foundation
import Signals

/// A puppet in folders of pictures: `Emotion_NORM/joint_joint/*.png`, a picture at random each time.
///
/// The names are those of OpenPose keypoint lists (`R-Sho_R-Elb`, `MidHip_L-Hip`), and of a few
/// places that these lack (`Head`, `L-Hand`, `R-Pupil`, `Mouth`); BODY_25's own names do as well.
struct LimbFolders {
    let rig: PuppetRig
    /// What is passed over, in plain words.
    let remarks: [String]

    /// Seconds that a picture stays before another is taken.
    static let shuffle = 0.3

    /// Reads the folders' names; nil where there is no `Emotion_NORM` folder among them.
    init?(in folder: URL) {
        let emotions = LimbFolders.subfolders(of: folder).compactMap { name in
            LimbFolders.emotion(name).map { (name: name, emotion: $0) }
        }
        guard !emotions.isEmpty else { return nil }
        var remarks: [String] = []
        var looks: [String: LimbLooks] = [:]
        for (name, emotion) in emotions {
            for limb in LimbFolders.subfolders(of: folder.appending(path: name)) {
                let way = "\(name)/\(limb)"
                guard let kind = LimbFolders.kind(limb) else {
                    remarks.append(
                        "\(folder.appending(path: way).path): no limb is called \"\(limb)\"; it is "
                            + "passed over. Use two joints, as in R-Sho_R-Elb.")
                    continue
                }
                let all = LimbFolders.pictures(in: folder.appending(path: way))
                guard !all.isEmpty else {
                    remarks.append("\(folder.appending(path: way).path) holds no PNG file.")
                    continue
                }
                if all.count > PuppetLimits.drawingsAtOnce {
                    remarks.append(
                        "\(folder.appending(path: way).path) holds \(all.count) pictures; the "
                            + "first \(PuppetLimits.drawingsAtOnce) are drawn.")
                }
                looks[kind, default: LimbLooks(usual: [])].variants[emotion] =
                    all.prefix(PuppetLimits.drawingsAtOnce).map { "\(way)/\($0)" }
            }
        }
        let limbs = LimbFolders.order.compactMap { name in
            looks[name].flatMap { LimbFolders.limb(name, looks: LimbFolders.filled($0)) }
        }
        guard !limbs.isEmpty else { return nil }
        for name in LimbFolders.needed where looks[name] == nil {
            remarks.append("\(folder.path): no emotion has a folder \(name) with a PNG file in it.")
        }
        var rig = PuppetRig(name: folder.lastPathComponent, limbs: limbs)
        rig.manner = .drawn
        rig.shuffle = LimbFolders.shuffle
        self.rig = rig
        self.remarks = remarks
    }

    /// Emotions without pictures of a limb borrow the calmest that there are.
    private static func filled(_ looks: LimbLooks) -> LimbLooks {
        let order = [Emotion.neutral] + Emotion.allCases
        var filled = looks
        filled.usual = order.lazy.compactMap { looks.variants[$0] }.first ?? []
        return filled
    }

    private static func subfolders(of folder: URL) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            return !name.hasPrefix(".")
                && FileManager.default.fileExists(
                    atPath: folder.appending(path: name).path, isDirectory: &isFolder)
                && isFolder.boolValue
        }.sorted()
    }

    private static func pictures(in folder: URL) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.lowercased().hasSuffix(".png") && !$0.hasPrefix(".") }.sorted()
    }

    /// The emotion of a folder such as `Sad_NORM`.
    static func emotion(_ name: String) -> Emotion? {
        let word = name.lowercased()
        guard word.hasSuffix("_norm") else { return nil }
        let emotion = String(word.dropLast(5))
        return Emotion(rawValue: emotion)
            ?? ["sad": .sadness, "happy": .happiness, "angry": .anger, "surprised": .surprise][
                emotion]
    }

    /// The limb of a folder's name as `order` writes it; nil where it is none.
    static func kind(_ name: String) -> String? {
        let points = name.split(separator: "_").map { point(String($0)) }
        guard !points.contains(nil) else { return nil }
        let same = points.compactMap { $0 }
        return order.first { $0.split(separator: "_").map { point(String($0)) ?? "" } == same }
    }

    /// A point's name in the shortest writing: `rsho` for `R-Sho`, `RShoulder` and `rightShoulder`.
    private static func point(_ name: String) -> String? {
        var word = name.lowercased().filter { $0.isLetter }
        for (long, short) in [
            ("right", "r"), ("left", "l"), ("shoulder", "sho"), ("elbow", "elb"), ("wrist", "wr"),
            ("ankle", "ank"),
        ] { word = word.replacing(long, with: short) }
        return points[word] == nil ? nil : word
    }

    private static let points: [String: Joint] = [
        "nose": .keypoint(.nose), "neck": .keypoint(.neck), "midhip": .keypoint(.midHip),
        "rsho": .keypoint(.rightShoulder), "relb": .keypoint(.rightElbow),
        "rwr": .keypoint(.rightWrist), "lsho": .keypoint(.leftShoulder),
        "lelb": .keypoint(.leftElbow), "lwr": .keypoint(.leftWrist), "rhip": .keypoint(.rightHip),
        "rknee": .keypoint(.rightKnee), "rank": .keypoint(.rightAnkle),
        "lhip": .keypoint(.leftHip), "lknee": .keypoint(.leftKnee), "lank": .keypoint(.leftAnkle),
        "reye": .keypoint(.rightEye), "leye": .keypoint(.leftEye), "rear": .keypoint(.rightEar),
        "lear": .keypoint(.leftEar), "lbigtoe": .keypoint(.leftBigToe),
        "lsmalltoe": .keypoint(.leftSmallToe), "lheel": .keypoint(.leftHeel),
        "rbigtoe": .keypoint(.rightBigToe), "rsmalltoe": .keypoint(.rightSmallToe),
        "rheel": .keypoint(.rightHeel), "head": .head, "mouth": .keypoint(.nose),
        "lhand": .keypoint(.leftWrist), "rhand": .keypoint(.rightWrist),
        "lpupil": .keypoint(.leftEye), "rpupil": .keypoint(.rightEye),
    ]

    /// Back to front.
    static let order = [
        "R-Sho_R-Elb", "R-Elb_R-Wr", "R-Hand", "Nose_Neck", "MidHip_R-Hip", "R-Hip_R-Knee",
        "R-Knee_R-Ank", "R-Ank_R-Heel", "R-Ank_R-SmallToe", "R-Ank_R-BigToe",
        "R-BigToe_R-SmallToe", "MidHip_L-Hip", "L-Hip_L-Knee", "L-Knee_L-Ank", "L-Ank_L-Heel",
        "L-Ank_L-SmallToe", "L-Ank_L-BigToe", "L-BigToe_L-SmallToe", "Neck_MidHip",
        "R-Sho_L-Sho_L-Hip_R-Hip", "Neck_R-Sho", "Neck_L-Sho", "L-Sho_L-Elb", "Head", "R-Eye_R-Ear",
        "L-Eye_L-Ear", "Nose_R-Eye", "Nose_L-Eye", "R-Eye", "L-Eye", "R-Pupil", "L-Pupil", "Mouth",
        "L-Elb_L-Wr", "L-Hand",
    ]
    private static let needed = [
        "R-Sho_R-Elb", "R-Elb_R-Wr", "L-Sho_L-Elb", "L-Elb_L-Wr", "R-Hip_R-Knee", "R-Knee_R-Ank",
        "L-Hip_L-Knee", "L-Knee_L-Ank", "Head",
    ]

    private static func limb(_ name: String, looks: LimbLooks) -> PuppetRig.Limb? {
        let parts = name.split(separator: "_").compactMap { point(String($0)) }
        if parts.count == 4 {
            var trunk = PuppetRig.Limb(
                looks: looks, from: .keypoint(.neck), to: .keypoint(.midHip))
            trunk.length = 112
            trunk.stretch = 0.6...1.3
            return trunk
        }
        guard let from = parts.first.flatMap({ points[$0] }) else { return nil }
        if parts.count == 2, let to = points[parts[1]] {
            var limb = PuppetRig.Limb(looks: looks, from: from, to: to)
            limb.stretch = 0.4...1.4
            return limb
        }
        var limb = PuppetRig.Limb(looks: looks, from: from, to: from.upwards)
        switch parts[0] {
        case "head": limb.length = 100
        case "rhand", "lhand": limb.length = 42
        case "mouth":
            limb.length = 10
            limb.drop = 20
        case "reye", "leye":
            limb.length = 14
            limb.blinks = true
        case "rpupil", "lpupil":
            limb.length = 8
            limb.blinks = true
            limb.gaze = SIMD2(4, 2)
        default: return nil
        }
        return limb
    }
}
