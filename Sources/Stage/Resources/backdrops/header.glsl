#version 300 es
// What the host puts before every backdrop: the uniforms of UNIFORMS.md and a few cuts of paper.
precision highp float;
precision highp int;
uniform vec3 iResolution;
uniform float iTime;
uniform sampler2D iChannel0;
uniform float u_flow;
uniform float u_mood[7];
uniform float u_arousal;
uniform float u_chatRate;
uniform float u_energy;
uniform float u_strike;
uniform float u_sinceBurst;
uniform vec2 u_head;
uniform vec2 u_chest;
uniform vec2 u_hips;
uniform float u_floor;
out vec4 stage_colour;

const float TURN = 6.2831853;

// A pixel's place in picture heights from the middle, y upwards.
vec2 heights(vec2 pixel) { return (pixel - 0.5 * iResolution.xy) / iResolution.y; }
// A colour as it is written in HTML.
vec3 rgb(int hex) { return vec3((hex >> 16) & 255, (hex >> 8) & 255, hex & 255) / 255.0; }
// Baked noises, 0 to 1; one tile is 1 across. Rough and soft waves; distance to scattered points.
float rough(vec2 p) { return textureLod(iChannel0, p, 0.0).r; }
vec2 roughPair(vec2 p) { return textureLod(iChannel0, p, 0.0).rg; }
float gentle(vec2 p) { return textureLod(iChannel0, p, 0.0).b; }
float scattered(vec2 p) { return textureLod(iChannel0, p, 0.0).a; }
// Four random numbers for a cell.
vec4 chance(vec2 cell) {
    vec4 p = fract(vec4(cell.xyxy) * vec4(0.1031, 0.1030, 0.0973, 0.1099));
    p += dot(p, p.wzxy + 33.33);
    return fract((p.xxyz + p.yzzw) * p.zywx);
}
// Lays paper where d (in heights) is above 0: a shadow of the given depth on what lies under it,
// and light caught along the cut.
vec3 lay(vec3 under, vec3 paper, float d, float depth) {
    float e = 0.9 / iResolution.y;
    float shade = 1.0 - 0.5 * exp(min(d, 0.0) / depth);
    float lit = 0.13 * exp(-max(d, 0.0) * 70.0);
    return mix(under * shade, paper * (1.0 + lit) + lit * 0.12, smoothstep(-e, e, d));
}
// A soft pool of light on the floor under the dancer.
float pool(vec2 p) {
    vec2 q = p - vec2(heights(u_hips).x, heights(vec2(0.0, u_floor)).y);
    q.y *= q.y > 0.0 ? 9.0 : 4.2;
    return exp(-dot(q, q) * 9.0);
}
