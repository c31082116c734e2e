// The show's lines, thirty a second, as a state for any moment: a display of sixty pictures a
// second shows the body between two lines on its way. Needs no browser.

// Lines kept at most: a page that nobody sees is told of all and paints none.
const mostLines = 8;
// Milliseconds behind the show: a line, and what lines may come late by.
const behind = 45;

const between = (one, other, share) => one + (other - one) * share;
const listBetween = (one, other, share) =>
    other.map((value, at) => between(one[at] ?? value, value, share));

// Drawings by their order, where both lines have the same ones; else the nearer line's.
function drawingsBetween(one, other, share) {
    const isSame = one.length === other.length && one.every(([tile], at) => tile === other[at][0]);
    if (!isSame) return share < 0.5 ? one : other;
    // The first number names the drawing and is the same in both.
    return other.map((drawing, at) => listBetween(one[at], drawing, share));
}

function paceBetween(one, other, share) {
    const pace = listBetween(one, other, share);
    // The time since the last burst begins anew with the next.
    if (other[5] < one[5]) pace[5] = other[5];
    return pace;
}

// The state of a moment between two lines; `share` of it is the later one's, 0 to 1.
export function stateBetween(one, other, share) {
    const state = { ...other, time: between(one.time, other.time, share) };
    for (const name of ["places", "worlds", "looks", "ground", "face"]) {
        state[name] = listBetween(one[name], other[name], share);
    }
    state.pace = paceBetween(one.pace, other.pace, share);
    state.colours = other.colours.map((colour, at) =>
        listBetween(one.colours[at] ?? colour, colour, share));
    state.limbs = drawingsBetween(one.limbs, other.limbs, share);
    state.ghosts = drawingsBetween(one.ghosts, other.ghosts, share);
    return state;
}

export class Motion {
    constructor() {
        this.lines = [];
        // What the page's clock is ahead of the show's, in milliseconds.
        this.ahead = 0;
    }

    // The newest line; undefined before the first.
    get newest() {
        return this.lines[this.lines.length - 1];
    }

    // Takes a line that came at a moment of the page's clock.
    take(line, now) {
        const last = this.newest;
        const ahead = now - 1000 * line.time;
        const isOther = last && (line.revision !== last.revision || line.time <= last.time
            || line.time > last.time + 1 || Math.abs(ahead - this.ahead) > 1000);
        if (!last || isOther) {
            this.lines = [];
            this.ahead = ahead;
        } else if (ahead < this.ahead) {
            this.ahead = ahead;
        } else {
            // A line is late or the clocks drift: follow slowly.
            this.ahead += 0.01 * (ahead - this.ahead);
        }
        this.lines.push(line);
        if (this.lines.length > mostLines) this.lines.shift();
    }

    // The state to paint at a moment of the page's clock; undefined before the first line.
    at(now) {
        const { lines } = this;
        const time = (now - this.ahead - behind) / 1000;
        while (lines.length > 2 && lines[1].time <= time) lines.shift();
        const [one, other] = lines;
        if (!other || time <= one.time) return one;
        if (time >= other.time) return other;
        return stateBetween(one, other, (time - one.time) / (other.time - one.time));
    }
}
