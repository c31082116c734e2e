import Foundation

/// A turn in space, by the places to which it takes the three axes.
struct Rotation: Sendable, Equatable {
    var x: SIMD3<Double>
    var y: SIMD3<Double>
    var z: SIMD3<Double>

    /// No turn.
    static let none = Rotation(x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1])

    /// A direction, turned.
    func turning(_ v: SIMD3<Double>) -> SIMD3<Double> { x * v.x + y * v.y + z * v.z }

    /// This turn after another: first `other`, then this.
    func after(_ other: Rotation) -> Rotation {
        Rotation(x: turning(other.x), y: turning(other.y), z: turning(other.z))
    }

    /// This turn with a turn about one axis of the turned body before it, in degrees:
    /// `R * Rx(a)`, `R * Ry(a)` or `R * Rz(a)`.
    mutating func turn(about axis: BVHFile.Channel, degrees: Double) {
        let sine = sin(degrees * .pi / 180)
        let cosine = cos(degrees * .pi / 180)
        switch axis {
        case .xRotation: (y, z) = (y * cosine + z * sine, z * cosine - y * sine)
        case .yRotation: (x, z) = (x * cosine - z * sine, z * cosine + x * sine)
        case .zRotation: (x, y) = (x * cosine + y * sine, y * cosine - x * sine)
        case .xPosition, .yPosition, .zPosition: break
        }
    }
}

/// Where the joints of a BVH file are and how they are turned, in every frame.
struct BVHMotion: Sendable {
    let jointCount: Int
    let frameCount: Int
    /// Joint `j` of frame `f` is at `f * jointCount + j`, in the file's unit and axes.
    var places: [SIMD3<Double>]
    /// Laid out as `places`.
    var turns: [Rotation]

    /// Walks down the tree: a child is at its parent's place plus its offset turned as the parent.
    ///
    /// - Parameter wanted: the joints that are asked for; others that they do not hang on, such as
    ///   fingers, stay at 0. Nil for all.
    init(_ file: BVHFile, wanted: [Int]? = nil) {
        let isNeeded = Self.needed(wanted, in: file)
        jointCount = file.joints.count
        frameCount = file.frameCount
        places = []
        turns = []
        places.reserveCapacity(jointCount * frameCount)
        turns.reserveCapacity(jointCount * frameCount)
        let channels = file.channelCount
        for frame in 0..<frameCount {
            let first = frame * jointCount
            for (place, joint) in file.joints.enumerated() {
                guard isNeeded[place] else {
                    places.append(.zero)
                    turns.append(.none)
                    continue
                }
                let (offset, turn) = Self.local(joint, file.values, at: frame * channels)
                if let parent = joint.parent {
                    let above = turns[first + parent]
                    places.append(places[first + parent] + above.turning(offset))
                    turns.append(above.after(turn))
                } else {
                    places.append(offset)
                    turns.append(turn)
                }
            }
        }
    }

    /// True for the wanted joints and all that they hang on.
    private static func needed(_ wanted: [Int]?, in file: BVHFile) -> [Bool] {
        guard let wanted else { return file.joints.map { _ in true } }
        var isNeeded = file.joints.map { _ in false }
        for joint in wanted {
            var next: Int? = joint
            while let place = next, !isNeeded[place] {
                isNeeded[place] = true
                next = file.joints[place].parent
            }
        }
        return isNeeded
    }

    /// A joint's own offset and turn. Position channels stand in the place of OFFSET, one by one.
    private static func local(
        _ joint: BVHFile.Joint, _ values: [Float], at start: Int
    ) -> (SIMD3<Double>, Rotation) {
        var offset = joint.offset
        var turn = Rotation.none
        var place = start + joint.firstChannel
        for channel in joint.channels {
            let value = Double(values[place])
            switch channel {
            case .xPosition: offset.x = value
            case .yPosition: offset.y = value
            case .zPosition: offset.z = value
            case .xRotation, .yRotation, .zRotation: turn.turn(about: channel, degrees: value)
            }
            place += 1
        }
        return (offset, turn)
    }
}
