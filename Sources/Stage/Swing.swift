import Foundation

/// A pendulum that hangs on a moving point: hair on the head, a skirt on the hips.
struct Swing {
    /// The pendulum's angle in radians, positive to the picture's right.
    private(set) var angle: Float = 0
    private var speed: Float = 0
    private var place: Float?
    private var placeSpeed: Float = 0

    /// Moves on by some seconds to where the point is now, in torsos across.
    mutating func follow(_ x: Float, seconds: Double) {
        defer { place = x }
        guard let place, seconds > 1e-6 else { return }
        let seconds = Float(min(seconds, 0.1))
        let newSpeed = min(max((x - place) / seconds, -8), 8)
        let pull = min(max(newSpeed - placeSpeed, -1.5), 1.5)
        placeSpeed = newSpeed
        speed -= pull * 1.1
        // Steps short enough for the spring, whatever the picture rate is.
        let steps = Int((seconds * 120).rounded(.up))
        let step = seconds / Float(steps)
        for _ in 0..<steps {
            speed += (-46 * angle - 5 * speed) * step
            angle += speed * step
        }
        angle = min(max(angle, -0.7), 0.7)
    }
}
