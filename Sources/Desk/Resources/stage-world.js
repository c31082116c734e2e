// The world behind the dancer: one or two backdrops, mixed as light mixes, no brighter than may be.
import { Program, Target, bind } from "/assets/stage-gl.js";

export const emotions = [
    "anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise",
];
// Luminance gained a second at most, as the host's limiter has it (WCAG 2.3.1).
const fastestRise = 0.3;

export class World {
    constructor(gl, kit, height) {
        this.gl = gl;
        this.covering = gl.createVertexArray();
        this.programs = emotions.map((name) => new Program(gl, kit.texts[`${name}.frag`], { name }));
        this.mixing = new Program(gl, kit.texts["mix.frag"], { name: "mix" });
        this.enlarging = new Program(gl, kit.texts["composite.frag"], { name: "composite" });
        const width = Math.floor((1280 * height) / 720);
        // The strongest emotion's world, the second's, what was painted last, and what is shown.
        this.targets = [0, 1, 2, 3].map(() => new Target(gl, width, height));
        this.meter = new Target(gl, 32, 18);
        this.pixels = new Uint8Array(4 * 32 * 18);
        this.reading = gl.createBuffer();
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.reading);
        gl.bufferData(gl.PIXEL_PACK_BUFFER, this.pixels.length, gl.STREAM_READ);
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
        this.isPending = false;
        this.noise = new Target(gl, 512, 512, { repeats: true });
        this.noise.begin();
        const baking = new Program(gl, kit.texts["noise.frag"], { name: "noise" });
        baking.use();
        gl.uniform2f(baking.at("u_size"), 512, 512);
        this.cover();
        this.light = 0;
        this.shown = null;
        this.wide = null;
        this.isWide = false;
    }

    cover() {
        this.gl.bindVertexArray(this.covering);
        this.gl.drawArrays(this.gl.TRIANGLES, 0, 3);
    }

    // Paints the worlds of a state, which are shown from `settle` on. Its light is measured
    // meanwhile: who asks for it at once waits for the graphics card.
    paint(state) {
        const order = emotions.map((_, index) => index)
            .sort((one, other) => state.worlds[other] - state.worlds[one]);
        const share = state.worlds[order[1]];
        this.paintOne(order[0], this.targets[0], state);
        if (share > 0.01) {
            this.paintOne(order[1], this.targets[1], state);
            this.mix(share);
        } else {
            [this.targets[0], this.targets[2]] = [this.targets[2], this.targets[0]];
        }
        this.measure();
        this.isPending = true;
    }

    // Shows what was painted, so many seconds after what is shown, no brighter than may be.
    settle(seconds) {
        [this.targets[2], this.targets[3]] = [this.targets[3], this.targets[2]];
        this.isPending = false;
        this.isWide = false;
        const luminance = this.luminance();
        const before = this.shown ?? luminance;
        this.shown = Math.min(luminance, before + fastestRise * Math.min(Math.max(seconds, 0), 0.1));
        this.gain = luminance > 1e-6 ? this.shown / luminance : 1;
        this.light = this.shown;
    }

    paintOne(index, target, state) {
        const { gl } = this;
        const { width, height } = target;
        const program = this.programs[index];
        target.begin();
        program.use();
        bind(gl, this.noise.texture, 0);
        gl.uniform1i(program.at("iChannel0"), 0);
        gl.uniform3f(program.at("iResolution"), width, height, 1);
        gl.uniform1f(program.at("iTime"), state.time);
        const names = [
            "u_flow", "u_arousal", "u_chatRate", "u_energy", "u_strike", "u_sinceBurst",
        ];
        names.forEach((name, at) => gl.uniform1f(program.at(name), state.pace[at]));
        gl.uniform1fv(program.at("u_mood"), state.room);
        const at = (x, y) => [width / 2 + x * height, height / 2 + y * height];
        const [hx, hy, cx, cy, px, py, floor] = state.places;
        gl.uniform2f(program.at("u_head"), ...at(hx, hy));
        gl.uniform2f(program.at("u_chest"), ...at(cx, cy));
        gl.uniform2f(program.at("u_hips"), ...at(px, py));
        gl.uniform1f(program.at("u_floor"), height / 2 + floor * height);
        this.cover();
    }

    mix(share) {
        const { gl, mixing } = this;
        this.targets[2].begin();
        mixing.use();
        bind(gl, this.targets[0].texture, 0);
        bind(gl, this.targets[1].texture, 1);
        gl.uniform1i(mixing.at("u_first"), 0);
        gl.uniform1i(mixing.at("u_second"), 1);
        gl.uniform1f(mixing.at("u_share"), share);
        this.cover();
    }

    // Begins to read what was painted last, made small.
    measure() {
        const { gl, meter } = this;
        const from = this.targets[2];
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from.framebuffer);
        gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, meter.framebuffer);
        gl.blitFramebuffer(
            0, 0, from.width, from.height, 0, 0, 32, 18, gl.COLOR_BUFFER_BIT, gl.LINEAR);
        gl.bindFramebuffer(gl.FRAMEBUFFER, meter.framebuffer);
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.reading);
        gl.readPixels(0, 0, 32, 18, gl.RGBA, gl.UNSIGNED_BYTE, 0);
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    }

    // The mean relative luminance, 0 to 1, of what was measured last.
    luminance() {
        const { gl } = this;
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.reading);
        gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, this.pixels);
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
        let sum = 0;
        for (let at = 0; at < this.pixels.length; at += 4) {
            const [red, green, blue] = [0, 1, 2].map((lane) => (this.pixels[at + lane] / 255) ** 2);
            sum += 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        }
        return sum / (32 * 18);
    }

    // Lays the world into a target, enlarged once for all pictures that show it.
    lay(target) {
        const { gl } = this;
        const { width, height } = target;
        if (this.wide?.width !== width || this.wide?.height !== height) {
            this.wide?.delete();
            this.wide = new Target(gl, width, height);
            this.isWide = false;
        }
        if (!this.isWide) {
            this.wide.begin();
            this.show();
            this.isWide = true;
        }
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.wide.framebuffer);
        gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, target.framebuffer);
        gl.blitFramebuffer(
            0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
        target.begin();
    }

    // Enlarges the world to the current target.
    show() {
        const { gl, enlarging } = this;
        enlarging.use();
        bind(gl, this.targets[3].texture, 0);
        gl.uniform1i(enlarging.at("u_world"), 0);
        // The picture holds stored values, whose square is light.
        const stored = Math.sqrt(this.gain);
        gl.uniform4f(enlarging.at("u_gain"), stored, stored, stored, 1);
        this.cover();
    }
}
