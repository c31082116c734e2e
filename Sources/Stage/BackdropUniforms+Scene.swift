import Signals

extension BackdropUniforms {
    /// What the backdrops read at a scene, before a body in the pixels of `framing`.
    init(_ scene: Scene, room: Mood, body: PuppetBody, gestures: Gestures, framing: Framing) {
        let height = Float(framing.height)
        let middle = SIMD2(Float(framing.width), height) / 2
        let place = { (at: SIMD2<Float>) in (at - middle) / height * SIMD2(1, -1) }
        let hips = body.place(.keypoint(.midHip))
        let neck = body.place(.keypoint(.neck))
        let stand = SIMD2(middle.x, framing.floor - 1.9 * body.torso)
        let hipsAt = hips.confidence > 0 ? hips.at : stand
        let neckAt = neck.confidence > 0 ? neck.at : hipsAt - SIMD2(0, body.torso)
        time = Float(scene.time)
        flow = Float(gestures.flow)
        mood = room.weights.map(Float.init)
        arousal = Float(room.arousal)
        chatRate = Float(gestures.chatRate)
        energy = Float(gestures.energy)
        strike = Float(gestures.strike)
        sinceBurst = Float(gestures.sinceBurst)
        head = place(body.head)
        chest = place(neckAt * 0.7 + hipsAt * 0.3)
        self.hips = place(hipsAt)
        floor = 0.5 - framing.floor / height
    }
}
