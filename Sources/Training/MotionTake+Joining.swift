import Signals

extension MotionTake {
    /// This take with another after it: the other begins where this one ends, at its speed, and the
    /// difference dies away over `blend` poses.
    public func joined(with next: MotionTake, blend: Int = 15) -> MotionTake {
        guard count > 0, next.count > 1 else { return self }
        var whole = self
        let length = min(blend, next.count)
        let last = count - 1
        let before = max(last - 1, 0)
        var joints = next.joints
        var velocity = next.velocity
        var height = next.height
        for step in 1...length {
            // Smoothstep from nearly 1 to nearly 0.
            let away = 1 - Float(step) / Float(blend + 1)
            let ease = away * away * (3 - 2 * away)
            let on = 0.9 * Float(min(step, 6))
            let back = 0.9 * Float(min(step - 1, 5))
            for joint in 0..<Self.width {
                let a = self.joints[last * Self.width + joint]
                let slope = a - self.joints[before * Self.width + joint]
                let b = next.joints[joint]
                let other = next.joints[Self.width + joint] - b
                let gap = (a + slope * on) - (b + other * back)
                joints[(step - 1) * Self.width + joint] += gap * ease
            }
            velocity[step - 1] =
                self.velocity[last] * ease + next.velocity[step - 1] * (1 - ease)
            let a = self.height[last]
            let b = next.height[0]
            let gap =
                (a + (a - self.height[before]) * on) - (b + (next.height[1] - b) * back)
            height[step - 1] += gap * ease
        }
        whole.joints += joints
        whole.velocity += velocity
        whole.height += height
        return whole
    }
}
