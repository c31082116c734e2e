import Foundation
import Signals

/// A drawing in its place: how its axes lie in the picture.
struct HungDrawing {
    /// Nil for the face.
    var tile: PuppetArt.Tile?
    /// The pin's place in the picture and in the drawing.
    var origin: SIMD2<Float>
    var pin: SIMD2<Float>
    /// Pixels per unit along the drawing's own x and y.
    var acrossX: SIMD2<Float>
    var downY: SIMD2<Float>
    var opacity: Float

    /// Where a place of the drawing lies in the picture.
    func place(_ drawn: SIMD2<Float>) -> SIMD2<Float> {
        origin + acrossX * (drawn.x - pin.x) + downY * (drawn.y - pin.y)
    }
}

/// How a puppet's limbs hang on a moving body: their directions and swings from picture to picture.
struct PuppetHanging {
    private let rig: PuppetRig
    private let fits: [[String: PuppetArt.Fit]]
    /// Each limb's direction, of length 1.
    private(set) var ways: [SIMD2<Float>]
    private var swings: [Swing]
    private var hasBegun = false

    /// The fastest that a limb turns, in radians a second: a limb that passes through the line of
    /// sight comes out on its other side, and would seem to jump.
    static let fastestTurn = 32.0

    init(_ art: PuppetArt) {
        rig = art.rig
        fits = art.fits
        ways = Array(repeating: SIMD2(0, 1), count: rig.limbs.count)
        swings = Array(repeating: Swing(), count: rig.limbs.count)
    }

    /// Moves on by some seconds to a body.
    mutating func follow(_ body: PuppetBody, seconds: Double) {
        for index in rig.limbs.indices {
            let limb = rig.limbs[index]
            let from = body.place(limb.from)
            let to = body.place(limb.to)
            guard min(from.confidence, to.confidence) > 0 else { continue }
            let wanted = direction(index, reach: to.at - from.at, on: body)
            let most = hasBegun ? Float(PuppetHanging.fastestTurn * max(seconds, 0)) : .infinity
            ways[index] = PuppetHanging.turned(ways[index], towards: wanted, atMost: most)
            if let rule = limb.swing {
                let pivot = limb.anchor == .from ? from.at : to.at
                swings[index].follow(
                    pivot / body.torso, free: ways[index] * freeEnd(index), rule: rule,
                    seconds: seconds)
            }
        }
        hasBegun = true
    }

    private func direction(
        _ index: Int, reach: SIMD2<Float>, on body: PuppetBody
    ) -> SIMD2<Float> {
        let length = (reach * reach).sum().squareRoot()
        // A limb that points at the audience has no direction of its own: keep the one it had.
        let doubt = max(0, 0.14 - length / body.torso) / 0.14
        let way = PuppetBody.unit(
            PuppetBody.unit(reach, else: ways[index]) * (1 - doubt) + ways[index] * doubt,
            else: ways[index])
        guard let turn = rig.limbs[index].turn else { return way }
        let bone = body.place(turn.to).at - body.place(turn.from).at
        let base = PuppetBody.unit(bone, else: way)
        return PuppetHanging.bounded(way, against: base, within: turn.within, last: ways[index])
    }

    /// A direction held within degrees of another; one far outside goes to the nearer bound, and at
    /// the back of the circle to the bound that it was at.
    static func bounded(
        _ way: SIMD2<Float>, against base: SIMD2<Float>, within: ClosedRange<Float>,
        last: SIMD2<Float>
    ) -> SIMD2<Float> {
        let angle = self.angle(from: base, to: way) * 180 / .pi
        guard !within.contains(angle) else { return way }
        let before = self.angle(from: base, to: last) * 180 / .pi
        let away = { (bound: Float) -> Float in
            let off = abs(angle - bound)
            return min(off, 360 - off) + (abs(before - bound) < 25 ? -20 : 0)
        }
        let bound =
            away(within.lowerBound) < away(within.upperBound)
            ? within.lowerBound : within.upperBound
        return rotated(base, by: bound * .pi / 180)
    }

