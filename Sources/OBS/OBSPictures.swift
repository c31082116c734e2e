/// What became of OBS's pictures, counted by OBS from its own or its stream's beginning.
public struct OBSPictures: Codable, Sendable, Equatable {
    /// Pictures that the stream lost.
    public var streamDropped = 0
    /// All pictures that the stream should have sent.
    public var stream = 0
    /// Pictures that OBS drew too late to show.
    public var renderMissed = 0
    /// All pictures that OBS should have drawn.
    public var render = 0
    /// Pictures that its encoder had no time for.
    public var encoderSkipped = 0
    /// All pictures that its encoder was given.
    public var encoder = 0

    /// None yet.
    public init() {}

    /// Adds what came between two counts; an OBS or a stream that began anew counts from nothing.
    public mutating func add(from before: OBSPictures, to now: OBSPictures) {
        let counts: [WritableKeyPath<OBSPictures, Int>] = [
            \.streamDropped, \.stream, \.renderMissed, \.render, \.encoderSkipped, \.encoder,
        ]
        for count in counts {
            let (new, old) = (now[keyPath: count], before[keyPath: count])
            self[keyPath: count] += new < old ? new : new - old
        }
    }
}
