// Sees to it that no picture flashes more than three times a second (WCAG 2.1, 2.3.1): the rule of
// the show's own stage, `Sources/Stage/FlashLimiter.swift`, to the number. Needs no browser.
//
// A general flash is a pair of opposing changes of relative luminance by a tenth or more whose
// darker end is below 0.8; a red flash one of (R - G - B) * 320 by more than 20 with a saturated
// red at either end. Either counts where it takes more than a quarter of any visual field, a third
// of the picture's width and height.

// Cells of the picture, and the points of it that are looked at: four by four in each.
export const columns = 80;
export const rows = 45;
export const pointsAcross = 4 * columns;
export const pointsDown = 4 * rows;

const whole = columns * rows;
// A twentieth below WCAG's, since cells see few of the pixels.
const luminanceChange = 0.095;
const redChange = 19;
const darkerEnd = 0.8;
const area = 0.24;
// Seconds in which what is mixed comes two thirds of the way.
const pace = 0.5;
// Changes of a cell in a second: three flashes, and one change that begins a fourth.
const most = 7;
// A second, and what two clocks may differ by.
const second = 1.05;

// Linear light of a stored byte, by sRGB's curve.
const linear = Float32Array.from({ length: 256 }, (_, byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

// The light and the red of each cell, and of the whole, which comes last.
class Cells {
    constructor() {
        this.luminance = new Float32Array(whole + 1);
        this.red = new Float32Array(whole + 1);
        this.isDark = new Uint8Array(whole + 1);
        this.isSaturated = new Uint8Array(whole + 1);
        this.sums = new Float32Array(3 * whole);
    }

    // `points` are RGBA, pointsAcross * pointsDown of them.
    read(points) {
        const { sums } = this;
        sums.fill(0);
        let at = 0;
        for (let y = 0; y < pointsDown; y += 1) {
            const first = (y >> 2) * columns;
            for (let x = 0; x < pointsAcross; x += 1) {
                const cell = 3 * (first + (x >> 2));
                sums[cell] += linear[points[at]];
                sums[cell + 1] += linear[points[at + 1]];
                sums[cell + 2] += linear[points[at + 2]];
                at += 4;
            }
        }
        const total = [0, 0, 0];
        for (let cell = 0; cell < whole; cell += 1) {
            const [red, green, blue] = [0, 1, 2].map((lane) => sums[3 * cell + lane] / 16);
            total[0] += red;
            total[1] += green;
            total[2] += blue;
            this.note(red, green, blue, cell);
        }
        this.note(...total.map((sum) => sum / whole), whole);
    }

    note(red, green, blue, cell) {
        this.luminance[cell] = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        this.isDark[cell] = this.luminance[cell] < darkerEnd ? 1 : 0;
        this.red[cell] = Math.max(red - green - blue, 0) * 320;
        this.isSaturated[cell] = red > 0 && red >= 0.8 * (red + green + blue) ? 1 : 0;
    }
}

// Counts the opposing changes of one value, cell by cell, over the last second. A change counts
// where either end of it has the mark.
class Counts {
    constructor(threshold) {
        const count = whole + 1;
        this.threshold = threshold;
        this.low = new Float32Array(count);
        this.high = new Float32Array(count);
        this.lowMark = new Uint8Array(count);
        this.highMark = new Uint8Array(count);
        this.way = new Int8Array(count);
        this.times = new Float64Array(count * most).fill(-Infinity);
        this.next = new Uint8Array(count);
        this.over = new Float64Array(count).fill(-Infinity);
        this.isEmpty = true;
        this.newest = -Infinity;
    }

    // Whether any cell may be over, or would be with one change more.
    isNear(time) {
        return time - this.newest < second;
    }

    isOver(cell, time) {
        return time - this.over[cell] < second;
    }

    wouldBeOver(cell, value, mark, time) {
        return this.change(cell, value, mark) !== 0
            && time - this.times[cell * most + this.next[cell]] < second;
    }

    change(cell, value, mark) {
        if (this.isEmpty) return 0;
        const { way, low, high, threshold } = this;
        if (way[cell] !== 1 && value - low[cell] >= threshold && (mark || this.lowMark[cell])) {
            return 1;
        }
        if (way[cell] !== -1 && high[cell] - value >= threshold && (mark || this.highMark[cell])) {
            return -1;
        }
        return 0;
    }

    take(values, marks, time) {
        for (let cell = 0; cell <= whole; cell += 1) {
            const value = values[cell];
            const change = this.change(cell, value, marks[cell]);
            if (change !== 0) this.note(cell, change, time);
            const isNew = this.isEmpty || change !== 0;
            if (isNew || value < this.low[cell]) {
                this.low[cell] = value;
                this.lowMark[cell] = marks[cell];
            }
            if (isNew || value > this.high[cell]) {
                this.high[cell] = value;
                this.highMark[cell] = marks[cell];
            }
        }
        this.isEmpty = false;
    }

    note(cell, change, time) {
        this.way[cell] = change;
        const place = cell * most + this.next[cell];
        if (time - this.times[place] < second) this.over[cell] = this.newest = time;
        this.times[place] = time;
        this.next[cell] = (this.next[cell] + 1) % most;
        this.newest = Math.max(this.newest, this.times[cell * most + this.next[cell]]);
    }
}

class BothCounts {
    constructor() {
        this.luminance = new Counts(luminanceChange);
        this.red = new Counts(redChange);
    }

    isNear(time) {
        return this.luminance.isNear(time) || this.red.isNear(time);
    }

    isOver(cell, time) {
        return this.luminance.isOver(cell, time) || this.red.isOver(cell, time);
    }

    wouldBeOver(cell, cells, time) {
        return this.luminance.wouldBeOver(cell, cells.luminance[cell], cells.isDark[cell], time)
            || this.red.wouldBeOver(cell, cells.red[cell], cells.isSaturated[cell], time);
    }

    take(cells, time) {
        this.luminance.take(cells.luminance, cells.isDark, time);
        this.red.take(cells.red, cells.isSaturated, time);
    }
}

export class FlashLimiter {
    constructor() {
        this.cells = new Cells();
        // What was painted, and what was shown.
        this.painted = new BothCounts();
        this.shown = new BothCounts();
        this.time = 0;
    }

    // Measures a newly painted picture, so many seconds after the last; returns how much of the
    // last one must stay, 0 to 255 a cell, or null where nothing must.
    judge(points, seconds) {
        this.time += Math.max(seconds, 0);
        const kept = Math.round(255 * Math.exp(-Math.max(seconds, 0) / pace));
        const { cells, painted, shown, time } = this;
        cells.read(points);
        painted.take(cells, time);
        if (!painted.isNear(time) && !shown.isNear(time)) return null;
        return this.hold(this.flashing((cell) => painted.isOver(cell, time)), () => kept);
    }

    // Measures the picture as it was mixed; returns what must stay entirely, or null.
    judgeAgain(points) {
        const { cells, shown, time } = this;
        cells.read(points);
        const isWhole = shown.wouldBeOver(whole, cells, time);
        return this.hold(this.flashing(() => false),
            (cell) => (isWhole || shown.wouldBeOver(cell, cells, time) ? 255 : 0));
    }

    // Takes the picture measured last as the one that is shown.
    settle() {
        this.shown.take(this.cells, this.time);
    }

    // The cells that flash too often as they are shown, or by another measure; null where none.
    flashing(isToo) {
        const { cells, shown, time } = this;
        // The picture's mean may flash by parts that take turns.
        if (shown.wouldBeOver(whole, cells, time) || isToo(whole)) {
            return new Uint8Array(whole).fill(1);
        }
        const flashing = new Uint8Array(whole);
        let any = false;
        for (let cell = 0; cell < whole; cell += 1) {
            if (isToo(cell) || shown.isOver(cell, time) || shown.wouldBeOver(cell, cells, time)) {
                flashing[cell] = 1;
                any = true;
            }
        }
        return any ? flashing : null;
    }

    // How much to keep of each cell that flashes and lies where too many do, and of those about it.
    hold(flashing, share) {
        if (!flashing) return null;
        const isCrowded = crowded(flashing);
        const hold = new Uint8Array(whole);
        let any = false;
        for (let cell = 0; cell < whole; cell += 1) {
            if (!flashing[cell] || !isCrowded[cell]) continue;
            const kept = share(cell);
            if (kept === 0) continue;
            any = true;
            const [row, column] = [Math.floor(cell / columns), cell % columns];
            for (let y = Math.max(row - 1, 0); y <= Math.min(row + 1, rows - 1); y += 1) {
                const last = Math.min(column + 1, columns - 1);
                for (let x = Math.max(column - 1, 0); x <= last; x += 1) {
                    hold[y * columns + x] = Math.max(hold[y * columns + x], kept);
                }
            }
        }
        return any ? hold : null;
    }
}

// Which cells lie in a visual field of which more than `area` flashes.
function crowded(flashing) {
    const across = Math.floor((columns + 2) / 3);
    const down = Math.floor((rows + 2) / 3);
    const limit = Math.floor(area * across * down);
    const sums = new Int32Array((columns + 1) * (rows + 1));
    const at = (x, y) => y * (columns + 1) + x;
    for (let y = 0; y < rows; y += 1) {
        for (let x = 0; x < columns; x += 1) {
            sums[at(x + 1, y + 1)] = flashing[y * columns + x] + sums[at(x, y + 1)]
                + sums[at(x + 1, y)] - sums[at(x, y)];
        }
    }
    const isCrowded = new Uint8Array(whole);
    if (sums[at(columns, rows)] <= limit) return isCrowded;
    for (let y = 0; y <= rows - down; y += 1) {
        for (let x = 0; x <= columns - across; x += 1) {
            const inside = sums[at(x + across, y + down)] - sums[at(x, y + down)]
                - sums[at(x + across, y)] + sums[at(x, y)];
            if (inside <= limit) continue;
            for (let row = y; row < y + down; row += 1) {
                isCrowded.fill(1, row * columns + x, row * columns + x + across);
            }
        }
    }
    return isCrowded;
}
