#version 300 es
// Two worlds mixed as light, enlarged to the picture, with the tooth of paper and a soft edge.
precision highp float;
uniform sampler2D u_first;
uniform sampler2D u_second;
uniform sampler2D u_noise;
uniform vec2 u_size;
uniform float u_share;  // of the second world
uniform float u_gain;
out vec4 o;

void main() {
    vec2 uv = gl_FragCoord.xy / u_size;
    vec2 at = vec2(uv.x, 1.0 - uv.y);
    vec3 c = texture(u_first, at).rgb;
    if (u_share > 0.0) {
        vec3 d = texture(u_second, at).rgb;
        c = sqrt(mix(c * c, d * d, u_share));
    }
    vec2 off = uv - 0.5;
    float edge = 1.0 - 0.55 * dot(off, off);
    // The texture's two fast noises, a picture's pixel to a texel: paper, and no banding.
    vec2 tooth = texture(u_noise, gl_FragCoord.xy * (1.0 / 512.0)).ra - vec2(0.5, 0.45);
    c *= edge * u_gain * (1.0 + 0.05 * tooth.x) ;
    c += tooth.y * 0.006;
    o = vec4(c, 1.0);
}
