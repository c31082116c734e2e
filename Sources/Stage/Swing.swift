import Foundation

/// A pendulum that hangs on a moving point, with a spring that holds it to its limb: hair on the
/// head, a skirt on the hips, a sleeve on an arm.
struct Swing {
    /// The pendulum's angle against its limb in radians, clockwise above 0.
    private(set) var angle: Float = 0
    private var speed: Float = 0
    private var place: SIMD2<Float>?
    private var placeSpeed = SIMD2<Float>.zero

    /// Moves on by some seconds to where the point is now, in torsos; `free` is the direction, of
    /// length 1, from the point to the free end at rest.
    mutating func follow(
        _ point: SIMD2<Float>, free: SIMD2<Float>, rule: SwingRule, seconds: Double
    ) {
        defer { place = point }
        guard let place, seconds > 1e-6 else { return }
        let seconds = Float(min(seconds, 0.1))
        let most = SIMD2<Float>(repeating: 8)
        let newSpeed = ((point - place) / seconds).clamped(lowerBound: -most, upperBound: most)
        let pull = (newSpeed - placeSpeed).clamped(lowerBound: -most / 5, upperBound: most / 5)
        placeSpeed = newSpeed
        // The free end stays behind where the point goes; its weight draws it down.
        let cross = { (a: SIMD2<Float>, b: SIMD2<Float>) in a.x * b.y - a.y * b.x }
        speed += cross(pull, free) * 1.1
        let weight = rule.gravity * rule.stiffness * 0.6
        let steps = Int((seconds * 120).rounded(.up))
        let step = seconds / Float(steps)
        for _ in 0..<steps {
            let (sine, cosine) = (sin(angle), cos(angle))
            let now = SIMD2(free.x * cosine - free.y * sine, free.x * sine + free.y * cosine)
            speed +=
                (-rule.stiffness * angle - rule.damping * speed
                    + weight * cross(now, SIMD2(0, 1))) * step
            angle += speed * step
        }
        angle = min(max(angle, -0.7), 0.7)
    }
}
