// What the stage asks of WebGL2: programs, pictures to draw into, and quads.

// One triangle that covers the target.
const full = `#version 300 es
out vec2 uv;
void main() {
    vec2 p = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
    uv = p;
    gl_Position = vec4(p * 2.0 - 1.0, 0.0, 1.0);
}`;
// As the host's quads.vert, but a browser's first row is the lowest.
const quads = `#version 300 es
layout(location = 0) in vec2 a_position;
layout(location = 1) in vec2 a_uv;
layout(location = 2) in vec4 a_colour;
layout(location = 3) in vec4 a_shape;
uniform vec2 u_size;
out vec2 uv;
out vec4 colour;
flat out vec4 shape;
void main() {
    uv = a_uv;
    colour = a_colour;
    shape = a_shape;
    gl_Position = vec4((a_position / u_size * 2.0 - 1.0) * vec2(1.0, -1.0), 0.0, 1.0);
}`;

export class Program {
    constructor(gl, fragment, { forQuads = false, name }) {
        this.gl = gl;
        this.places = new Map();
        this.program = gl.createProgram();
        for (const [type, text] of [[gl.VERTEX_SHADER, forQuads ? quads : full],
            [gl.FRAGMENT_SHADER, fragment]]) {
            const shader = gl.createShader(type);
            gl.shaderSource(shader, text);
            gl.compileShader(shader);
            gl.attachShader(this.program, shader);
            gl.deleteShader(shader);
        }
        gl.linkProgram(this.program);
        if (!gl.getProgramParameter(this.program, gl.LINK_STATUS)) {
            throw new Error(`${name}: ${gl.getProgramInfoLog(this.program)}`);
        }
    }

    use() {
        this.gl.useProgram(this.program);
    }

    // The place of a uniform; null, which WebGL ignores, where the shader does not read it.
    at(name) {
        if (!this.places.has(name)) {
            this.places.set(name, this.gl.getUniformLocation(this.program, name));
        }
        return this.places.get(name);
    }
}

export class Target {
    constructor(gl, width, height, { repeats = false } = {}) {
        Object.assign(this, { gl, width, height });
        this.texture = gl.createTexture();
        bind(gl, this.texture, 0);
        gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
        setEdges(gl, repeats);
        this.framebuffer = gl.createFramebuffer();
        gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
        gl.framebufferTexture2D(
            gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.texture, 0);
    }

    begin() {
        this.gl.bindFramebuffer(this.gl.FRAMEBUFFER, this.framebuffer);
        this.gl.viewport(0, 0, this.width, this.height);
    }

    delete() {
        this.gl.deleteTexture(this.texture);
        this.gl.deleteFramebuffer(this.framebuffer);
    }
}

export function bind(gl, texture, unit) {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
}

export function setEdges(gl, repeats) {
    const edge = repeats ? gl.REPEAT : gl.CLAMP_TO_EDGE;
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, edge);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, edge);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
}

// Quads drawn in one call, in the order in which they were added.
export class Quads {
    constructor(gl) {
        this.gl = gl;
        this.floats = new Float32Array(72 * 64);
        this.used = 0;
        this.array = gl.createVertexArray();
        this.buffer = gl.createBuffer();
        gl.bindVertexArray(this.array);
        gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
        let offset = 0;
        for (const [index, size] of [2, 2, 4, 4].entries()) {
            gl.enableVertexAttribArray(index);
            gl.vertexAttribPointer(index, size, gl.FLOAT, false, 48, offset);
            offset += 4 * size;
        }
        gl.bindVertexArray(null);
    }

    // Corners [x, y, u, v] from the top left, clockwise.
    add(corners, colour, shape) {
        if (this.used + 72 > this.floats.length) {
            const larger = new Float32Array(2 * this.floats.length);
            larger.set(this.floats);
            this.floats = larger;
        }
        for (const index of [0, 1, 2, 0, 2, 3]) {
            this.floats.set(corners[index], this.used);
            this.floats.set(colour, this.used + 4);
            this.floats.set(shape, this.used + 8);
            this.used += 12;
        }
    }

    draw() {
        if (this.used === 0) return;
        const { gl } = this;
        gl.bindVertexArray(this.array);
        gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
        gl.bufferData(gl.ARRAY_BUFFER, this.floats.subarray(0, this.used), gl.STREAM_DRAW);
        gl.enable(gl.BLEND);
        gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
        gl.drawArrays(gl.TRIANGLES, 0, this.used / 12);
        gl.disable(gl.BLEND);
        this.used = 0;
    }
}
