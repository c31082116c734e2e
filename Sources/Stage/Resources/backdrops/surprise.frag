// A held breath, then rings and petals are thrown outwards from the chest, hang, and fall.
const vec3 DEEP = vec3(0.078, 0.071, 0.169), MIDDLE = vec3(0.243, 0.227, 0.659);
const vec3 LIGHT = vec3(0.965, 0.945, 1.0), GOLD = vec3(1.0, 0.824, 0.247);
const vec3 MINT = vec3(0.208, 0.878, 0.761);

void mainImage(out vec4 o, in vec2 fc) {
    vec2 p = heights(fc);
    vec2 chest = heights(u_chest);
    float floorY = heights(vec2(0.0, u_floor)).y;
    float age = u_sinceBurst;
    float throw_ = 1.0 - exp(-age * 2.6);
    float breath = 0.02 * sin(u_flow * 1.1) + 0.06 * exp(-age * 3.0) * sin(age * 9.0);

    vec2 q = p - mix(vec2(0.0, 0.05), chest, 0.7);
    float r = length(q), a = atan(q.y, q.x);

    // Scalloped sheets, one behind the other, that open like an eye.
    vec3 c = DEEP;
    for (int i = 0; i < 5; i++) {
        float fi = float(i);
        float edge = 0.98 - 0.165 * fi + breath * (1.0 + fi * 0.3);
        float n = 26.0 - 4.0 * fi;
        float turn = a * n * 0.5 + u_flow * (mod(fi, 2.0) * 2.0 - 1.0) * 0.12 * n * 0.2;
        edge += 0.030 * abs(sin(turn));
        vec3 paper = mix(DEEP * 1.4, MIDDLE * 1.12, fi / 4.0) * (0.92 + 0.16 * mod(fi, 2.0));
        c = lay(c, paper, edge - r, 0.045);
    }
    // The wave of the throw runs outwards over the sheets.
    float wave = r - throw_ * 1.25;
    c += (LIGHT * 0.55 + 0.1) * 0.5 * exp(-abs(wave) * 16.0) * exp(-age * 1.4);

    // Petals: three wheels, thrown at different speeds, turning as they go, then falling.
    for (int i = 0; i < 3; i++) {
        float fi = float(i), n = 12.0 + 5.0 * fi;
        vec2 fallen = q + vec2(0.0, 0.055 * max(age - 0.5, 0.0) * max(age - 0.5, 0.0));
        float rr = length(fallen), aa = atan(fallen.y, fallen.x) / TURN + 0.5;
        float t = aa * n + fi * 0.33 + 0.12 * fi * age;
        float k = mod(floor(t), n), f = fract(t) - 0.5;
        vec4 h = chance(vec2(k + 1.0, fi * 11.0 + 5.0));
        float out_ = 0.10 + throw_ * (0.42 + 0.16 * fi + 0.22 * h.x) + 0.02 * age;
        vec2 local = vec2(rr - out_, (f - (h.y - 0.5) * 0.4) * TURN * max(rr, 0.12) / n);
        float spin = (h.z - 0.5) * age * 3.0;
        local = mat2(cos(spin), sin(spin), -sin(spin), cos(spin)) * local;
        float size = (0.034 + 0.030 * h.w) * smoothstep(0.0, 0.25, age) * (1.0 - 0.07 * fi);
        // A petal is where two circles meet.
        local.y = abs(local.y);
        float d = size * 1.25 - length(local + vec2(0.0, size * 0.75));
        float gone = smoothstep(4.6, 3.0, age);
        vec3 paper = h.z < 0.36 ? GOLD : h.z < 0.62 ? LIGHT : h.z < 0.84 ? MINT : MIDDLE * 1.5;
        if (gone > 0.01) { c = mix(c, lay(c, paper, d, 0.02), gone); }
    }

    float ground = floorY + 0.055 - 0.05 * p.x * p.x - p.y;
    c = lay(c, mix(DEEP, MIDDLE, 0.34), ground, 0.05);
    c = lay(c, mix(DEEP, MIDDLE, 0.18), ground - 0.10, 0.02);
    c += vec3(0.20, 0.18, 0.34) * pool(p);
    o = vec4(c, 1.0);
}
