// Red ochre shards press inwards from the edges and snap back at each strike; heat trembles below.
const vec3 DEEP = vec3(0.106, 0.039, 0.039), MIDDLE = vec3(0.478, 0.090, 0.067);
const vec3 LIGHT = vec3(0.886, 0.267, 0.169);

void mainImage(out vec4 o, in vec2 fc) {
    vec2 p = heights(fc);
    float floorY = heights(vec2(0.0, u_floor)).y;
    float low = smoothstep(0.35, floorY - 0.1, p.y);
    vec2 heat = roughPair(vec2(p.x * 0.55, p.y * 0.4 - u_flow * 0.16)) - 0.5;
    p += heat * 0.05 * low;

    // The fire behind the paper.
    float flame = smoothstep(0.25, 0.85, low * 0.75 + heat.y * 0.9);
    vec3 c = mix(DEEP, MIDDLE * 0.95, 0.2 + 0.8 * low);
    c = mix(c, LIGHT, flame * 0.75);
    c = mix(c, vec3(1.0, 0.66, 0.2), flame * flame * 0.3);

    vec2 q = p - vec2(heights(u_chest).x * 0.5, 0.02);
    q.x *= 0.72;
    float r = length(q), a = atan(q.y, q.x) / TURN + 0.5;
    float press = 0.05 * sin(u_flow * 1.7) + 0.06 * u_arousal;
    for (int i = 0; i < 3; i++) {
        float fi = float(i), n = 9.0 + 4.0 * fi;
        float t = a * n + fi * 0.37;
        float k = mod(floor(t), n), f = fract(t);
        vec4 h = chance(vec2(k + 3.0, fi * 7.0 + 1.0));
        float own = 0.05 * sin(u_flow * (1.3 + h.z) + h.w * TURN);
        float tip = 0.30 + 0.085 * fi + 0.17 * h.x - press - own
            + u_strike * (0.16 - 0.03 * fi) * (0.5 + h.y);
        float s = f - 0.3 - 0.4 * h.y;
        float spread = 0.62 + 0.3 * h.w;
        float d = r - tip - abs(s) * spread;
        float lean = spread * n / (TURN * max(r, 0.1));
        d *= inversesqrt(1.0 + lean * lean);
        // A fold down the middle: one side turns to the fire.
        float wide = TURN * r / n, e = 1.2 / iResolution.y;
        float fold = mix(1.08, 0.72, smoothstep(-e, e, s * wide));
        float dim = 1.0 - 0.27 * fi;
        vec3 paper = mix(MIDDLE, LIGHT, 0.15 + 0.55 * h.z * dim) * dim * fold;
        // A dark gap between neighbours.
        paper *= 0.45 + 0.55 * smoothstep(0.0, 4.0 * e, min(f, 1.0 - f) * wide);
        paper *= 0.9 + 0.5 * low * (1.0 - 0.3 * fi);
        paper = mix(paper, DEEP, smoothstep(0.35, 1.15, r) * 0.75);
        c = lay(c, paper, d, 0.03);
    }
    c += vec3(0.16, 0.05, 0.01) * pool(heights(fc));
    o = vec4(c, 1.0);
}
