"use strict";
// Shows the newest state of the show and sends what the operator asks. Words that came from the
// audience are only ever put in as text.

const emotions = ["anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"];
const memory = 600; // seconds that the chart shows
const byId = (id) => document.getElementById(id);
const rows = emotions.map((emotion) => document.querySelector(`#emotions li[data-emotion=${emotion}]`));
const style = getComputedStyle(document.documentElement);
const inks = emotions.map((emotion) => style.getPropertyValue(`--${emotion}`).trim());
const moments = []; // [seconds, room's seven, dancer's seven], in hundredths, once a second
let state = null;
let lastEvent = 0;
let isLocked = false;

// --- What the operator asks

function say(text, isBad = false) {
  byId("said").textContent = text;
  byId("said").classList.toggle("bad", isBad);
}

async function ask(command, done) {
  if (isLocked && command.do !== "calm") return say("Locked: press L to unlock. Calm works always.", true);
  try {
    const response = await fetch("/desk/command", {
      method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
      body: JSON.stringify(command),
    });
    if (response.ok) return say(done);
    say(response.status === 401 ? "The desk is locked: open it again by its link." : `The show refused (${response.status}).`, true);
  } catch { say("The show cannot be reached.", true); }
}

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
  isLocked = !isLocked;
  byId("lock").setAttribute("aria-pressed", isLocked);
  disarm();
  for (const button of document.querySelectorAll(".hold, .nudge, #release, #words, #end, #strength")) {
    button.disabled = isLocked || (button.id === "words" && state?.showsWords === undefined);
  }
  say(isLocked ? "Locked. Calm works always." : "Unlocked.");
}

let armed = null;
function disarm() {
  clearTimeout(armed);
  armed = null;
  byId("end").classList.remove("armed");
  byId("end").textContent = "End the show";
}
function end() {
  if (armed !== null) { disarm(); return ask({ do: "end" }, "The show is ending."); }
  byId("end").classList.add("armed");
  byId("end").textContent = "Press again to end";
  say("Press once more within 4 seconds to end the show.");
  armed = setTimeout(disarm, 4000);
}

for (const button of document.querySelectorAll(".hold")) {
  button.addEventListener("click", () =>
    button.getAttribute("aria-pressed") === "true" ? release() : hold(button.dataset.emotion));
}
for (const button of document.querySelectorAll(".nudge")) {
  button.addEventListener("click", () => nudge(button.dataset.emotion));
}
for (const [id, action] of Object.entries({ release, calm, words, lock, end })) byId(id).addEventListener("click", action);
byId("strength").addEventListener("input", () => { byId("strength-value").textContent = `${byId("strength").value} %`; });

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const digit = /^Digit([0-7])$/.exec(event.code)?.[1];
  if (digit === "0") return release();
  if (digit) return (event.shiftKey ? nudge : hold)(emotions[digit - 1]);
  const action = { c: calm, w: words, l: lock }[event.key.toLowerCase()];
  if (action) action();
});

// --- What the show is

const percent = (share) => `${Math.round(share * 100)} %`;
const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = String(Math.floor(whole / 60) % 60).padStart(hours ? 2 : 1, "0");
  return (hours ? `${hours}:` : "") + `${minutes}:${String(whole % 60).padStart(2, "0")}`;
};
const number = (value) => value.toFixed(1);
const delay = (leg) => leg ? `${number(leg.p50)} ms, 95 % in ${number(leg.p95)}` : "–";
function put(id, text) { if (byId(id).textContent !== text) byId(id).textContent = text; }

function showHealth(health) {
  byId("health").dataset.light = health.light;
  put("light", { green: "Green", amber: "Amber", red: "Red" }[health.light]);
  put("reason", health.reason);
}

