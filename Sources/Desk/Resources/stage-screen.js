// Between what is painted and what is shown: each picture is measured before the browser shows it, and
// mixed with the one before where it would flash.
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
        this.hold = gl.createTexture();
        bind(gl, this.hold, 2);
        gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R8, columns, rows);
        setEdges(gl, false);
        // The last picture, kept while one may have to be mixed with it, and room for the next.
        this.last = null;
        this.fresh = null;
        // How many pictures were mixed with the one before.
        this.mixed = 0;
    }

    // Sends what is painted from now on into the canvas.
    begin() {
        const { gl, canvas } = this;
        gl.bindFramebuffer(gl.FRAMEBUFFER, null);
        gl.viewport(0, 0, canvas.width, canvas.height);
        gl.clearColor(0, 0, 0, 0);
        // Chromium takes a canvas that was only blitted to for one that nobody painted.
        gl.clear(gl.COLOR_BUFFER_BIT);
    }

    // The picture is painted, so many seconds after the one before: sees to it that it may be shown.
    finish(seconds) {
        const { limiter } = this;
        const share = limiter.judge(this.measured(), seconds);
        if (share && this.last) {
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
        this.keep();
    }

    // Keeps the picture while the limiter may want it.
    keep() {
        const { gl } = this;
        if (this.limiter.isNear) {
            this.last = this.sized(this.last);
            this.copy(null, this.last.framebuffer);
        } else if (this.last) {
            this.last.delete();
            this.fresh?.delete();
            this.last = this.fresh = null;
        }
        gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    }

    // A target of the canvas's size: this one, or another with its picture.
    sized(target) {
        const { gl, canvas } = this;
        if (target?.width === canvas.width && target.height === canvas.height) return target;
        const made = new Target(gl, canvas.width, canvas.height);
        if (target) {
            gl.bindFramebuffer(gl.READ_FRAMEBUFFER, target.framebuffer);
            gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, made.framebuffer);
            gl.blitFramebuffer(0, 0, target.width, target.height, 0, 0, made.width, made.height,
                gl.COLOR_BUFFER_BIT, gl.LINEAR);
            target.delete();
        }
        return made;
    }

    copy(from, to) {
        const { gl, canvas: { width, height } } = this;
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from);
        gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to);
        gl.blitFramebuffer(
            0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    }

    // The points of the canvas that the limiter looks at.
    measured() {
        const { gl, canvas, small, points } = this;
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
        gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, small.framebuffer);
        gl.blitFramebuffer(0, 0, canvas.width, canvas.height, 0, 0, small.width, small.height,
            gl.COLOR_BUFFER_BIT, gl.NEAREST);
        gl.bindFramebuffer(gl.FRAMEBUFFER, small.framebuffer);
        gl.readPixels(0, 0, small.width, small.height, gl.RGBA, gl.UNSIGNED_BYTE, points);
        return points;
    }

    // Mixes the picture on the canvas with the last one.
    mix(share) {
        const { gl, canvas, program } = this;
        this.fresh = this.sized(this.fresh);
        this.last = this.sized(this.last);
        this.copy(null, this.fresh.framebuffer);
        bind(gl, this.hold, 2);
        gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
        gl.texSubImage2D(
            gl.TEXTURE_2D, 0, 0, 0, columns, rows, gl.RED, gl.UNSIGNED_BYTE, share);
        gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
        bind(gl, this.last.texture, 1);
        bind(gl, this.fresh.texture, 0);
        gl.bindFramebuffer(gl.FRAMEBUFFER, null);
        gl.viewport(0, 0, canvas.width, canvas.height);
        program.use();
        ["u_new", "u_last", "u_hold"].forEach((name, unit) => gl.uniform1i(program.at(name), unit));
        gl.disable(gl.BLEND);
        gl.bindVertexArray(this.covering);
        gl.drawArrays(gl.TRIANGLES, 0, 3);
    }
}
