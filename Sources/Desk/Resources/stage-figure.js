// The dancer as a figure of drawings, hung where the show says that they hang.
import { Program, Quads, Target, bind, setEdges } from "/assets/stage-gl.js";

const plain = [0, 0, 0, 0];

export class Figure {
    constructor(gl, kit) {
        Object.assign(this, { gl, kit });
        this.quads = new Quads(gl);
        const program = (name) =>
            new Program(gl, kit.texts[`${name}.frag`], { forQuads: true, name });
        this.ground = program("ground");
        this.halo = program("halo");
        this.limbs = program("limbs");
        this.face = kit.hasFace ? program("face") : null;
        this.atlas = this.edged(kit.limbs);
    }

    // The drawings with their edges, shadows and rims.
    edged(image) {
        const { gl, kit } = this;
        const drawings = gl.createTexture();
        bind(gl, drawings, 0);
        gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, image);
        setEdges(gl, false);
        const target = new Target(gl, image.width, image.height);
        const edges = new Program(gl, kit.texts["edges.frag"], { name: "edges" });
        target.begin();
        edges.use();
        bind(gl, drawings, 0);
        gl.uniform1i(edges.at("u_limbs"), 0);
        gl.uniform2f(edges.at("u_size"), image.width, image.height);
        gl.uniform1f(edges.at("u_reach"), kit.shadow * kit.density);
        gl.uniform1f(edges.at("u_rim"), kit.rim * kit.density);
        gl.uniform1f(edges.at("u_soft"), kit.manner === "light" ? 1 : 0);
        gl.bindVertexArray(gl.createVertexArray());
        gl.drawArrays(gl.TRIANGLES, 0, 3);
        gl.deleteTexture(drawings);
        return target;
    }

    // Draws over the current target, `scale` pixels for each of the state's, before a world of so
    // much light.
    draw(state, light, width, height) {
        const { gl, quads } = this;
        this.scale = height / 720;
        this.size = [width, height];
        this.answer(state, light);
        bind(gl, this.atlas.texture, 0);

        this.begin(this.ground);
        const [x, y, across, down, near] = state.ground;
        const ground = this.groundColour;
        this.addBox(x, y, across, down, [-1, -1, 1, 1], [ground[0], ground[1], ground[2],
            ground[3] * near]);
        quads.draw();

        this.begin(this.halo);
        this.addHalos(state);
        quads.draw();

        this.begin(this.limbs);
        for (const ghost of state.ghosts) this.addLimb(ghost, 0, [1, 1, 1, 1], [1, 0, 0, 0]);
        for (const limb of state.limbs) {
            if (limb[0] >= 0) {
                this.addLimb(limb, 1, [1, 1, 1, 1], plain);
            } else if (this.face) {
                quads.draw();
                this.begin(this.face);
                this.drawFace(limb, state.face);
                this.limbs.use();
            }
        }
        quads.draw();
    }

    // The colours that the world's light changes; the show sends the others.
    answer(state, light) {
        const [paperA, paperB, accent, ink, pale, lit] = state.colours;
        const { manner, ground } = this.kit;
        const times = (colour, factor) => colour.map((lane) => lane * factor);
        const bright = (steep) => Math.min(light * steep, 1);
        this.colours = {
            u_paperA: paperA, u_paperB: paperB, u_accent: accent, u_ink: ink, u_pale: pale,
            u_lit: times(lit, Math.sqrt(0.72 + 0.28 * bright(4))),
        };
        this.light = light;
        if (manner === "light") {
            this.haloColour = [...times(ink, 0.6), 0.5 + 0.45 * bright(6)];
            this.groundColour = [...paperB, ground];
            this.haloSlope = 1.9;
        } else {
            this.haloColour = [...times(ink, 0.4), 0.95 * bright(8)];
            this.groundColour = [...times(ink, 0.5), ground];
            this.haloSlope = 2.8;
        }
    }

    begin(program) {
        const { gl } = this;
        program.use();
        gl.uniform2f(program.at("u_size"), ...this.size);
        gl.uniform1i(program.at("u_limbs"), 0);
        for (const [name, colour] of Object.entries(this.colours)) {
            gl.uniform3f(program.at(name), ...colour);
        }
        gl.uniform1f(program.at("u_light"), this.light);
    }

    addHalos(state) {
        const { manner, rim, shadow } = this.kit;
        if (this.haloColour[3] > 0.25) {
            for (const limb of state.limbs) {
                this.addLimb(limb, 1, this.haloColour, [this.haloSlope, 0, 0, 0]);
            }
        }
        if (rim <= 0 || manner === "light") return;
        const share = (rim + 0.8) / Math.max(shadow, rim);
        for (const limb of state.limbs) {
            this.addLimb(limb, share, [...state.colours[4], 1], [16, -3.68, 0, 0]);
        }
    }

    // A drawing with a share of its margin.
    addLimb(limb, share, colour, shape) {
        const tile = this.kit.tiles[limb[0]];
        if (!tile) return;
        const [u, v, uWide, vHigh, x, y, wide, high, marginX, marginY] = tile;
        const kept = Math.min(share, 1);
        const lessU = (marginX * (1 - kept) * uWide) / (wide + 2 * marginX);
        const lessV = (marginY * (1 - kept) * vHigh) / (high + 2 * marginY);
        const box = [
            x - marginX * kept, y - marginY * kept,
            x + wide + marginX * kept, y + high + marginY * kept,
        ];
        this.addHung(
            limb, box, [u + lessU, v + lessV, u + uWide - lessU, v + vHigh - lessV], colour, shape);
    }

    addHung(limb, box, uv, colour, shape) {
        const [, ax, ay, dx, dy, ox, oy, opacity] = limb;
        const corner = (right, down) => {
            const x = right ? box[2] : box[0];
            const y = down ? box[3] : box[1];
            return [
                (ox + ax * x + dx * y) * this.scale, (oy + ay * x + dy * y) * this.scale,
                right ? uv[2] : uv[0], down ? uv[3] : uv[1],
            ];
        };
        this.quads.add(
            [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)],
            [colour[0], colour[1], colour[2], colour[3] * opacity], shape);
    }

    addBox(x, y, wide, high, uv, colour) {
        const s = this.scale;
        this.quads.add(
            [
                [x * s, y * s, uv[0], uv[1]], [(x + wide) * s, y * s, uv[2], uv[1]],
                [(x + wide) * s, (y + high) * s, uv[2], uv[3]], [x * s, (y + high) * s, uv[0], uv[3]],
            ], colour, plain);
    }

    drawFace(limb, face) {
        const { gl } = this;
        gl.uniform1f(this.face.at("u_unit"), (this.kit.torso * this.scale) / this.kit.unit);
        ["u_brow", "u_eye", "u_mouth", "u_look"].forEach((name, at) => {
            gl.uniform4f(this.face.at(name), ...face.slice(4 * at, 4 * at + 4));
        });
        this.addHung(limb, [0, 0, 64, 64], [-32, -32, 32, 32], [1, 1, 1, 1], plain);
        this.quads.draw();
    }
}
