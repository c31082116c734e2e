#version 300 es
// A face cut out of a lantern: eyes, brows and a mouth that let the dark through.
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

vec4 face(vec2 f) {
    vec4 c = vec4(0.0);
    f -= vec2(u_look.x * 7.0, u_look.y * 4.0);
    float side = sign(f.x);
    float near = 1.0 - 0.22 * u_look.x * side;
    vec2 e = vec2(abs(f.x) / near - 13.0, f.y + 1.0);

    vec3 dark = u_ink * 0.7;

    // Cheeks, and a tear that falls from one eye.
    over(c, u_paperB, u_brow.w * 0.6 * cover(length(e - vec2(2.5, 13.0)) - 4.6));
    vec2 drop = e - vec2(1.0, 14.5);
    float tear = length(drop * vec2(1.0, drop.y < 0.0 ? 0.5 : 1.0)) - 2.6;
    over(c, u_paperB, u_mouth.w * cover(tear) * step(0.0, f.x));

    // Eye: an almond of dark with a spark in it that looks about; shut, it is a line.
    float lid = u_eye.x * (1.0 - u_eye.w);
    float t = e.x / 7.6;
    float arch = max(1.0 - t * t, 0.0);
    float tilt = 0.16 * e.x;
    float upper = -7.4 * lid * arch - tilt - 0.8;
    float lower = 5.0 * (1.0 - 0.75 * u_eye.y) * arch * mix(0.1, 1.0, min(lid * 1.6, 1.0))
        - tilt + 0.8;
    float almond = max(max(upper - e.y, e.y - lower), abs(e.x) - 7.6) * 0.8;
    over(c, dark, cover(almond));
    vec2 spark = e - vec2(side * u_look.z * 3.4 + 0.8 * side, u_look.w * 2.4 - 1.6);
    over(c, u_paperA, cover(max(length(spark) - 1.9 / max(u_eye.z, 0.4), almond + 0.5)));

    // Brow: a stroke, thick inside, thin outside.
    float bt = clamp((e.x + 8.5) / 18.0, 0.0, 1.0);
    float brow = -13.5 - u_brow.y - (bt - 0.45) * 19.0 * u_brow.x
        - u_brow.z * (1.0 - (2.0 * bt - 1.0) * (2.0 * bt - 1.0));
    over(c, dark, cover(max(abs(e.y - brow) - mix(1.9, 0.7, bt), max(-8.5 - e.x, e.x - 9.5))));

    // Mouth: a stroke that opens.
    float w = 11.0 * u_mouth.z;
    float mx = f.x / w;
    float m = max(1.0 - mx * mx, 0.0);
    float base = 20.0 + u_mouth.x * 5.5 * (m - 0.5);
    float top = base - 1.2 - u_mouth.y * 4.0 * m;
    float bottom = base + 1.2 + u_mouth.y * 7.5 * m;
    over(c, dark, cover(max(max(top - f.y, f.y - bottom), abs(f.x) - w) * 0.8));
    return c;
}

void main() { o = face(uv) * colour.a; }
