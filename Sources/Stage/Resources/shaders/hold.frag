#version 300 es
// A picture mixed with the one before it, where it would flash.
precision highp float;
uniform sampler2D u_new;
uniform sampler2D u_last;
uniform sampler2D u_hold;  // how much of the last picture stays, cell by cell
out vec4 o;
void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    // Both have the top row first.
    float kept = texture(u_hold, gl_FragCoord.xy / vec2(textureSize(u_new, 0))).r;
    o = mix(texelFetch(u_new, pixel, 0), texelFetch(u_last, pixel, 0), kept);
}
