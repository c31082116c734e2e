import Signals

/// One pose as OpenPose writes it, with the time and the mood beside it:
/// `{"version":1.3,"time":0.033333,"people":[{"pose_keypoints_2d":[x,y,c,…]}],"mood":{"anger":…}}`.
///
/// Numbers have a fixed count of decimals, so that equal poses give equal bytes on every machine.
struct PoseLine: Sendable {
    /// In pixels.
    var pose: Pose
    var mood: Mood
    /// Seconds since the show began.
    var time: Double

    /// Adds the line, with its end, to `bytes`.
    func write(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: #"{"version":1.3,"time":"#.utf8)
        bytes.append(time, decimals: 6)
        bytes.append(contentsOf: #","people":[{"pose_keypoints_2d":["#.utf8)
        for (index, point) in pose.points.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            // JSON has no word for what is not a number; such a point was not seen.
            let isSeen = point.x.isFinite && point.y.isFinite && point.confidence.isFinite
            let seen = isSeen ? point : .unseen
            bytes.append(Double(seen.x), decimals: 3)
            bytes.append(UInt8(ascii: ","))
            bytes.append(Double(seen.y), decimals: 3)
            bytes.append(UInt8(ascii: ","))
            bytes.append(Double(seen.confidence), decimals: 3)
        }
        bytes.append(contentsOf: #"]}],"mood":{"#.utf8)
        for emotion in Emotion.allCases {
            if emotion.index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: "\"\(emotion.rawValue)\":".utf8)
            bytes.append(mood[emotion], decimals: 6)
        }
        bytes.append(contentsOf: "}}\n".utf8)
    }
}

extension [UInt8] {
    /// Adds a number rounded to this many decimals, with no exponent; beyond ±10¹² it is held there.
    mutating func append(_ number: Double, decimals: Int) {
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let held = Swift.min(Swift.max(number.isNaN ? 0 : number, -1e12), 1e12)
        let units = Int((held * Double(scale)).rounded())
        if units < 0 { append(UInt8(ascii: "-")) }
        append(contentsOf: String(units.magnitude / UInt(scale)).utf8)
        append(UInt8(ascii: "."))
        let fraction = String(units.magnitude % UInt(scale))
        append(contentsOf: repeatElement(UInt8(ascii: "0"), count: decimals - fraction.utf8.count))
        append(contentsOf: fraction.utf8)
    }
}
