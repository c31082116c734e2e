#version 300 es
// Baked once: four noises that repeat at the texture's edges. r and g: five octaves of value
// noise, 8 cells across; b: two soft octaves, 8 cells across; a: distance to the nearest of
// scattered points, 16 cells across.
precision highp float;
precision highp int;
uniform vec2 u_size;
out vec4 o;

uint mixed(uvec3 v) {
    uint h = v.x * 0x9E3779B9u ^ v.y * 0x85EBCA6Bu ^ v.z * 0xC2B2AE35u;
    h ^= h >> 16; h *= 0x7FEB352Du; h ^= h >> 15; h *= 0x846CA68Bu; h ^= h >> 16;
    return h;
}
float random(ivec2 cell, int cells, int salt) {
    ivec2 c = ivec2((cell.x + cells) % cells, (cell.y + cells) % cells);
    return float(mixed(uvec3(uint(c.x), uint(c.y), uint(salt))) >> 8) / 16777216.0;
}
float value(vec2 uv, int cells, int salt) {
    vec2 p = uv * float(cells);
    ivec2 i = ivec2(floor(p));
    vec2 f = fract(p);
    f = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    return mix(
        mix(random(i, cells, salt), random(i + ivec2(1, 0), cells, salt), f.x),
        mix(random(i + ivec2(0, 1), cells, salt), random(i + ivec2(1, 1), cells, salt), f.x), f.y);
}
float octaves(vec2 uv, int count, int salt) {
    float sum = 0.0, weight = 0.5, total = 0.0;
    int cells = 8;
    for (int k = 0; k < count; k++) {
        sum += weight * value(uv, cells, salt + k);
        total += weight;
        weight *= 0.5;
        cells *= 2;
    }
    return sum / total;
}
float scattered(vec2 uv, int cells) {
    vec2 p = uv * float(cells);
    ivec2 i = ivec2(floor(p));
    vec2 f = fract(p);
    float nearest = 9.0;
    for (int y = -1; y <= 1; y++) {
        for (int x = -1; x <= 1; x++) {
            ivec2 c = i + ivec2(x, y);
            vec2 point = vec2(random(c, cells, 91), random(c, cells, 92));
            nearest = min(nearest, length(vec2(float(x), float(y)) + point - f));
        }
    }
    return min(nearest, 1.0);
}
void main() {
    vec2 uv = gl_FragCoord.xy / u_size;
    o = vec4(octaves(uv, 5, 11), octaves(uv, 5, 31), octaves(uv, 2, 51), scattered(uv, 16));
}