function showMood() {
  emotions.forEach((emotion, index) => {
    const row = rows[index];
    row.querySelector(".room").style.transform = `scaleX(${state.roomMood[emotion]})`;
    row.querySelector(".dancer").style.transform = `scaleX(${state.dancerMood[emotion]})`;
    row.querySelector(".percent").textContent = percent(state.roomMood[emotion]);
    row.querySelector(".hold").setAttribute("aria-pressed", state.hold?.emotion === emotion);
  });
  const hasWords = state.showsWords !== undefined;
  byId("words").disabled = isLocked || !hasWords;
  byId("words").setAttribute("aria-pressed", state.showsWords === true);
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function showEvents() {
  const list = byId("events");
  const isAtEnd = list.scrollTop + list.clientHeight > list.scrollHeight - 30;
  for (const event of state.events) {
    if (event.isRemoved) {
      const shown = list.querySelector(`[data-number="${Number(event.number)}"]`);
      if (shown && !shown.classList.contains("removed")) {
        shown.classList.add("removed");
        shown.querySelector(".text").textContent = "taken away";
      }
    }
    if (event.number <= lastEvent) continue;
    lastEvent = event.number;
    const item = element("li", event.isRemoved ? "removed" : "", "");
    item.dataset.number = event.number;
    item.append(
      element("span", "author", `${clock(event.time)} `),
      // Names and words of either direction stay where they are.
      element("bdi", "author", event.author), " ",
      element("bdi", "text", event.isRemoved ? "taken away" : event.text));
    if (event.mood) {
      const ranked = emotions.slice().sort((a, b) => event.mood[b] - event.mood[a]);
      item.dataset.emotion = ranked[0];
      const shares = ranked.slice(0, 2).filter((one) => event.mood[one] > 0.05).map((one) => `${one} ${percent(event.mood[one])}`);
      const sure = event.confidence === undefined ? "" : `, ${percent(event.confidence)} sure`;
      item.append(element("span", "reading", shares.join(", ") + sure));
    }
    list.append(item);
    while (list.childElementCount > 200) list.firstElementChild.remove();
  }
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

function showNumbers() {
  const { pictures, delays, gallery } = state;
  const lost = state.messagesDropped ? `, ${state.messagesDropped} dropped` : "";
  put("n-rate", number(state.messagesPerSecond) + lost);
  put("n-delay", delay(delays.messageToPicture));
  put("n-pose", delay(delays.pose));
  put("n-picture", delay(delays.picture));
  put("n-fps", state.picturesPerSecond === undefined ? "none drawn" : number(state.picturesPerSecond));
  put("n-pictures", `${pictures.drawn} drawn, ${pictures.late} late, ${pictures.dropped} dropped`);
  const megabytes = (bytes) => `${Math.round(bytes / 1048576)} MB`;
  put("n-memory", state.memory === undefined ? "–" : megabytes(state.memory)
    + (state.memoryAtStart === undefined ? "" : `, ${megabytes(state.memoryAtStart)} at start`));
  put("n-gallery", `${gallery.devices} devices, ${gallery.taps} taps, ${gallery.refused} refused`);
}

function showList(id, lines, none) {
  const list = byId(id);
  const key = lines.join("\n");
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(...(lines.length ? lines.map((line) => element("li", "", line)) : [element("li", "none", none)]));
}

// --- Ten minutes of mood: layers of paper, the room above, the dancer below

const chart = byId("chart");
const pen = chart.getContext("2d");
const layers = [0, 1, 2, 5, 6, 3]; // neutral is the table they lie on

function remember() {
  const second = Math.floor(state.time);
  if (moments.length && moments.at(-1)[0] >= second) return;
  const hundredths = (mood) => emotions.map((emotion) => Math.round(mood[emotion] * 100));
  moments.push([second, hundredths(state.roomMood), hundredths(state.dancerMood)]);
  while (moments.length > memory) moments.shift();
  draw();
}

function drawStrip(which, top, height, width) {
  const now = moments.at(-1)[0];
  const x = (moment) => width - (now - moment[0]) * width / memory;
  const floor = moments.map(() => 0);
  for (const layer of layers) {
    pen.beginPath();
    moments.forEach((moment, at) => pen.lineTo(x(moment), top + height * (1 - (floor[at] + moment[which][layer]) / 100)));
    for (let at = moments.length - 1; at >= 0; at -= 1) pen.lineTo(x(moments[at]), top + height * (1 - floor[at] / 100));
    pen.closePath();
    pen.fillStyle = inks[layer];
    pen.fill();
    moments.forEach((moment, at) => { floor[at] += moment[which][layer]; });
  }
}

function draw() {
  const ratio = window.devicePixelRatio || 1;
  const width = chart.clientWidth;
  const height = chart.clientHeight;
  if (chart.width !== Math.round(width * ratio)) chart.width = Math.round(width * ratio);
  if (chart.height !== Math.round(height * ratio)) chart.height = Math.round(height * ratio);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const half = (height - 10) / 2;
  if (moments.length > 1) {
    drawStrip(1, 0, half, width);
    drawStrip(2, half + 10, half, width);
  }
  pen.fillStyle = "#A9B6BC";
  pen.font = "12px 'DejaVu Sans', 'Noto Sans', sans-serif";
  pen.fillText("the room", 6, 14);
  pen.fillText("the dancer", 6, half + 24);
  pen.strokeStyle = "rgb(255 255 255 / .18)";
  pen.lineWidth = 1;
  for (let minute = 1; minute < 10; minute += 1) {
    const at = Math.round(width * minute / 10) + 0.5;
    pen.beginPath(); pen.moveTo(at, height - 5); pen.lineTo(at, height); pen.stroke();
  }
}
new ResizeObserver(draw).observe(chart);

function show(page) {
  state = page.state;
  put("time", clock(state.time));
  showHealth(page.health);
  showMood();
  showEvents();
  showNumbers();
  showList("outputs", state.outputs.map((output) => `${output.name}: ${output.sent} sent, ${output.dropped} lost`), "The window alone.");
  showList("faults", state.faults.map((fault) => `${clock(fault.time)} ${fault.part}: ${fault.what}`).reverse(), "None so far.");
  remember();
}

function listen() {
  const events = new EventSource("/desk/events");
  events.onmessage = (event) => show(JSON.parse(event.data));
  events.onerror = () => {
    showHealth({ light: "red", reason: "The show cannot be reached; it may have ended." });
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
}

async function begin() {
  try {
    const response = await fetch("/desk/history", { credentials: "same-origin" });
    if (response.ok) moments.push(...await response.json());
  } catch { /* The chart begins empty. */ }
  draw();
  listen();
}
begin();
