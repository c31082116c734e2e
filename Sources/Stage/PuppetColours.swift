import CGLES

/// The colours that a puppet is drawn in before a world: its own, and those that answer to it.
struct PuppetColours {
    /// What the drawings' red, green and blue stand for, as the picture stores it.
    let papers: PuppetRig.Papers
    /// The world's darkest, and what is palest in its light.
    let ink: SIMD3<Float>
    let pale: SIMD3<Float>
    /// What drawings in colours of their own are multiplied with.
    let lit: SIMD3<Float>
    /// The shadow, or the light, round the figure and under it.
    let halo: SIMD4<Float>
    let ground: SIMD4<Float>
    /// How steeply the shadow rises towards the drawings.
    let haloSlope: Float
    /// The world's mean luminance, 0 to 1.
    let light: Float

    init(_ rig: PuppetRig, world: World, shares: [Double], light: Float) {
        let own = rig.papers(shares: shares, world: world)
        papers = PuppetRig.Papers(a: stored(own.a), b: stored(own.b), accent: stored(own.accent))
        ink = stored(world.deep * 0.55)
        pale = stored(linear(0xFFF8EA) * 0.93 + world.light * 0.07)
        self.light = light
        // A tenth of the world's hue, and its dark: paper under a lamp of that colour.
        let hue = world.light / max(world.light.max(), 1e-3)
        lit = stored((SIMD3(repeating: 0.78) + hue * 0.22) * (0.72 + 0.28 * min(light * 4, 1)))
        switch rig.manner {
        case .paper, .drawn:
            halo = SIMD4(ink * 0.4, min(light * 8, 1) * 0.95)
            ground = SIMD4(ink * 0.5, rig.ground)
            haloSlope = 2.8
        case .light:
            // Light needs a dark to shine in, all the more before a bright world.
            halo = SIMD4(ink * 0.6, 0.5 + 0.45 * min(light * 6, 1))
            ground = SIMD4(stored(own.b), rig.ground)
            haloSlope = 1.9
        }
    }

    /// Hands the colours to a program of limbs or of a face.
    func set(on program: ShaderProgram) {
        let set = { (name: String, colour: SIMD3<Float>) in
            glUniform3f(program[name], colour.x, colour.y, colour.z)
        }
        set("u_paperA", papers.a)
        set("u_paperB", papers.b)
        set("u_accent", papers.accent)
        set("u_ink", ink)
        set("u_pale", pale)
        set("u_lit", lit)
        glUniform1f(program["u_light"], light)
    }
}
