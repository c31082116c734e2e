/// Keeps sound under a ceiling without a crack: it looks 5 ms ahead and turns down before the peak.
///
/// Left and right are turned down together. What comes out is 5 ms late.
public struct Limiter: Sendable {
    /// Frames by which sound is held back.
    public static let delay = 240

    private let ceiling: Float
    private var held: Float = 1
    private var framesHeld = 0
    private var gains = [Float](repeating: 1, count: delay)
    private var gainSum = Double(delay)
    private var waiting = [Float](repeating: 0, count: 2 * delay)
    private var place = 0

    /// A limiter; 1 is full scale.
    public init(ceiling: Float = 0.84) { self.ceiling = ceiling }

    /// Limits frames of left and right in place; allocates nothing.
    public mutating func limit(_ sound: UnsafeMutableBufferPointer<Float>) {
        for frame in 0..<sound.count / 2 {
            let (left, right) = (sound[2 * frame], sound[2 * frame + 1])
            let peak = max(abs(left), abs(right))
            let needed = peak > ceiling ? ceiling / peak : 1
            if needed < held {
                held = needed
                framesHeld = Self.delay
            } else if needed < 1, needed < held + 0.05 {
                framesHeld = Self.delay  // nearly as loud: the gain must not rise before it is over
            } else if framesHeld > 0 {
                framesHeld -= 1
            } else {
                held += (1 - held) * 0.0002  // back in a tenth of a second
            }
            // A mean of gains that each suit the peak suits it too, and has no corner.
            gainSum += Double(held) - Double(gains[place])
            gains[place] = held
            let gain = min(1, Float(gainSum) / Float(Self.delay))
            sound[2 * frame] = waiting[2 * place] * gain
            sound[2 * frame + 1] = waiting[2 * place + 1] * gain
            waiting[2 * place] = left
            waiting[2 * place + 1] = right
            place = place + 1 == Self.delay ? 0 : place + 1
        }
    }
}
