// The desk: shows the newest state of the show and lets it be steered.
import { recall, remember } from "./desk-chart.js";
import { watch } from "./desk-picture.js";
import { showGallery } from "./desk-gallery.js";
import { showOBS } from "./desk-obs.js";
import { panel, showSteering } from "./desk-steer.js";
import { button, byId, clock, element, emotions, list, number, percent, put } from "./desk-tools.js";

const rows = emotions.map((emotion) => document.querySelector(`#emotions li[data-emotion=${emotion}]`));
let lastEvent = 0;

function showHealth(health) {
  byId("health").dataset.light = health.light;
  put("light", { green: "Green", amber: "Amber", red: "Red" }[health.light]);
  put("reason", health.reason);
}

function showMood(state) {
  emotions.forEach((emotion, index) => {
    const row = rows[index];
    row.querySelector(".room").style.transform = `scaleX(${state.roomMood[emotion]})`;
    row.querySelector(".dancer").style.transform = `scaleX(${state.dancerMood[emotion]})`;
    put(row.querySelector(".percent"), percent(state.roomMood[emotion]));
    row.querySelector(".hold").setAttribute("aria-pressed", state.hold?.emotion === emotion);
  });
}

// --- What was said

const canBeSpokenOf = (event) => event.mood && event.kind !== "gallery";

function showReading(item, event) {
  const ranked = emotions.slice().sort((a, b) => event.mood[b] - event.mood[a]);
  item.dataset.emotion = ranked[0];
  const shares = ranked.slice(0, 2).filter((one) => event.mood[one] > 0.05).map((one) => `${one} ${percent(event.mood[one])}`);
  const sure = event.isCorrected ? ", corrected" : event.confidence === undefined ? "" : `, ${percent(event.confidence)} sure`;
  put(item.querySelector(".reading"), shares.join(", ") + sure);
}

function newEvent(event) {
  const item = element("li");
  item.dataset.number = event.number;
  item.append(
    element("span", "author", `${clock(event.time)} `),
    // Names and words of either direction stay where they are.
    element("bdi", "author", event.author), " ",
    element("bdi", "text", event.text));
  if (!event.mood) return item;
  item.append(element("span", "reading"));
  showReading(item, event);
  if (canBeSpokenOf(event)) {
    const more = button("⋯", `Correct or mute: ${event.author}, ${event.text}`, () => {
      const open = item.querySelector(".panel");
      more.setAttribute("aria-expanded", !open);
      if (open) return open.remove();
      item.append(panel(event));
      item.querySelector(".panel button").focus();
    });
    more.className = "more";
    more.setAttribute("aria-expanded", "false");
    item.append(more);
  }
  return item;
}

function showEvents(state) {
  const place = byId("events");
  const isAtEnd = place.scrollTop + place.clientHeight > place.scrollHeight - 30;
  for (const event of state.events) {
    if (event.number > lastEvent) {
      lastEvent = event.number;
      place.append(newEvent(event));
      while (place.childElementCount > 200) place.firstElementChild.remove();
    }
    const item = event.isRemoved || event.isCorrected
      ? place.querySelector(`[data-number="${Number(event.number)}"]`) : null;
    if (!item) continue;
    if (event.isCorrected && event.mood) showReading(item, event);
    if (event.isRemoved && !item.classList.contains("removed")) {
      item.classList.add("removed");
      item.querySelector(".text").textContent = "taken away";
      for (const part of item.querySelectorAll(".more, .panel")) part.remove();
    }
  }
  if (isAtEnd) place.scrollTop = place.scrollHeight;
}

// --- Numbers

const delay = (leg) => leg ? `${number(leg.p50)} ms, 95 % in ${number(leg.p95)}` : "–";
const megabytes = (bytes) => `${Math.round(bytes / 1048576)} MB`;

function showNumbers(state) {
  const { pictures, delays, gallery, studio } = state;
  put("n-rate", number(state.messagesPerSecond) + (state.messagesDropped ? `, ${state.messagesDropped} dropped` : ""));
  put("n-moved", delay(delays.messageToPose));
  put("n-delay", delay(delays.messageToPicture));
  put("n-pose", delay(delays.pose));
  put("n-picture", delay(delays.picture));
  put("n-fps", state.picturesPerSecond === undefined ? "none drawn" : number(state.picturesPerSecond));
  put("n-late", `${pictures.late} of ${pictures.drawn}, ${pictures.lateLately} lately`);
  put("n-dropped", `${pictures.dropped}, ${pictures.droppedLately} lately`);
  put("n-memory", state.memory === undefined ? "–" : megabytes(state.memory)
    + (state.memoryAtStart === undefined ? "" : `, ${megabytes(state.memoryAtStart)} at start`));
  put("n-gallery", `${gallery.devices} devices, ${gallery.taps} taps, ${gallery.refused} refused`);
  byId("obs").hidden = !studio;
  if (studio) {
    put("n-obs", !studio.isThere ? "away" : `${studio.version}${studio.isStreaming ? ", streaming" : ""}`
      + `${studio.isRecording ? ", recording" : ""}, congestion ${percent(studio.congestion)}`);
  }
}

function showFaults(state) {
  list("faults", [...state.faults].reverse(), (fault) => `${fault.time} ${fault.part} ${fault.what}`,
    (item, fault) => { item.textContent = `${clock(fault.time)} ${fault.part}: ${fault.what}`; }, null, "None so far.");
}

let codeOf = null;
function showCode(link) {
  if (!link || link === codeOf) return;
  codeOf = link;
  byId("code").src = "/desk/gallery.svg";
  byId("code").hidden = false;
  put("gallery-link", link);
  byId("gallery-link").href = link;
}

function show(page) {
  const state = page.state;
  put("time", clock(state.time));
  showHealth(page.health);
  showMood(state);
  showSteering(state);
  showOBS(state);
  showGallery(state);
  showEvents(state);
  showNumbers(state);
  showFaults(state);
  showCode(state.galleryLink);
  remember(state);
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
    recall(response.ok ? await response.json() : []);
  } catch { recall([]); }
  listen();
  watch();
}
begin();
