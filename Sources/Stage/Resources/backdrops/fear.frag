// The dark closes to a breathing pool round the head; at its edge things almost have shapes.
const vec3 DEEP = vec3(0.020, 0.027, 0.051), MIDDLE = vec3(0.102, 0.137, 0.251);
const vec3 LIGHT = vec3(0.561, 0.639, 0.820);

void mainImage(out vec4 o, in vec2 fc) {
    vec2 p = heights(fc);
    vec2 head = heights(u_head);
    float floorY = heights(vec2(0.0, u_floor)).y;
    vec2 q = p - vec2(head.x * 0.9, mix(head.y, 0.0, 0.3));
    float mist = rough(p * vec2(0.3, 0.4) + vec2(u_flow * 0.01, -u_flow * 0.006));
    float breath = 0.03 * sin(u_flow * 1.9) + 0.012 * sin(u_flow * 4.3);
    float radius = 0.47 + breath - 0.13 * u_strike;
    float r = length(q * vec2(0.86, 0.9));

    float inside = smoothstep(radius + 0.30, 0.0, r);
    vec3 c = mix(DEEP, MIDDLE, smoothstep(0.0, 0.55, inside));
    c = mix(c, LIGHT, inside * inside * (0.22 + 0.5 * (mist - 0.4)));

    // Fingers of dark, in three depths, that reach in and shrink back.
    float a = atan(q.y, q.x) / TURN + 0.5;
    float bend = gentle(vec2(r * 0.5 - u_flow * 0.015, 0.3)) - 0.5;
    for (int i = 0; i < 3; i++) {
        float fi = float(i), n = 13.0 + 5.0 * fi;
        float t = a * n + fi * 0.41 + bend * (2.2 + fi) * r + 0.12 * sin(u_flow * 0.5 + fi * 2.0);
        float k = mod(floor(t), n), f = fract(t) - 0.5;
        vec4 h = chance(vec2(k + 1.0, fi * 5.0 + 2.0));
        float own = 0.05 * sin(u_flow * (0.5 + h.z) + h.w * TURN);
        float tip = radius - 0.10 + 0.07 * fi + 0.20 * h.x + own;
        // Thin like a finger, swollen at the joint.
        float joint = 0.05 * sin((r - tip) * 26.0);
        float d = (r - tip) * (0.75 + 0.5 * h.y) - abs(f) * (0.62 - joint * 2.0);
        d *= 0.42;
        vec3 dark = mix(MIDDLE * 0.58, DEEP * 0.6, 0.2 + 0.4 * fi);
        c = lay(c, dark, d, 0.035);
    }

    // Eyes that are there for a while, or are not eyes.
    vec2 g = p / vec2(0.34, 0.3);
    vec2 cell = floor(g);
    float slow = iTime * 0.23;
    vec4 h = chance(cell + floor(slow + chance(cell).x) * 17.0);
    float age = fract(slow + chance(cell).x);
    float open = smoothstep(0.1, 0.25, age) * smoothstep(0.8, 0.65, age)
        * (1.0 - smoothstep(0.03, 0.0, abs(age - 0.45)));
    vec2 e = (fract(g) - 0.3 - 0.4 * h.xy) * vec2(0.34, 0.3);
    e.x = abs(e.x) - 0.026;
    e.y += e.x * 0.3;
    float almond = 0.017 - length(e * vec2(1.0, 1.0 + 1.6 / max(open, 0.05)));
    float seen = step(0.5, h.z) * smoothstep(radius, radius + 0.14, r)
        * step(floorY + 0.08, p.y);
    c += LIGHT * 0.75 * seen * open * smoothstep(0.0, 0.006, almond);

    // A floor that is only a little less dark than the rest.
    float ground = smoothstep(floorY + 0.07, floorY - 0.06, p.y);
    c = mix(c, MIDDLE * 0.8, ground * 0.35 * smoothstep(0.7, 0.1, abs(p.x - head.x)));
    c += MIDDLE * 0.9 * pool(p);
    o = vec4(c, 1.0);
}
