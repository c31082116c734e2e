#version 300 es
// The face of the cut-paper figure: a few pieces that say everything by their angles.
precision highp float;
uniform vec3 u_paperA;
uniform vec3 u_paperB;
uniform vec3 u_accent;
uniform vec3 u_ink;
uniform float u_unit;       // pixels a drawing's unit
uniform vec4 u_brow;        // angle (sine), height, curve, cheek
uniform vec4 u_eye;         // lid, squint, pupil, blink
uniform vec4 u_mouth;       // curve, opening, width, tear
uniform vec4 u_look;        // turn, pitch, gaze x, gaze y
in vec2 uv;
in vec4 colour;
out vec4 o;

float cover(float d) { return clamp(0.5 - d * u_unit, 0.0, 1.0); }
void over(inout vec4 under, vec3 paint, float a) { under = under * (1.0 - a) + vec4(paint * a, a); }

// Six pieces on a square of 64 units: two eyes, two brows, a nose's shadow, a mouth.
vec4 face(vec2 f) {
    vec4 c = vec4(0.0);
    f -= vec2(u_look.x * 7.0, u_look.y * 4.0);
    // A turned head shows one side narrower.
    float side = sign(f.x);
    float near = 1.0 - 0.22 * u_look.x * side;
    vec2 e = vec2(abs(f.x) / near - 13.5, f.y + 1.0);

    // Cheeks.
    over(c, mix(u_accent, u_paperA, 0.35), u_brow.w * 0.75 * cover(length(e - vec2(3.0, 13.0)) - 5.2));

    // Eye: where two arcs meet; the upper lid falls with sleep and blinks, the lower with a squint.
    float lid = u_eye.x * (1.0 - u_eye.w);
    float t = e.x / 9.6;
    float arch = max(1.0 - t * t, 0.0);
    float tilt = 0.14 * e.x;
    float upper = -8.2 * lid * arch - tilt, lower = 5.2 * (1.0 - 0.75 * u_eye.y) * arch
        * mix(0.15, 1.0, min(lid * 1.6, 1.0)) - tilt;
    float almond = max(max(upper - e.y, e.y - lower), abs(e.x) - 9.6) * 0.8;
    float white = cover(almond);
    over(c, vec3(0.99, 0.98, 0.95), white);
    vec2 pupil = e - vec2(side * u_look.z * 3.2 - 0.9, u_look.w * 2.0 - 0.9);
    over(c, u_ink, white * cover(length(pupil) - 4.5 * u_eye.z));
    over(c, vec3(1.0), white * cover(length(pupil - vec2(1.2 * side, -1.6)) - 1.15));
    // The lid's own edge.
    float line = abs(e.y - upper) - (1.25 + 0.5 * t);
    over(c, u_ink, cover(max(line, abs(e.x) - 9.8) * 0.85));

    // Brow: a stroke, thick inside, thin outside.
    float bt = clamp((e.x + 10.0) / 21.0, 0.0, 1.0);
    float brow = -13.0 - u_brow.y - (bt - 0.45) * 21.0 * u_brow.x
        - u_brow.z * (1.0 - (2.0 * bt - 1.0) * (2.0 * bt - 1.0));
    float stroke = max(abs(e.y - brow) - mix(2.5, 1.1, bt), max(-10.0 - e.x, e.x - 11.0));
    over(c, mix(u_ink, u_paperB, 0.35), cover(stroke * 0.9));

    // Nose: the edge of a fold.
    float nose = abs(f.x - 1.6 - u_look.x * 3.0 - 0.10 * (f.y - 4.0)) - 0.9;
    over(c, mix(u_ink, u_paperA, 0.55), 0.8 * cover(max(nose, max(-f.y + 1.0, f.y - 10.5))));

    // Mouth: one shape between two arcs.
    float w = 12.5 * u_mouth.z;
    float mx = f.x / w;
    float m = 1.0 - mx * mx;
    float base = 19.5 + u_mouth.x * 5.0 * (m - 0.5);
    float top = base - 1.2 - u_mouth.y * 4.0 * max(m, 0.0);
    float bottom = base + 1.2 + u_mouth.y * 8.5 * max(m, 0.0);
    float lips = max(max(top - f.y, f.y - bottom), abs(f.x) - w) * 0.8;
    over(c, u_ink, cover(lips - 0.6));
    // A tongue, or teeth that are bared, where it is open.
    float tongue = max(lips + 1.0, length((f - vec2(0.0, bottom + 2.0)) * vec2(0.75, 1.0)) - 6.0);
    over(c, mix(u_accent, vec3(0.85, 0.25, 0.25), 0.6), smoothstep(0.15, 0.4, u_mouth.y) * cover(tongue));

    // A tear, cut from the accent's paper.
    vec2 drop = e - vec2(3.0, 12.0);
    float tear = length(drop * vec2(1.0, drop.y < 0.0 ? 0.55 : 1.0)) - 2.9;
    over(c, u_accent, u_mouth.w * cover(tear) * step(0.0, f.x));
    return c;
}

void main() { o = face(uv) * colour.a; }