    /// A direction turned towards another by no more than some radians, the shorter way round.
    static func turned(
        _ way: SIMD2<Float>, towards wanted: SIMD2<Float>, atMost most: Float
    ) -> SIMD2<Float> {
        let angle = self.angle(from: way, to: wanted)
        guard abs(angle) > most else { return wanted }
        return rotated(way, by: angle < 0 ? -most : most)
    }

    /// Radians from one direction to another, clockwise above 0.
    static func angle(from one: SIMD2<Float>, to other: SIMD2<Float>) -> Float {
        atan2(one.x * other.y - one.y * other.x, (one * other).sum())
    }

    static func rotated(_ way: SIMD2<Float>, by angle: Float) -> SIMD2<Float> {
        let (sine, cosine) = (sin(angle), cos(angle))
        return SIMD2(way.x * cosine - way.y * sine, way.x * sine + way.y * cosine)
    }

    /// 1 where the drawing hangs from its anchor along its limb, -1 where it hangs against it.
    private func freeEnd(_ index: Int) -> Float {
        let limb = rig.limbs[index]
        guard let name = limb.looks?.all.first, let fit = fits[index][name] else { return 1 }
        let box = fit.tile.extent
        let anchor = limb.anchor == .from ? fit.pins.from : fit.pins.to
        let bulk = SIMD2(box.x + box.width / 2, box.y + box.height / 2) - anchor
        return (bulk * (fit.pins.to - fit.pins.from)).sum() < 0 ? -1 : 1
    }

    /// A limb's drawing (the face, where no name is given) in its place; nil where it is not seen.
    func hung(
        _ index: Int, drawing name: String?, share: Float, on body: PuppetBody, mood: Mood,
        face: PuppetFace
    ) -> HungDrawing? {
        let limb = rig.limbs[index]
        let from = body.place(limb.from)
        let to = body.place(limb.to)
        let worn = limb.worn.map { rig.wornSize(mood[$0]) } ?? 1
        // A point known half is drawn whole; below a quarter it fades.
        let opacity = min(min(from.confidence, to.confidence) * 4, 1) * share
        guard opacity > 0.02, worn > 0.02 else { return nil }
        let fit = name.flatMap { fits[index][$0] }
        guard name == nil || fit != nil else { return nil }
        guard let pins = fit?.pins ?? limb.pins else { return nil }

        let unit = body.torso / rig.unitsPerTorso * (fit?.scale ?? limb.scale)
        let pinned = pins.to - pins.from
        let drawn = (pinned * pinned).sum().squareRoot()
        let reach = to.at - from.at
        let ratio = (reach * reach).sum().squareRoot() / (drawn * unit)
        let stretch = min(max(ratio, limb.stretch.lowerBound), limb.stretch.upperBound)
        let swing = (limb.swing?.amount ?? 0) * swings[index].angle
        let way = PuppetHanging.rotated(ways[index], by: swing)
        let along = way * unit * stretch * worn
        let across = SIMD2(-way.y, way.x) * unit * worn * (limb.mirrored ? -1 : 1)
        // The drawing's axis from pin to pin becomes `along`; what lies square to it, `across`.
        let axis = pinned / drawn
        let square = SIMD2(-axis.y, axis.x)
        var hung = HungDrawing(
            tile: fit?.tile, origin: limb.anchor == .from ? from.at : to.at,
            pin: limb.anchor == .from ? pins.from : pins.to,
            acrossX: along * axis.x + across * square.x,
            downY: along * axis.y + across * square.y, opacity: opacity)
        let rightwards = SIMD2(-body.up.y, body.up.x)
        let step = body.torso / rig.unitsPerTorso
        hung.origin +=
            (rightwards * face.gaze * limb.gaze.x
                - body.up * (body.pitch * limb.gaze.y + limb.drop)) * step
        if limb.blinks { hung.downY *= 1 - 0.92 * face.blink }
        return hung
    }
}
