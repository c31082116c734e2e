/// One rendered frame: RGBA, 8 bits a channel, the top row first.
///
/// `@unchecked Sendable`: whoever draws it writes before handing it on and never after; from then on
/// everybody only reads. `PicturePool` draws again only into a picture that nobody else holds.
public final class Picture: @unchecked Sendable {
    /// Pixels across.
    public let width: Int
    /// Pixels down.
    public let height: Int
    /// The pixels, `4 * width * height` bytes.
    public let pixels: UnsafeMutableRawBufferPointer
    /// Which picture of the show this is, from 0; the picture's time is `number / rate`.
    public var number = 0

    /// A black picture.
    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a picture of \(width)x\(height) has no pixels")
        self.width = width
        self.height = height
        pixels = .allocate(byteCount: 4 * width * height, alignment: 64)
        pixels.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { pixels.deallocate() }
}

extension Picture {
    /// Makes colours that were multiplied with their alpha what they were, as PNG and video want them.
    public func unmultiply() {
        for at in stride(from: 0, to: pixels.count, by: 4) {
            let alpha = Int(pixels[at + 3])
            if alpha == 0 || alpha == 255 { continue }
            for channel in at..<at + 3 {
                // Light that adds to what is behind it is brighter than its alpha can say.
                pixels[channel] = UInt8(min(255, (Int(pixels[channel]) * 255 + alpha / 2) / alpha))
            }
        }
    }
}

/// A few pictures that are used again and again, so that a show of hours allocates no more.
public struct PicturePool {
    private var pictures: [Picture] = []
    private let size: (width: Int, height: Int)
    private let most: Int

    /// A pool of at most `count` pictures, each made when it is first needed; with all of them held
    /// elsewhere the next one is dropped.
    public init(width: Int, height: Int, count: Int) {
        size = (width, height)
        most = count
        pictures.reserveCapacity(count)
    }

    /// A picture that nobody else holds, or nil when all are in use: then this frame is dropped.
    public mutating func next() -> Picture? {
        for index in pictures.indices where isKnownUniquelyReferenced(&pictures[index]) {
            return pictures[index]
        }
        guard pictures.count < most else { return nil }
        let picture = Picture(width: size.width, height: size.height)
        pictures.append(picture)
        return picture
    }
}
