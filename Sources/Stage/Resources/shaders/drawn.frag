#version 300 es
// Limbs in colours of their own, in the light of the world, each with the shadow that it throws.
precision highp float;
uniform sampler2D u_limbs;
uniform vec3 u_ink;
uniform vec3 u_lit;
in vec2 uv;
in vec4 colour;
out vec4 o;

void main() {
    vec4 t = texture(u_limbs, uv);
    float paper = clamp(2.0 * t.a - 1.0, 0.0, 1.0);
    float shadow = min(t.a * 2.2, 1.0) * 0.3;
    vec4 under = vec4(u_ink * 0.4 * shadow, shadow);
    o = (under * (1.0 - paper) + vec4(t.rgb * u_lit, paper)) * colour.a;
}
