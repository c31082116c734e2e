// What the operator asks of the show, by button or by key; the show checks each again.
import { button, byId, capital, element, emotions, list, percent, put, twice } from "./desk-tools.js";

export const hand = sessionStorage.getItem("hand") ?? `page ${Math.random().toString(36).slice(2, 6)}`;
sessionStorage.setItem("hand", hand);
let state = null;
const asked = new Set(); // numbers of this page's orders of which nothing is known yet

let unsaid = null;
export function say(text, isBad = false) {
  clearTimeout(unsaid);
  unsaid = setTimeout(() => put("said", ""), 8000);
  put("said", text);
  byId("said").classList.toggle("bad", isBad);
}

export const keptOut = () => state?.lock && (state.lock.reach === "everybody" || state.lock.by !== hand);

export async function ask(command, done) {
  if (keptOut() && !["calm", "unlock", "lock"].includes(command.do)) {
    return say("The desk is locked: L unlocks it. Calm works always.", true);
  }
  try {
    const response = await fetch("/desk/command", {
      method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...command, by: hand }),
    });
    if (response.ok) {
      asked.add((await response.json()).number);
      return say(done);
    }
    const reason = await response.json().then((answer) => answer.error?.message, () => null);
    say(response.status === 401 ? "The desk is locked: open it again by its link." : reason ?? `The show refused (${response.status}).`, true);
  } catch { say("The show cannot be reached.", true); }
}

// --- Mood

const strength = () => Number(byId("strength").value) / 100;
const hold = (emotion) => ask({ do: "hold", emotion, strength: strength() }, `Holding ${emotion}.`);
const nudge = (emotion) => ask({ do: "nudge", emotion, strength: strength() }, `Nudged towards ${emotion}.`);
const release = () => ask({ do: "release" }, "The room decides again.");
const calm = () => ask({ do: "calm" }, "Calming; release to give the mood back.");

function words() {
  if (!state || state.showsWords === undefined) return say("This show draws no words.", true);
  ask({ do: "words", on: !state.showsWords }, state.showsWords ? "Words are hidden." : "Words are shown.");
}
function lock() {
  if (state?.lock) return ask({ do: "unlock" }, "Unlocked.");
  ask({ do: "lock", keep: "everybody" }, "Locked. Calm works always.");
}
function mine() {
  if (state?.lock?.reach === "others" && state.lock.by === hand) return ask({ do: "unlock" }, "Everybody at the desk steers again.");
  ask({ do: "lock", keep: "others" }, "Only this page steers now.");
}
function record() {
  const isOn = isRecording();
  if (!state?.canRecord) return say("This show draws no picture that could be recorded.", true);
  ask({ do: "record", on: !isOn }, isOn ? "The recording ends." : `Recording, ${state.hasSound ? "with" : "without"} sound.`);
}
const recordings = () => state?.outputs.filter((output) => output.isRecording && output.standing !== "stopped") ?? [];
const isRecording = () => recordings().length > 0;
const end = () => twice(byId("end"), "Press again to end", () => ask({ do: "end" }, "The show is ending."));

for (const made of document.querySelectorAll(".hold")) {
  made.addEventListener("click", () =>
    made.getAttribute("aria-pressed") === "true" ? release() : hold(made.dataset.emotion));
}
for (const made of document.querySelectorAll(".nudge")) {
  made.addEventListener("click", () => nudge(made.dataset.emotion));
}
for (const [id, action] of Object.entries({ release, calm, words, lock, mine, record, end })) {
  byId(id).addEventListener("click", action);
}
byId("strength").addEventListener("input", () => put("strength-value", `${byId("strength").value} %`));

const keys = { c: calm, w: words, l: lock, m: mine, r: record };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches("input[type=text], select")) return;
  const digit = /^Digit([0-7])$/.exec(event.code)?.[1];
  if (digit === "0") return release();
  if (digit) return (event.shiftKey ? nudge : hold)(emotions[digit - 1]);
  keys[event.key.toLowerCase()]?.(event);
});

