#version 300 es
// The figure's shadow on the floor.
precision highp float;
in vec2 uv;
in vec4 colour;
out vec4 o;

void main() {
    float a = colour.a * (1.0 - smoothstep(0.15, 1.0, length(uv)));
    o = vec4(colour.rgb * a, a);
}
