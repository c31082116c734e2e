#version 300 es
// Limbs of cut paper, each with its cut edge and the shadow it throws on what lies under it.
// Drawings say in red, green, blue which of the world's papers lies where; what is white stays
// pale, and what is missing to full light is ink.
precision highp float;
uniform sampler2D u_limbs;
uniform sampler2D u_edges;
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
    vec3 edge = texture(u_edges, uv).rgb;
    float cut = edge.g * 0.55;
    float shadow = edge.b * 0.5;
    float white = min(min(t.r, t.g), t.b);
    vec3 m = t.rgb - white;
    float ink = t.a - max(max(t.r, t.g), t.b);
    float mixed = m.r + m.g + m.b;
    // Where two papers meet the drawing's edge is a mixture; keep it one paper thick.
    vec3 c = (m.r * u_paperA + m.g * u_paperB + m.b * u_accent)
        / max(mixed, 1e-3) * min(mixed, t.a - ink - white) + white * u_pale + ink * u_ink;
    vec4 under = vec4(u_ink * 0.4 * shadow, shadow);
    under = under * (1.0 - cut) + vec4(u_pale * cut, cut);
    o = (under * (1.0 - t.a) + vec4(c, t.a)) * colour.a;
}
