#version 300 es
// Plain and rounded boxes, behind and beside written words.
precision highp float;
in vec2 uv;
in vec4 colour;
flat in vec4 shape;  // 1, then the radius of the corners, half the width and half the height in pixels
out vec4 o;
void main() {
    vec2 half_ = shape.zw;
    vec2 d = abs((uv - 0.5) * 2.0 * half_) - half_ + shape.y;
    float outside = length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - shape.y;
    float a = clamp(0.5 - outside, 0.0, 1.0) * colour.a;
    o = vec4(colour.rgb * a, a);
}
