#version 300 es
// What keeps the figure clear of its world: a dark halo, then a pale rim, each of all limbs.
precision highp float;
uniform sampler2D u_limbs;
in vec2 uv;
in vec4 colour;
flat in vec4 shape;  // nearness is multiplied by x and y is added
out vec4 o;

void main() {
    float a = clamp(texture(u_limbs, uv).a * shape.x + shape.y, 0.0, 1.0) * colour.a;
    o = vec4(colour.rgb * a, a);
}
