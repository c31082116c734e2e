// What is written on the picture: two moods as bars, and the last messages. What people wrote is set
// as text and never read as anything else.
import { emotions } from "/assets/stage-world.js";

const safe = { x: 64, y: 36, width: 1152, height: 648 };
const life = 5;

function element(parent, name) {
    const made = document.createElement("div");
    made.className = name;
    parent.append(made);
    return made;
}

function css(colour, opacity) {
    const lanes = colour.map((lane) => Math.round(255 * Math.min(Math.max(lane, 0), 1)));
    return `rgb(${lanes.join(" ")} / ${opacity.toFixed(2)})`;
}

// Sets a style where it is another: a browser without a graphics card paints anew what is set.
function style(element, property, value) {
    const known = element.knownStyles ??= {};
    if (known[property] === value) return;
    known[property] = value;
    element.style.setProperty(property, value);
}

// Stored colours of worlds mixed as light mixes.
function mixed(colours, shares) {
    return [0, 1, 2].map((lane) =>
        Math.sqrt(colours.reduce((sum, colour, at) => sum + shares[at] * colour[lane] ** 2, 0)));
}

export class Words {
    constructor(root, kit) {
        Object.assign(this, { root, kit, messages: new Map(), pictures: 0 });
        this.panels = ["room", "dancer"].map((id) => {
            const panel = root.querySelector(`#${id}`);
            for (const row of panel.querySelectorAll(".row")) row.remove();
            return { panel, rows: emotions.map((name, at) => this.row(panel, name, at)) };
        });
    }

    row(panel, name, at) {
        const row = element(panel, "row");
        element(row, "name").textContent = name;
        const bar = element(element(row, "track"), "bar");
        bar.style.background = css(this.kit.signals[at], 1);
        return { row, bar, share: element(row, "share") };
    }

    show(state, light) {
        this.root.hidden = state.showsWords === 0;
        if (this.root.hidden) return;
        const veil = Math.min(0.42 + 0.9 * light, 0.74);
        this.showMessages(state, veil);
        // Numbers that change thirty times a second are read by nobody.
        this.pictures += 1;
        if (this.pictures % 6 !== 1) return;
        this.showMood(this.panels[0], state.room, mixed(this.kit.veils, state.worlds), veil);
        this.showMood(this.panels[1], state.dancer, mixed(this.kit.veils, state.looks), veil);
    }

    showMood({ panel, rows }, mood, colour, veil) {
        style(panel, "background-color", css(colour, veil * 0.85));
        const strongest = mood.indexOf(Math.max(...mood));
        rows.forEach(({ row, bar, share }, at) => {
            row.classList.toggle("strongest", at === strongest);
            const width = `max(6px, ${(100 * mood[at]).toFixed(0)}%)`;
            style(bar, "width", mood[at] > 0.004 ? width : "0");
            const percent = String(Math.round(100 * mood[at]));
            if (share.textContent !== percent) share.textContent = percent;
        });
    }

    showMessages(state, veil) {
        const present = new Set(state.messages.map(({ id }) => id));
        for (const [id, shown] of this.messages) {
            if (present.has(id)) continue;
            shown.box.remove();
            this.messages.delete(id);
        }
        const strongest = state.worlds.indexOf(Math.max(...state.worlds));
        const colour = mixed(this.kit.veils, state.worlds);
        for (const message of state.messages) {
            const shown = this.messages.get(message.id) ?? this.begin(message);
            const opacity = Math.min(Math.max(message.age / 0.25, 0), 1)
                * Math.min(Math.max((life - message.age) / 0.8, 0), 1);
            const place = this.place(message, shown, state.faceBox);
            style(shown.box, "opacity", place ? opacity.toFixed(2) : "0");
            style(shown.box, "background-color", css(colour, veil));
            style(shown.mark, "background-color",
                css(this.kit.signals[strongest], 0.35 + 0.65 * message.weight));
            if (place) style(shown.box, "transform", `translate(${place.x}px, ${place.y}px)`);
        }
    }

    begin(message) {
        const box = element(this.root, "message");
        const mark = element(box, "mark");
        if (message.author) element(box, "author").textContent = message.author;
        const text = element(box, "text");
        text.style.fontSize = `${17 + 5 * message.weight}px`;
        text.textContent = message.text;
        const shown = { box, mark, width: box.offsetWidth, height: box.offsetHeight };
        this.messages.set(message.id, shown);
        return shown;
    }

    // Places 0 and 2 lie left of the figure, 1 and 3 right of it; they rise, and never cover the face.
    place({ place, age }, { width, height }, [faceX, faceY, faceWide, faceHigh]) {
        const isLeft = place % 2 === 0;
        const middle = safe.x + safe.width / 2;
        const gap = safe.width * 0.175;
        const rise = (age / life) * safe.height * 0.13;
        const bottom = safe.y + safe.height * [0.26, 0.22, 0.56, 0.52][place] - rise;
        const held = (value, least, most) => Math.min(Math.max(value, least), most);
        const right = safe.x + safe.width;
        let x = held(isLeft ? middle - gap - width : middle + gap, safe.x, right - width);
        const y = held(bottom - height / 2, safe.y, safe.y + safe.height - height);
        const overlaps = x < faceX + faceWide && faceX < x + width
            && y < faceY + faceHigh && faceY < y + height;
        if (overlaps) {
            x = isLeft ? faceX - width : faceX + faceWide;
            if (x < safe.x || x + width > right) return null;
        }
        return { x: Math.round(x), y: y.toFixed(1) };
    }
}
