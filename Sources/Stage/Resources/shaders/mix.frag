#version 300 es
// Two worlds mixed as light mixes.
precision highp float;
uniform sampler2D u_first;
uniform sampler2D u_second;
uniform float u_share;  // of the second
out vec4 o;
void main() {
    vec3 c = texelFetch(u_first, ivec2(gl_FragCoord.xy), 0).rgb;
    vec3 d = texelFetch(u_second, ivec2(gl_FragCoord.xy), 0).rgb;
    o = vec4(sqrt(mix(c * c, d * d, u_share)), 1.0);
}
