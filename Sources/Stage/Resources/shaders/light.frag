#version 300 es
// Strokes of light: red in a drawing is the core, green the glow, blue the accent; a halo beyond.
precision highp float;
uniform sampler2D u_limbs;
uniform vec3 u_paperA;
uniform vec3 u_paperB;
uniform vec3 u_accent;
in vec2 uv;
in vec4 colour;
flat in vec4 shape;  // x: 1 for an afterimage, which has no core
out vec4 o;

void main() {
    vec4 t = texture(u_limbs, uv);
    float stroke = min(max(max(t.r, t.g), t.b), 1.0);
    vec3 alive = t.r * u_paperA + t.g * u_paperB + t.b * u_accent;
    vec3 past = (0.5 * t.r + t.g + t.b) * u_accent;
    float halo = t.a * t.a * 0.7 * (1.0 - stroke) * (1.0 - shape.x);
    vec3 c = mix(alive, past, shape.x) + u_paperB * halo;
    // Light adds to what is behind it: an afterimage covers little of it.
    o = vec4(c, mix(stroke, stroke * 0.3, shape.x)) * colour.a;
}
