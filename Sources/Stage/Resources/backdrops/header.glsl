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
    float s = clamp(1.0 + d / (1.9 * depth), 0.0, 1.0);
    float l = clamp(1.0 - d * 28.0, 0.0, 1.0);
    float lit = 0.14 * l * l;
    // Shadow deepens the colour it falls on, as on paper, and does not grey it.
    return mix(mix(under, under * under * 0.78, 0.62 * s * s), paper * (1.0 + lit) + 0.12 * lit,
        clamp(0.5 + d * iResolution.y * 0.6, 0.0, 1.0));
}
// A soft pool of light on the floor under the dancer.
float pool(vec2 p) {
    vec2 q = p - vec2(heights(u_hips).x, heights(vec2(0.0, u_floor)).y);
    q.y *= q.y > 0.0 ? 9.0 : 4.2;
    return exp(-dot(q, q) * 9.0);
}
// The last touch, by the host: the tooth of paper, a soft edge, and no banding.
vec4 finished(vec3 c, vec2 pixel) {
    vec2 off = pixel / iResolution.xy - 0.5;
    vec2 tooth = texelFetch(iChannel0, ivec2(pixel) & 511, 0).ra;
    float edge = 1.0 - 0.55 * dot(off, off);
    return vec4(c * (edge * (0.97 + 0.06 * tooth.x)) + (tooth.y - 0.45) * 0.008, 1.0);
}
