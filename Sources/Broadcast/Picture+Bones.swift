import Signals

extension Picture {
    /// Draws a pose as bones and a head, dark on paper: what a clip looks like without a stage.
    ///
    /// - Parameter pose: in pixels of this picture.
    public func drawBones(of pose: Pose) {
        let paper: [UInt8] = [244, 240, 230, 255]
        for at in pixels.indices { pixels[at] = paper[at % 4] }
        let half = max(1, Float(height) / 160)
        for (parent, child) in Body25.bones {
            line(from: pose[parent], to: pose[child], half: half)
        }
        let nose = pose[.nose]
        line(from: nose, to: nose, half: 4 * half)
    }

    /// A line with round ends; nothing where an end was not seen or is no number.
    private func line(from a: Keypoint, to b: Keypoint, half: Float) {
        let ends = [a.x, a.y, b.x, b.y]
        guard a.confidence > 0, b.confidence > 0, ends.allSatisfy(\.isFinite) else { return }
        func range(_ first: Float, _ second: Float, _ size: Int) -> Range<Int> {
            let low = min(max(min(first, second) - half - 1, 0), Float(size))
            let high = min(max(max(first, second) + half + 2, 0), Float(size))
            return Int(low)..<max(Int(low), Int(high))
        }
        let way = SIMD2(b.x - a.x, b.y - a.y)
        let length = (way * way).sum()
        for y in range(a.y, b.y, height) {
            for x in range(a.x, b.x, width) {
                let from = SIMD2(Float(x) - a.x, Float(y) - a.y)
                let share = length > 0 ? min(max((from * way).sum() / length, 0), 1) : 0
                let off = from - way * share
                let cover = min(max(half + 0.5 - (off * off).sum().squareRoot(), 0), 1)
                guard cover > 0 else { continue }
                for channel in 0..<3 {
                    let place = 4 * (y * width + x) + channel
                    let left = Float(pixels[place]) * (1 - cover)
                    pixels[place] = min(pixels[place], UInt8(left + 40 * cover))
                }
            }
        }
    }
}
