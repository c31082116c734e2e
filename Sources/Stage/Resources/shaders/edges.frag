#version 300 es
// Made once from the drawings of the limbs: the same, but opacity says two things. From 1/2 to 1 it
// is how much of a texel is paper; from 0 to 1/2, how near the next paper is, fading over u_reach
// texels: the shadow, the pale rim and the cut edge are read from that.
precision highp float;
uniform sampler2D u_limbs;
uniform vec2 u_size;
uniform float u_reach;
uniform float u_rim;
uniform float u_soft;  // 1: opacity only says how near light is, everywhere; colours say the rest
out vec4 o;

float paper(vec2 offset) { return texture(u_limbs, (gl_FragCoord.xy + offset) / u_size).a; }
void main() {
    vec4 drawn = texture(u_limbs, gl_FragCoord.xy / u_size);
    float rim = 0.0, cut = 0.0, soft = 0.0;
    for (int k = 0; k < 24; k++) {
        float turn = float(k) / 24.0 * 6.2831853;
        vec2 way = vec2(cos(turn), sin(turn));
        float near = paper(way * u_rim * 0.45);
        cut = max(cut, near);
        rim = max(rim, max(near, paper(way * u_rim)));
        soft += 0.5 * near + 0.3 * paper(way * u_reach * 0.6) + 0.2 * paper(way * u_reach);
    }
    // 0.62 to 1 is rim, the highest the cut edge; less than 0.55 is shadow.
    float near = max(rim * (0.62 + 0.38 * cut), min(soft / 12.0, 1.0) * 0.55);
    if (u_soft > 0.5) {
        o = vec4(drawn.rgb, soft / 24.0);
        return;
    }
    o = vec4(drawn.rgb, drawn.a > 0.0 ? 0.5 + 0.5 * drawn.a : 0.5 * near);
}
