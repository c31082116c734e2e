#version 300 es
// Corners in the picture's pixels, the top row first.
layout(location = 0) in vec2 a_position;
layout(location = 1) in vec2 a_uv;
layout(location = 2) in vec4 a_colour;
layout(location = 3) in vec4 a_shape;
uniform vec2 u_size;
out vec2 uv;
out vec4 colour;
flat out vec4 shape;
void main() {
    uv = a_uv;
    colour = a_colour;
    shape = a_shape;
    gl_Position = vec4(a_position / u_size * 2.0 - 1.0, 0.0, 1.0);
}
