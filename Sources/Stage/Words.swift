import Foundation
import Signals

/// What is written on the picture: two moods as bars, and the last messages.
final class Words {
    private let lettering: Lettering
    private var captions = Captions()
    private let safe: Box
    private var scale: Float { lettering.scale }
    var cache: TextCache { lettering.cache }

    init(_ lettering: Lettering) {
        self.lettering = lettering
        let size = lettering.size
        safe = Box(
            x: size.x * 0.05, y: size.y * 0.05, width: size.x * 0.9, height: size.y * 0.9)
    }

    /// Writes over the current target. `light` says how bright the world is there, 0 to 1; `code` is
    /// where a code for phones lies, which no message covers.
    func draw(
        _ scene: Scene, room: Mood, dancer: Mood, world: World, dancerWorld: World, face: Box,
        code: Box?, light: Double
    ) {
        let veil = Float(min(0.42 + 0.9 * light, 0.74))
        drawMood(room, titled: "the room", isLeft: true, world: world, veil: veil)
        drawMood(dancer, titled: "the dancer", isLeft: false, world: dancerWorld, veil: veil)
        drawCaptions(scene.messages, world: world, face: face, code: code, veil: veil)
        if let delay = scene.delay, let line = cache.written(delay, style(12, widest: 400)) {
            lettering.write(
                line, x: safe.maxX - Float(line.width), y: safe.y, opacity: 0.85)
        }
        lettering.draw()
    }

    /// Finds and opens the fonts of many scripts, and draws once.
    func rehearse() {
        for isBold in [false, true] {
            let style = style(15, bold: isBold, widest: 300, lines: 2)
            if let line = cache.written("Aé ж α ש ع आ ไ あ 中 한 😂 0123456789", style) {
                lettering.write(line, x: 0, y: 0, opacity: 0)
            }
        }
        lettering.draw()
    }

    private func style(_ points: Float, bold: Bool = false, widest: Float, lines: Int = 1)
        -> TextStyle
    {
        TextStyle(
            size: max(Int((points * scale).rounded()), 6), isBold: bold,
            widest: max(Int(widest * scale), 8), lines: lines)
    }

    private func drawMood(
        _ mood: Mood, titled title: String, isLeft: Bool, world: World, veil: Float
    ) {
        let row = 20 * scale
        let width = 196 * scale
        let height = row * 7 + 46 * scale
        let panel = Box(
            x: isLeft ? safe.x : safe.maxX - width, y: safe.maxY - height, width: width,
            height: height)
        fill(panel, veilColour(world), veil * 0.85, radius: 10 * scale)
        let inner = panel.grown(by: -12 * scale)
        if let written = cache.written(title, style(15, bold: true, widest: 170)) {
            lettering.write(written, x: inner.x, y: inner.y - 2 * scale, opacity: 0.95)
        }
        let top = inner.y + 26 * scale
        let strongest = mood.strongest
        let bars = inner.x + 82 * scale
        let room = inner.maxX - bars - 34 * scale
        for emotion in Emotion.allCases {
            let y = top + Float(emotion.index) * row
            let share = Float(mood[emotion])
            let bar = Box(x: bars, y: y + 8 * scale, width: room, height: 4 * scale)
            let colour = stored(World.all[emotion.index].signal)
            fill(bar, SIMD3(repeating: 1), 0.16, radius: 2 * scale)
            if share > 0.004 {
                let long = Box(
                    x: bar.x, y: bar.y - scale, width: max(room * share, 6 * scale),
                    height: 6 * scale)
                fill(long, colour, 1, radius: 3 * scale)
            }
        }
        for emotion in Emotion.allCases {
            let y = top + Float(emotion.index) * row
            let opacity: Float = emotion == strongest ? 1 : 0.78
            if let name = cache.written(
                emotion.rawValue, style(13, bold: emotion == strongest, widest: 140))
            {
                lettering.write(
                    name, x: inner.x, y: y + 9.5 * scale - Float(name.height) / 2, opacity: opacity)
            }
            let percent = "\(Int((mood[emotion] * 100).rounded()))"
            if let number = cache.written(percent, style(12, widest: 60)) {
                lettering.write(
                    number, x: inner.maxX - Float(number.width),
                    y: y + 9.5 * scale - Float(number.height) / 2, opacity: opacity)
            }
        }
    }

    private func drawCaptions(
        _ messages: [Caption], world: World, face: Box, code: Box?, veil: Float
    ) {
        captions.follow(messages)
        for (place, id) in captions.taken.enumerated() {
            guard let id, let caption = messages.first(where: { $0.id == id }) else { continue }
            draw(caption, place: place, world: world, face: face, code: code, veil: veil)
        }
    }

    private func draw(
        _ caption: Caption, place: Int, world: World, face: Box, code: Box?, veil: Float
    ) {
        let points = Float(17 + 5 * min(max(caption.weight, 0), 1))
        guard let text = cache.written(caption.text, style(points, widest: 250, lines: 2)) else {
            return
        }
        let author = cache.written(caption.author, style(12, widest: 200))
        let pad = 10 * scale
        let line = Float(author?.height ?? 0)
        let width = max(Float(text.width), Float(author?.width ?? 0)) + 2 * pad + 6 * scale
        let height = Float(text.height) + line + 1.6 * pad
        guard
            let box = Captions.box(
                place: place, age: caption.age, width: width, height: height, safe: safe,
                face: face, code: code?.grown(by: 8 * scale))
        else { return }
        let opacity = Captions.opacity(age: caption.age)
        fill(box, veilColour(world), veil * opacity, radius: 8 * scale)
        let mark = Box(
            x: box.x + 5 * scale, y: box.y + pad * 0.9, width: 3 * scale,
            height: height - 1.8 * pad)
        fill(
            mark, stored(world.signal), opacity * Float(0.35 + 0.65 * caption.weight),
            radius: 1.5 * scale)
        let x = box.x + pad + 6 * scale
        if let author {
            lettering.write(author, x: x, y: box.y + 0.7 * pad, opacity: 0.78 * opacity)
        }
        lettering.write(text, x: x, y: box.y + 0.7 * pad + line, opacity: opacity)
    }

    private func veilColour(_ world: World) -> SIMD3<Float> { stored(world.deep * 0.6) }

    private func fill(_ box: Box, _ colour: SIMD3<Float>, _ opacity: Float, radius: Float) {
        lettering.fill(box, SIMD4(colour, opacity), radius: radius)
    }
}
