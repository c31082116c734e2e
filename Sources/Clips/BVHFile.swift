import Foundation

/// A BVH file as it stands: a tree of joints and, for every frame, one number a channel.
public struct BVHFile: Sendable, Equatable {
    /// What one number of a frame moves.
    public enum Channel: String, Sendable {
        case xPosition = "Xposition"
        case yPosition = "Yposition"
        case zPosition = "Zposition"
        case xRotation = "Xrotation"
        case yRotation = "Yrotation"
        case zRotation = "Zrotation"
    }

    /// One joint of the tree.
    public struct Joint: Sendable, Equatable {
        /// The file's own name; an end site is named for its parent with `_End` behind.
        public var name: String
        /// Place of the parent in `joints`, always before this one; nil for a root.
        public var parent: Int?
        /// Where the joint lies from its parent at rest, in the file's unit.
        public var offset: SIMD3<Double>
        /// The joint's channels, in the order in which their numbers and rotations come.
        public var channels: [Channel]
        /// Place of the first of them in a frame.
        public var firstChannel: Int
    }

    /// The joints, parents first.
    public var joints: [Joint]
    /// Seconds a frame.
    public var frameTime: Double
    /// How many frames there are.
    public var frameCount: Int
    /// All numbers, frame after frame: centimetres, metres or the file's own unit, and degrees.
    public var values: [Float]

    /// Numbers a frame.
    public var channelCount: Int { joints.reduce(0) { $0 + $1.channels.count } }

    /// Reads a file; throws `ClipError` naming the line and what was expected there.
    public init(contentsOf file: URL) throws {
        guard let bytes = try? Data(contentsOf: file) else {
            throw ClipError.unreadable(path: file.path)
        }
        try self.init([UInt8](bytes), path: file.path)
    }

    /// Reads the bytes of a file; `path` is for the errors.
    public init(_ bytes: [UInt8], path: String) throws {
        var reader = BVHReader(bytes: bytes, path: path)
        joints = try reader.joints()
        (frameCount, frameTime) = try reader.motionHeader()
        let channels = joints.reduce(0) { $0 + $1.channels.count }
        values = try reader.frames(count: frameCount, channels: channels)
    }

    /// The place of the joint of this name.
    public func index(of name: String) -> Int? {
        joints.firstIndex { $0.name == name }
    }
}
