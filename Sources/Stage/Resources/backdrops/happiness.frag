// Sunlit paper discs and ribbons rise and open before a turning sun, and swell at each jump.
const vec3 DEEP = vec3(0.165, 0.102, 0.290), MIDDLE = vec3(0.941, 0.541, 0.294);
const vec3 LIGHT = vec3(1.0, 0.910, 0.639), CREAM = vec3(1.0, 0.965, 0.863);
const vec3 CORAL = vec3(1.0, 0.435, 0.349), BLUE = vec3(0.30, 0.45, 0.74);

void mainImage(out vec4 o, in vec2 fc) {
    vec2 p = heights(fc);
    vec2 chest = heights(u_chest);
    float floorY = heights(vec2(0.0, u_floor)).y;
    vec3 c = mix(MIDDLE * 1.04, LIGHT, smoothstep(-0.4, 0.42, p.y + 0.12 * gentle(p * 0.3)));

    // The sun: two wheels of petals that turn against each other.
    vec2 q = p - vec2(chest.x * 0.35, 0.10);
    float r = length(q), a = atan(q.y, q.x);
    float swell = 0.04 * u_strike + 0.012 * sin(u_flow * 2.2);
    float outer = 0.47 + swell + 0.045 * cos(a * 14.0 + u_flow * 0.35);
    c = lay(c, mix(MIDDLE, CORAL, 0.45), outer - r, 0.05);
    float inner = 0.385 + swell + 0.05 * abs(sin(a * 6.0 - u_flow * 0.28));
    c = lay(c, mix(MIDDLE, LIGHT, 0.45), inner - r, 0.035);
    c = lay(c, mix(LIGHT, CREAM, 0.5), 0.335 + swell * 0.7 - r, 0.035);

    // Two ribbons that climb across.
    for (int i = 0; i < 2; i++) {
        float fi = float(i), side = fi * 2.0 - 1.0;
        float x = p.x * side;
        float wave = 0.10 * sin(x * 3.1 + u_flow * 0.7 + fi * 2.0)
            + 0.05 * sin(x * 6.3 - u_flow * 0.9);
        float centre = -0.17 + 0.13 * fi + x * 0.34 + wave;
        float wide = 0.028 + 0.016 * sin(x * 4.0 - u_flow * 0.8 + fi);
        float d = (wide - abs(p.y - centre)) * 0.86;
        c = lay(c, i == 0 ? CORAL : BLUE * 1.12, d, 0.03);
        c = lay(c, i == 0 ? CORAL * 1.1 : BLUE * 1.3, d - 0.02, 0.01);
    }

    // Discs on three depths; more of them the more is written.
    for (int i = 0; i < 3; i++) {
        float fi = float(i), size = 0.30 - 0.065 * fi;
        vec2 g = p / size + vec2(fi * 0.37, -u_flow * (0.16 + 0.07 * fi) + fi * 0.5);
        vec2 cell = floor(g);
        vec4 h = chance(cell + fi * 31.0);
        float there = step(h.w, 0.42 + 0.06 * min(u_chatRate, 5.0));
        vec2 sway = vec2(0.08 * sin(u_flow * 0.8 + h.z * TURN), 0.0);
        vec2 at = fract(g) - 0.5 - (h.xy - 0.5) * 0.36 - sway;
        // None before the dancer: the middle stays clear.
        float x = (cell.x + 0.5 - fi * 0.37) * size - chest.x;
        float clear = smoothstep(0.27, 0.36, abs(x));
        float radius = (0.12 + 0.17 * h.z) * (1.0 + 0.25 * u_strike) * clear * there;
        float d = (radius - length(at)) * size - (1.0 - clear * there) * 0.1;
        vec3 paper = h.z < 0.3 ? CREAM : h.z < 0.55 ? CORAL : h.z < 0.78 ? LIGHT : BLUE;
        // The shadow stays within the cell, so that no cell's edge is seen.
        c = lay(c, paper, d, 0.012);
        // Each disc opens: a slice of another paper turns in it.
        float turn = (h.x - 0.5) * u_flow * 2.0 + h.y * TURN;
        float across = dot(at, vec2(sin(turn), cos(turn)));
        c = lay(c, mix(paper, MIDDLE, 0.45), min(d - 0.3 * radius * size, across * size), 0.005);
    }

    // A hill to dance on.
    float hill = floorY + 0.075 - 0.16 * p.x * p.x + 0.012 * sin(p.x * 5.0 + 1.0) - p.y;
    c = lay(c, mix(MIDDLE, CORAL, 0.75) * 0.86, hill, 0.06);
    c = lay(c, mix(CORAL, DEEP, 0.42), hill - 0.105, 0.03);
    c += vec3(0.24, 0.18, 0.08) * pool(p);
    o = vec4(c, 1.0);
}