/** Lets a letter on the keyboard do something. */
export function onKey(letter, action) { keys[letter] = action; }

// --- Dance, picture, title, words that are muted

const dials = { guidance: 2, temperature: 2, pace: 2 };
for (const dial of Object.keys(dials)) {
  const input = byId(dial);
  input.addEventListener("input", () => put(`${dial}-value`, Number(input.value).toFixed(2)));
  input.addEventListener("change", () =>
    ask({ do: "tune", [dial]: Number(input.value) }, `${capital(dial)} ${Number(input.value).toFixed(2)}.`));
}
byId("usual").addEventListener("click", () =>
  ask({ do: "tune", guidance: 1.5, temperature: 1, pace: 0 }, "The dancer's usual way."));

byId("puppet").addEventListener("change", () => ask({ do: "puppet", name: byId("puppet").value }, `Bringing ${byId("puppet").value}.`));
byId("backdrop").addEventListener("change", () => {
  const emotion = byId("backdrop").value;
  ask(emotion ? { do: "backdrop", emotion } : { do: "backdrop" }, emotion ? `The world of ${emotion}.` : "The world follows the mood.");
});
byId("titling").addEventListener("submit", (event) => {
  event.preventDefault();
  const given = byId("title").value.trim();
  ask(given ? { do: "title", words: given } : { do: "title" }, given ? "The title comes." : "The title goes.");
});
byId("muting").addEventListener("submit", (event) => {
  event.preventDefault();
  const word = byId("word").value.trim();
  if (!word) return;
  ask({ do: "mute", word }, `Messages with “${word}” are not heard any more.`);
  byId("word").value = "";
});

/** What can be done about a message: say what it meant, or mute who wrote it. */
export function panel(event) {
  const made = element("div", "panel");
  const group = element("span", "meant");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "What it meant");
  for (const emotion of emotions) {
    const face = button("", `It meant ${emotion}`, () => {
      ask({ do: "correct", event: event.number, emotions: [emotion] }, `Corrected to ${emotion}.`);
      made.remove();
    });
    const image = element("img");
    image.src = `/assets/face-${emotion}.svg`;
    image.alt = "";
    face.append(image);
    group.append(face);
  }
  made.append(element("span", "ask", "It meant"), group,
    button("Mute the author", "", () => {
      ask({ do: "mute", event: event.number }, "Its author is not heard any more.");
      made.remove();
    }));
  return made;
}

// --- How it is steered now

function showChoices(select, names, chosen) {
  const key = names.join("\n");
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    select.replaceChildren(...names.map((name) => {
      const option = element("option", "", name.split("/").at(-1));
      option.value = name;
      return option;
    }));
  }
  if (document.activeElement !== select && select.value !== chosen) select.value = chosen;
}

function showLock() {
  const isLocked = Boolean(state.lock);
  const isMine = state.lock?.reach === "others" && state.lock.by === hand;
  for (const part of document.querySelectorAll("fieldset.steers")) part.disabled = Boolean(keptOut());
  byId("lock").setAttribute("aria-pressed", state.lock?.reach === "everybody");
  byId("mine").setAttribute("aria-pressed", isMine);
  const who = state.lock?.by || "a program";
  put("locked", !isLocked ? "" : isMine ? "Only this page steers." : state.lock.reach === "others"
    ? `Only ${who} steers; L unlocks.` : `Locked by ${state.lock.by === hand ? "this page" : who}; L unlocks.`);
}

function showOutputs() {
  list("outputs", state.outputs, (output, index) => index, (item, output, index) => {
    item.append(element("i", "dot"), element("span", "what"), button("Stop", "", () => {
      const now = state.outputs[index];
      const on = now.standing === "stopped";
      ask({ do: "output", number: index + 1, on }, on ? "It starts." : "It stops.");
    }));
  }, (item, output) => {
    const isOff = output.standing === "stopped";
    item.dataset.standing = output.standing;
    put(item.querySelector(".what"), `${output.name}: ${isOff ? "stopped" : output.standing === "down" ? "down, tried again" : output.isRecording ? "recording" : "working"}, ${output.sent} sent, ${output.dropped} lost`);
    put(item.querySelector("button"), isOff ? "Start" : "Stop");
    item.querySelector("button").setAttribute("aria-label", `${isOff ? "Start" : "Stop"} ${output.name}`);
  }, "The window alone.");
}

