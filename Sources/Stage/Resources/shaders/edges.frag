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
    for (int k = 0; k < 16; k++) {
        float turn = float(k) / 16.0 * 6.2831853;
        vec2 way = vec2(cos(turn), sin(turn));
        rim = max(rim, paper(way * u_rim));
        float near = paper(way * u_rim * 0.42);
        cut = max(cut, near);
        float far = paper(way * 0.55 * u_shadow);
        soft += 0.55 * near + 0.4 * far + 0.14 * paper(way * u_shadow);
        weight += 1.09;
    }
    rim = max(rim, cut);
    o = vec4(rim, cut, soft / weight, 1.0);
}
