// Between what is painted and what is shown: each picture is measured before it is shown, and
// mixed with the one before where it would flash. It is shown one turn later, so that nobody waits
// for the graphics card to tell how it looks.
import { Program, Target, bind, setEdges } from "/assets/stage-gl.js";
import { FlashLimiter, columns, pointsAcross, pointsDown, rows } from "/assets/stage-flash.js";

// As the host's hold.frag.
const holding = `#version 300 es
precision highp float;
uniform sampler2D u_new;
uniform sampler2D u_last;
uniform sampler2D u_hold;  // how much of the last picture stays, cell by cell
out vec4 o;
void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    float kept = texture(u_hold, gl_FragCoord.xy / vec2(textureSize(u_new, 0))).r;
    o = mix(texelFetch(u_new, pixel, 0), texelFetch(u_last, pixel, 0), kept);
}`;

export class Screen {
    constructor(gl, canvas) {
        Object.assign(this, { gl, canvas });
        this.limiter = new FlashLimiter();
        this.program = new Program(gl, holding, { name: "hold" });
        this.covering = gl.createVertexArray();
        this.small = new Target(gl, pointsAcross, pointsDown);
        this.points = new Uint8Array(4 * pointsAcross * pointsDown);
        this.reading = gl.createBuffer();
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.reading);
        gl.bufferData(gl.PIXEL_PACK_BUFFER, this.points.length, gl.STREAM_READ);
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
        this.hold = gl.createTexture();
        bind(gl, this.hold, 2);
        gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R8, columns, rows);
        setEdges(gl, false);
        // The next picture, the one that is shown, and room to mix them.
        this.targets = [0, 1, 2].map(() => new Target(gl, canvas.width, canvas.height));
        this.isPending = false;
        // How many pictures were mixed with the one before.
        this.mixed = 0;
    }

    // Sends what is painted from now on into the next picture, and returns its target.
    begin() {
        const { width, height } = this.canvas;
        const [fresh] = this.targets;
        if (fresh.width !== width || fresh.height !== height) this.resize(width, height);
        this.targets[0].begin();
        return this.targets[0];
    }

    // Takes other targets; what was shown last stays, in the new size.
    resize(width, height) {
        const { gl } = this;
        const before = this.targets;
        this.targets = before.map(() => new Target(gl, width, height));
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, before[1].framebuffer);
        gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, this.targets[1].framebuffer);
        gl.blitFramebuffer(0, 0, before[1].width, before[1].height, 0, 0, width, height,
            gl.COLOR_BUFFER_BIT, gl.LINEAR);
        for (const target of before) target.delete();
        this.isPending = false;
    }

    // The picture is painted: it will be shown by `show`.
    end() {
        this.measure(this.targets[0]);
        this.isPending = true;
    }

    // Shows the picture painted last, so many seconds after the one before; false where none is.
    show(seconds) {
        if (!this.isPending) return false;
        this.isPending = false;
        const { gl, canvas, limiter } = this;
        const share = limiter.judge(this.measured(), seconds);
        if (share) {
            this.mixed += 1;
            this.mix(share);
            const more = limiter.judgeAgain(this.measured());
            if (more) {
                this.mix(more);
                // Nothing is left to do about it: what is held is the last picture.
                limiter.judgeAgain(this.measured());
            }
        }
        limiter.settle();
        // Chromium takes a canvas that was only blitted to for one that nobody painted.
        gl.bindFramebuffer(gl.FRAMEBUFFER, null);
        gl.clearColor(0, 0, 0, 0);
        gl.clear(gl.COLOR_BUFFER_BIT);
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.targets[0].framebuffer);
        const [width, height] = [canvas.width, canvas.height];
        gl.blitFramebuffer(
            0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
        this.swap(0, 1);
        return true;
    }

    swap(one, other) {
        const { targets } = this;
        [targets[one], targets[other]] = [targets[other], targets[one]];
    }

    // Begins to read the points of a target.
    measure(from) {
        const { gl, small } = this;
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from.framebuffer);
        gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, small.framebuffer);
        gl.blitFramebuffer(0, 0, from.width, from.height, 0, 0, small.width, small.height,
            gl.COLOR_BUFFER_BIT, gl.NEAREST);
        gl.bindFramebuffer(gl.FRAMEBUFFER, small.framebuffer);
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.reading);
        gl.readPixels(0, 0, small.width, small.height, gl.RGBA, gl.UNSIGNED_BYTE, 0);
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    }

    measured() {
        const { gl } = this;
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.reading);
        gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, this.points);
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
        return this.points;
    }

    // Mixes the next picture with the one that is shown.
    mix(share) {
        const { gl, program, targets } = this;
        bind(gl, this.hold, 2);
        gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
        gl.texSubImage2D(
            gl.TEXTURE_2D, 0, 0, 0, columns, rows, gl.RED, gl.UNSIGNED_BYTE, share);
        gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
        bind(gl, targets[1].texture, 1);
        bind(gl, targets[0].texture, 0);
        targets[2].begin();
        program.use();
        ["u_new", "u_last", "u_hold"].forEach((name, unit) => gl.uniform1i(program.at(name), unit));
        gl.disable(gl.BLEND);
        gl.bindVertexArray(this.covering);
        gl.drawArrays(gl.TRIANGLES, 0, 3);
        this.swap(0, 2);
        this.measure(targets[0]);
    }
}
