#version 300 es
// A world enlarged to the picture; nothing else, for this is done for every pixel.
precision mediump float;
uniform sampler2D u_world;
uniform vec4 u_gain;
in vec2 uv;
out vec4 o;
void main() { o = texture(u_world, uv) * u_gain; }
