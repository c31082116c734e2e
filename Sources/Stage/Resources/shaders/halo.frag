#version 300 es
// What keeps the figure clear of its world: a dark halo, then a pale rim, each of all limbs.
precision highp float;
uniform sampler2D u_edges;
in vec2 uv;
in vec4 colour;
flat in vec4 shape;  // how much of the rim, and of the shadow
out vec4 o;

void main() {
    vec3 t = texture(u_edges, uv).rgb;
    float a = min(t.r * shape.x + t.b * shape.y, 1.0) * colour.a;
    o = vec4(colour.rgb * a, a);
}
