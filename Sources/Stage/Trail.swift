/// Where a figure's drawings were in the last moments: afterimages.
struct Trail {
    private let rule: PuppetRig.Afterimages?
    private var past: [(age: Double, hung: [HungDrawing])] = []

    /// Seconds between the moments that are kept.
    private static let step = 1.0 / 45

    init(_ rule: PuppetRig.Afterimages?) { self.rule = rule }

    /// Takes in where the drawings are now, some seconds after the last time.
    mutating func follow(_ hung: [HungDrawing], seconds: Double) {
        guard let rule else { return }
        for index in past.indices { past[index].age += seconds }
        past.removeAll { $0.age > rule.seconds * 1.2 }
        if past.last.map({ $0.age >= Trail.step }) ?? true { past.append((0, hung)) }
    }

    /// The past drawings to draw, the oldest first, each with its opacity; one that has hardly
    /// moved, by less than `nearer` pixels, is left out.
    func ghosts(
        than now: [HungDrawing], nearer: Float
    ) -> [(hung: HungDrawing, opacity: Float)] {
        guard let rule, !past.isEmpty else { return [] }
        return (1...rule.count).reversed().flatMap { number -> [(HungDrawing, Float)] in
            let age = rule.seconds * Double(number) / Double(rule.count)
            let opacity = 0.6 * Float(1 - Double(number) / Double(rule.count + 1))
            guard let then = past.min(by: { abs($0.age - age) < abs($1.age - age) }),
                then.age > Trail.step, then.hung.count == now.count
            else { return [] }
            return zip(then.hung, now).compactMap { then, now in
                guard let tile = then.tile else { return nil }
                let box = tile.extent
                let far = [SIMD2(box.x, box.y), SIMD2(box.maxX, box.maxY)].contains { corner in
                    let off = then.place(corner) - now.place(corner)
                    return (off * off).sum() > nearer * nearer
                }
                return far ? (then, opacity) : nil
            }
        }
    }
}