function showRecording() {
  byId("record").disabled = !state.canRecord;
  byId("record").setAttribute("aria-pressed", isRecording());
  put("recording", recordings().map((output) => output.standing === "down"
    ? `${output.name} is not written now: its encoder does not run and is tried again. The faults say why.`
    : `Recording ${output.name}${state.hasSound ? "" : ", without sound: the show has none"}.`).join(" "));
}

function showRoom() {
  list("chats", state.chats, (chat) => chat.name, (item, chat) => {
    item.append(element("i", "dot"), element("span", "what"), button("Mute", `Mute the chat ${chat.name}`, () =>
      ask({ do: "mute", source: chat.name }, `${chat.name} is not heard any more.`)));
  }, (item, chat) => {
    item.dataset.standing = { live: "working", playing: "working", ended: "stopped" }[chat.standing] ?? "down";
    put(item.querySelector(".what"), `${chat.name}: ${chat.standing}, ${chat.events} events${chat.reason ? `. ${chat.reason}` : ""}`);
  }, "None.");
  list("muted", state.muted, (one) => one.number, (item, one) => {
    item.append(element("bdi", "what", one.what), button("Hear again", `Hear ${one.what} again`, () =>
      ask({ do: "unmute", number: one.number }, "Heard again.")));
  }, null, "Nobody and nothing.");
}

function showCues() {
  byId("cue-part").hidden = !state.cues.length;
  list("cues", state.cues, (cue, index) => index, (item, cue, index) => {
    item.append(element("span", "what", `${cue.moment}: ${cue.actions}`), button("Give", `Give the cue now: ${cue.actions}`, () =>
      ask({ do: "cue", number: index + 1 }, "The cue is given.")));
  }, (item, cue) => item.classList.toggle("gone", !cue.isWaiting), "None.");
}

function showDeeds() {
  list("deeds", [...state.deeds].reverse(), (deed) => deed.number, (item, deed) => {
    const who = deed.by === hand ? "this page" : deed.by || "a program";
    item.append(element("span", "when", `${Math.floor(deed.time / 60)}:${String(Math.floor(deed.time) % 60).padStart(2, "0")} `),
      element("bdi", "", who), " ", element("bdi", "", deed.what));
    if (deed.refusal) item.append(element("span", "refusal", ` Refused: ${deed.refusal}`));
  }, null, "Nothing yet.");
  for (const deed of state.deeds) {
    if (!asked.delete(deed.number)) continue;
    if (deed.refusal) say(deed.refusal, true);
  }
}

/** Shows how the show is steered. */
export function showSteering(now) {
  state = now;
  const hasWords = state.showsWords !== undefined;
  byId("words").disabled = !hasWords;
  byId("words").setAttribute("aria-pressed", state.showsWords === true);
  showRecording();
  put("strength-held", state.hold ? `Held: ${state.hold.emotion} ${percent(state.hold.strength)}` : "The room decides");
  for (const dial of Object.keys(dials)) {
    if (document.activeElement === byId(dial)) continue;
    byId(dial).value = state.tuning[dial];
    put(`${dial}-value`, Number(state.tuning[dial]).toFixed(2));
  }
  showChoices(byId("puppet"), state.puppets, state.puppet ?? "");
  if (document.activeElement !== byId("backdrop")) byId("backdrop").value = state.backdrop ?? "";
  byId("stage-part").hidden = !state.puppets.length;
  put("title-now", state.title ? `On the picture: ${state.title}` : "No title on the picture");
  showLock();
  showOutputs();
  showRoom();
  showCues();
  showDeeds();
}
