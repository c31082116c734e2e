#version 300 es
// Limbs of cut paper, each with its cut edge and the shadow it throws on what lies under it.
// Drawings say in red, green, blue which of the world's papers lies where; what is white stays
// pale, and what is missing to full light is ink.
precision highp float;
uniform sampler2D u_limbs;
uniform vec3 u_paperA;
uniform vec3 u_paperB;
uniform vec3 u_accent;
uniform vec3 u_ink;
uniform vec3 u_pale;
in vec2 uv;
in vec4 colour;
out vec4 o;

void main() {
    vec4 t = texture(u_limbs, uv);
    float paper = clamp(2.0 * t.a - 1.0, 0.0, 1.0);
    float near = min(2.0 * t.a, 1.0);
    float cut = clamp(near * 7.0 - 4.4, 0.0, 1.0) * 0.72;
    float shadow = min(near * 1.6, 1.0) * 0.42;
    float white = min(min(t.r, t.g), t.b);
    vec3 m = t.rgb - white;
    float ink = paper - max(max(t.r, t.g), t.b);
    vec3 c = m.r * u_paperA + m.g * u_paperB + m.b * u_accent + white * u_pale
        + max(ink, 0.0) * u_ink;
    vec4 under = vec4(u_ink * 0.4 * shadow, shadow);
    under = under * (1.0 - cut) + vec4(u_pale * cut, cut);
    o = (under * (1.0 - paper) + vec4(c, paper)) * colour.a;
}
