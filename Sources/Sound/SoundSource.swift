import Signals

/// Something that sounds, a block at a time: 48,000 frames a second, left and right in turn.
public protocol SoundSource: AnyObject, Sendable {
    /// Adds the next `mix.count / 2` frames to `mix`, in the mood of this moment. Called by one thread
    /// at a time, in the order of the show.
    func add(to mix: UnsafeMutableBufferPointer<Float>, mood: Mood)
}

/// How sound is measured everywhere in the program.
public enum SoundRate {
    /// Frames a second; a frame is a number for the left and one for the right.
    public static let framesPerSecond = 48_000
}
