// Two liquids that will not mix curdle slowly; their sour edges crawl towards the figure.
const vec3 DEEP = vec3(0.063, 0.086, 0.043), MIDDLE = vec3(0.298, 0.353, 0.118);
const vec3 LIGHT = vec3(0.659, 0.659, 0.235), ACCENT = vec3(0.769, 0.353, 0.659);

void mainImage(out vec4 o, in vec2 fc) {
    vec2 p = heights(fc);
    float floorY = heights(vec2(0.0, u_floor)).y;
    vec2 hips = heights(u_hips), head = heights(u_head);
    // Distance from the body, a line from head to floor.
    float along = clamp((p.y - floorY) / max(head.y - floorY, 0.1), 0.0, 1.0);
    float body = length(p - vec2(mix(hips.x, head.x, along), mix(floorY, head.y, along)));
    float crawl = 0.035 * sin(u_flow * 0.9 - body * 8.0);
    float push = smoothstep(0.46, 0.1, body + crawl) * (0.2 + 0.09 * u_strike);

    vec2 warp = roughPair(p * 0.33 + vec2(0.013, -0.021) * u_flow) - 0.5;
    vec2 at = p * vec2(0.25, 0.3) + warp * 0.42 + vec2(0.0, u_flow * 0.012);
    float f = 0.62 * rough(at) + 0.38 * gentle(at * 1.7 + 0.3) - push;
    float curd = 0.42 - scattered(p * 0.42 + warp * 0.16 + vec2(0.0, u_flow * 0.008));
    f += 0.09 * curd;

    vec3 c = mix(DEEP, MIDDLE, 0.25 + 0.3 * smoothstep(0.0, 0.5, f));
    c = lay(c, MIDDLE * 0.78, (f - 0.34) * 0.45, 0.022);
    c = lay(c, MIDDLE * 1.12, (f - 0.44) * 0.45, 0.016);
    // The other liquid: a thin sour skin, and what is under it.
    c = lay(c, LIGHT, (f - 0.515) * 0.45, 0.02);
    c = lay(c, mix(LIGHT, MIDDLE, 0.55), (f - 0.545) * 0.45, 0.008);
    c = lay(c, mix(ACCENT, LIGHT, 0.25) * 0.8, (f - 0.64) * 0.45, 0.014);
    // Bubbles in it, each with a bright lip.
    float bubble = 0.2 - scattered(p * 0.9 + warp * 0.1 - vec2(0.0, u_flow * 0.02));
    float inside = smoothstep(0.5, 0.56, f);
    c = mix(c, c * 0.72, inside * smoothstep(-0.02, 0.02, bubble));
    c += inside * 0.2 * smoothstep(0.05, 0.0, abs(bubble)) * vec3(0.9, 0.9, 0.5);

    c *= 0.72 + 0.28 * smoothstep(floorY - 0.12, floorY + 0.25, p.y);
    c += vec3(0.20, 0.22, 0.07) * pool(p);
    o = vec4(c, 1.0);
}
