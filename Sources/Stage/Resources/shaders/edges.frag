#version 300 es
// Made once from the atlas of limbs: how far paper reaches. r: a rim of u_rim texels, g: a thin cut
// edge, b: a soft shadow of u_shadow texels.
precision highp float;
uniform sampler2D u_limbs;
uniform vec2 u_size;
uniform float u_rim;
uniform float u_shadow;
out vec4 o;

float paper(vec2 offset) { return texture(u_limbs, (gl_FragCoord.xy + offset) / u_size).a; }
void main() {
    float rim = 0.0, cut = 0.0, soft = paper(vec2(0.0)), weight = 1.0;
    for (int k = 0; k < 24; k++) {
        float turn = float(k) / 24.0 * 6.2831853;
        vec2 way = vec2(cos(turn), sin(turn));
        rim = max(rim, max(paper(way * u_rim), paper(way * u_rim * 0.5)));
        cut = max(cut, paper(way * u_rim * 0.42));
        for (int ring = 1; ring <= 5; ring++) {
            float far = float(ring) / 5.0;
            float w = exp(-2.5 * far * far) * far;
            soft += w * paper(way * far * u_shadow);
            weight += w;
        }
    }
    o = vec4(rim, cut, soft / weight, 1.0);
}
