// Rain seen through paper: veils sink at three depths before a low horizon, lit only from above.
const vec3 DEEP = vec3(0.043, 0.078, 0.125), MIDDLE = vec3(0.184, 0.290, 0.420);
const vec3 LIGHT = vec3(0.616, 0.718, 0.812);

void mainImage(out vec4 o, in vec2 fc) {
    vec2 p = heights(fc);
    float floorY = heights(vec2(0.0, u_floor)).y;
    float horizon = floorY + 0.09;
    // Light from above and behind.
    vec2 q = p - vec2(0.18, 0.62);
    float glow = exp(-dot(q * vec2(0.9, 1.5), q * vec2(0.9, 1.5)) * 2.2);
    vec3 c = mix(DEEP * 1.25, MIDDLE, smoothstep(-0.45, 0.6, p.y));
    c = mix(c, LIGHT, glow * 0.85);

    // Far land, a line.
    float ridge = horizon + 0.05 * (gentle(vec2(p.x * 0.2, 0.4)) - 0.3);
    c = lay(c, mix(DEEP, MIDDLE, 0.42), ridge - p.y, 0.05);

    // Veils: each hangs from above, its hem sinking, and another follows.
    for (int i = 0; i < 3; i++) {
        float fi = float(i);
        float t = u_flow * (0.055 + 0.012 * fi) + fi * 0.37;
        float k = floor(t), f = fract(t);
        float x = p.x * (0.2 + 0.07 * fi) + k * 0.173 + fi * 0.29;
        float hem = 0.85 - 1.45 * f
            + 0.34 * (gentle(vec2(x, 0.1 + fi * 0.31 + f * 0.03)) - 0.5)
            + 0.05 * (rough(vec2(x * 2.6, 0.6)) - 0.5);
        float d = (p.y - hem) * 0.8;
        float thin = smoothstep(0.0, 0.18, f) * smoothstep(1.0, 0.72, f);
        // Folds run down the veil.
        float folds = gentle(vec2(x * 3.4, p.y * 0.05 + fi * 0.2));
        vec3 veil = mix(mix(DEEP, MIDDLE, 0.75), LIGHT, 0.08 + 0.42 * folds * (0.3 + glow));
        vec3 laid = lay(c, veil, d, 0.05);
        c = mix(c, laid, thin * 0.62);
        // The hem is a little heavier, as if wet.
        c += LIGHT * 0.10 * thin * exp(-abs(d) * 60.0);
    }

    // Threads of rain, near and far.
    for (int i = 0; i < 2; i++) {
        float fi = float(i);
        vec2 g = vec2((p.x + p.y * 0.03) * (52.0 - 22.0 * fi), p.y * (1.5 - 0.4 * fi));
        vec4 h = chance(vec2(floor(g.x), fi * 9.0));
        float y = g.y + iTime * (0.75 + 0.5 * h.x) + h.y * 7.0;
        vec4 drop = chance(vec2(floor(g.x), floor(y)));
        float length_ = 0.25 + 0.45 * drop.y;
        float in_ = fract(y);
        float thread = smoothstep(0.5, 0.1, abs(fract(g.x) - 0.5) * (2.6 + fi))
            * smoothstep(0.0, length_, in_) * step(in_, length_) * step(0.62, drop.x);
        c += LIGHT * thread * (0.10 + 0.08 * fi) * (0.35 + glow);
    }

    // Wet ground that gives the light back.
    float down = max(horizon - 0.02 - p.y, 0.0);
    float ripple = rough(vec2(p.x * 0.2, down * 1.8 - u_flow * 0.01));
    vec3 wet = mix(DEEP * 1.1, MIDDLE * 0.75, 0.45 * ripple + 0.3 * exp(-3.0 * abs(p.x - 0.18)));
    c = lay(c, wet, horizon - 0.02 - p.y, 0.03);
    c += vec3(0.10, 0.15, 0.22) * pool(p);
    o = vec4(c, 1.0);
}
