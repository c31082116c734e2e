#version 300 es
// Written words from their textures.
precision mediump float;
uniform sampler2D u_text;
in vec2 uv;
in vec4 colour;
out vec4 o;
void main() { o = texture(u_text, uv) * colour.a; }
