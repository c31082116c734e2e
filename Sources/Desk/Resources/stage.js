// A stage in a browser: it draws the show from what the show says of each picture.
//
//   ?quality=low|medium|high      how finely; low without a graphics card (the default is medium)
//   ?background=transparent       the dancer alone, for whoever lays it over something
//   ?words=0                      no words
//   ?view=KEY                     the show's view key, from another computer
import { Figure } from "/assets/stage-figure.js";
import { Motion } from "/assets/stage-motion.js";
import { Screen } from "/assets/stage-screen.js";
import { World, emotions } from "/assets/stage-world.js";
import { Words } from "/assets/stage-words.js";

// Rows of the world, which is painted small and enlarged, and rows of the picture at most.
const qualities = {
    low: { world: 160, picture: 480 },
    medium: { world: 360, picture: 1080 },
    high: { world: 720, picture: 2160 },
};

const wishes = new URLSearchParams(location.search);
const quality = qualities[wishes.get("quality")] ?? qualities.medium;
const isTransparent = wishes.get("background") === "transparent";
const hasWords = wishes.get("words") !== "0";
const view = wishes.get("view");
const frame = document.getElementById("frame");
const canvas = document.getElementById("picture");
const notice = document.getElementById("notice");
const words = document.getElementById("words");

const motion = new Motion();
let parts = null;
let drawn = -1;
let written = -1;
let shown = 0;
let pictures = 0;
let kitRevision = 0;
let isLoading = false;

function address(path) {
    return view ? `${path}?view=${encodeURIComponent(view)}` : path;
}

function say(text) {
    if (notice.textContent !== text) notice.textContent = text;
}

function pause(milliseconds) {
    return new Promise((resume) => setTimeout(resume, milliseconds));
}

// A file of the show's; the show makes them when they are first asked for.
async function kitFile(name) {
    for (;;) {
        const response = await fetch(address(`/stage/kit/${name}`)).catch(() => null);
        if (response?.ok) return response;
        if (response?.status === 401) throw new Error("This link's view key is not this show's.");
        if (response?.status === 404) throw new Error(`The show has no ${name}.`);
        await pause(300);
    }
}

async function load() {
    const kit = await (await kitFile("kit.json")).json();
    const names = [
        ...emotions, "noise", "mix", "composite", "edges", "ground", "halo", "limbs",
        ...(kit.hasFace ? ["face"] : []),
    ].map((name) => `${name}.frag`);
    const texts = await Promise.all(names.map(async (name) => (await kitFile(name)).text()));
    kit.texts = Object.fromEntries(names.map((name, at) => [name, texts[at]]));
    kit.limbs = await createImageBitmap(await (await kitFile("limbs.png")).blob(), {
        premultiplyAlpha: "premultiply", colorSpaceConversion: "none",
    });
    return kit;
}

const gl = canvas.getContext("webgl2", {
    alpha: true, premultipliedAlpha: true, antialias: false, depth: false, stencil: false,
    powerPreference: "high-performance",
});

function fit() {
    const scale = Math.min(innerWidth / 1280, innerHeight / 720);
    const left = (innerWidth - 1280 * scale) / 2;
    const top = (innerHeight - 720 * scale) / 2;
    frame.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
    const rows = Math.round(Math.min(720 * scale * devicePixelRatio, quality.picture));
    canvas.height = Math.max(rows, 90);
    canvas.width = Math.round((canvas.height * 16) / 9);
}

async function prepare(revision) {
    isLoading = true;
    try {
        const kit = await load();
        parts = {
            figure: new Figure(gl, kit), world: new World(gl, kit, quality.world),
            // What was shown goes on being counted when the puppet is another.
            screen: parts?.screen ?? new Screen(gl, canvas),
            words: hasWords ? new Words(words, kit) : null, painted: null, settled: 0,
        };
        kitRevision = revision;
        say("");
    } catch (error) {
        say(String(error.message));
    }
    isLoading = false;
}

function draw(state) {
    const { figure, world, screen } = parts;
    gl.disable(gl.BLEND);
    if (!isTransparent) {
        // A world is new fifteen times a second, as on the show's own stage: painted for one
        // picture, shown from the next on.
        if (world.isPending) {
            world.settle(state.time - parts.settled);
            parts.settled = state.time;
        } else if (parts.painted === null) {
            world.paint(state);
            world.settle(0);
            parts.painted = parts.settled = state.time;
        } else if (Math.abs(state.time - parts.painted) > 0.05) {
            world.paint(state);
            parts.painted = state.time;
        }
    }
    const picture = screen.begin();
    if (isTransparent) {
        gl.clearColor(0, 0, 0, 0);
        gl.clear(gl.COLOR_BUFFER_BIT);
    } else {
        world.lay(picture);
    }
    figure.draw(state, isTransparent ? 0 : world.light, canvas.width, canvas.height);
    screen.end();
}

// Shows the picture that was painted in the turn before.
function show(now) {
    if (!parts.screen.show((now - shown) / 1000)) return;
    shown = now;
    pictures += 1;
    canvas.dataset.pictures = pictures;
    canvas.dataset.mixed = parts.screen.mixed;
}

function next(now) {
    requestAnimationFrame(next);
    const { newest } = motion;
    if (!newest || isLoading) return;
    if (!parts || newest.revision !== kitRevision) {
        prepare(newest.revision);
        return;
    }
    show(now);
    const state = motion.at(now);
    if (state.time === drawn) return;
    draw(state);
    drawn = state.time;
    canvas.dataset.number = state.number;
    // Words move and change by the line: a browser paints anew what changes.
    if (state.number !== written) {
        parts.words?.show(state, isTransparent ? 0.3 : parts.world.light);
        written = state.number;
    }
}

function listen() {
    const events = new EventSource(address("/stage/events"));
    events.onmessage = ({ data }) => motion.take(JSON.parse(data), performance.now());
    events.onerror = () => {
        // A refused stream ends for good; the browser tries a broken one again by itself.
        if (events.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    };
}

if (isTransparent) {
    document.documentElement.classList.add("transparent");
    document.body.classList.add("transparent");
}
words.hidden = true;
addEventListener("resize", fit);
canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault();
    parts = null;
});
canvas.addEventListener("webglcontextrestored", () => { drawn = -1; });
fit();
if (gl) {
    listen();
    requestAnimationFrame(next);
} else {
    say("This browser has no WebGL2.");
}
