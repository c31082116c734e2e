#version 300 es
// Written words from their textures, and the plain and rounded boxes behind and beside them.
precision highp float;
uniform sampler2D u_text;
in vec2 uv;
in vec4 colour;
flat in vec4 shape;  // 0: text; 1: box, then its radius, half width and half height in pixels
out vec4 o;
void main() {
    if (shape.x == 0.0) {
        o = texture(u_text, uv) * colour.a;
    } else {
        vec2 half_ = shape.zw;
        vec2 d = abs((uv - 0.5) * 2.0 * half_) - half_ + shape.y;
        float outside = length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - shape.y;
        float a = clamp(0.5 - outside, 0.0, 1.0) * colour.a;
        o = vec4(colour.rgb * a, a);
    }
}
