// Morning haze over still water: long bands drift, and one bird-like fold crosses now and then.
const vec3 DEEP = vec3(0.122, 0.165, 0.188), MIDDLE = vec3(0.431, 0.529, 0.569);
const vec3 LIGHT = vec3(0.863, 0.902, 0.902), ACCENT = vec3(0.890, 0.659, 0.341);

void mainImage(out vec4 o, in vec2 fc) {
    vec2 p = heights(fc);
    float floorY = heights(vec2(0.0, u_floor)).y;
    float horizon = floorY + 0.21;
    vec3 sky = mix(LIGHT, mix(LIGHT, MIDDLE, 0.55), smoothstep(-0.1, 0.55, p.y));
    vec3 c = mix(sky, ACCENT, 0.22 * exp(-8.0 * abs(p.y - horizon) - 1.2 * p.x * p.x));

    // A pale sun, half risen, and the hills before it, each nearer one darker.
    vec2 sun = p - vec2(-0.36, horizon + 0.17);
    c = lay(c, mix(ACCENT, LIGHT, 0.45), 0.078 - length(sun), 0.012);
    for (int i = 0; i < 4; i++) {
        float fi = float(i);
        float x = p.x * (0.16 + 0.05 * fi) + u_flow * (0.004 + 0.003 * fi) + fi * 0.31;
        float ridge = horizon + 0.20 - 0.055 * fi + (gentle(vec2(x, 0.13 + fi * 0.2)) - 0.5) * 0.22;
        vec3 hill = mix(mix(LIGHT, MIDDLE, 0.32 + 0.2 * fi), DEEP, 0.05 * fi);
        // Haze fills the valleys.
        hill = mix(hill, LIGHT, 0.5 * smoothstep(ridge - 0.02, horizon - 0.02, p.y));
        c = lay(c, hill, (ridge - p.y) * 0.85, 0.022);
    }

    // Bands of haze that drift across, thin and long.
    for (int i = 0; i < 3; i++) {
        float fi = float(i);
        float y = horizon + 0.02 + 0.115 * fi;
        float x = p.x * 0.22 - u_flow * (0.010 - 0.003 * fi) + fi * 0.4;
        float thick = 0.05 * (gentle(vec2(x, 0.71 + fi * 0.17)) - 0.36);
        float band = smoothstep(0.0, 0.02, thick - abs(p.y - y) * 0.8);
        c = mix(c, LIGHT * 1.04, band * 0.55);
    }

    // A sheet folded once, that passes.
    float cross = fract(iTime / 26.0 + 0.62);
    vec2 b = p - vec2(cross * 3.2 - 1.6, 0.27 + 0.05 * sin(cross * 14.0));
    float flap = 0.035 * sin(iTime * 2.6);
    float wing = 0.013 * (1.0 - abs(b.x) / 0.085) - abs(b.y - abs(b.x) * (0.35 + flap * 8.0));
    c = lay(c, b.x > 0.0 ? DEEP * 1.8 : DEEP * 1.3, wing, 0.012);

    // Water: the sky again, darker, in long strokes.
    float down = max(horizon - p.y, 0.0);
    float stroke = rough(vec2(p.x * 0.12 + u_flow * 0.006, down * 2.6 + u_flow * 0.008));
    vec3 water = mix(mix(MIDDLE, LIGHT, 0.38), mix(DEEP, MIDDLE, 0.45), smoothstep(0.0, 0.36, down));
    water = mix(water, LIGHT, smoothstep(0.55, 0.68, stroke) * 0.45 * exp(-down * 5.0));
    water = mix(water, ACCENT, 0.3 * exp(-40.0 * sun.x * sun.x) * smoothstep(0.45, 0.6, stroke));
    c = lay(c, water, (horizon - p.y), 0.012);
    // The flat stone the dancer stands on.
    vec2 s = p - vec2(heights(u_hips).x * 0.6, floorY - 0.012);
    float stone = 0.5 - length(s * vec2(1.0, 7.2)) + 0.02 * sin(atan(s.y * 7.0, s.x) * 5.0);
    c = lay(c, mix(DEEP, MIDDLE, 0.30), stone * 0.2, 0.012);
    c = lay(c, mix(MIDDLE, LIGHT, 0.22), (stone - 0.05) * 0.2, 0.006);
    c += vec3(0.10) * pool(p);
    o = vec4(c, 1.0);
}
