// The page on which a show is prepared: its file's fields, and what is tried before it begins. Words of
// the chat, of files and of programs are only ever put in as text.
import { byId, capital, element, emotions, isArmed, list, percent, put, twice } from "./desk-tools.js";

const fields = [...document.querySelectorAll("[data-setting]")];
const isFlag = (field) => field.type === "checkbox";
let saved = {};
let isThere = false;
let running = {};
let isLeaving = false;

const written = (field) => isFlag(field)
  // What is off and was not named needs no line in the file.
  ? (field.checked ? "true" : saved[field.dataset.setting] ? "false" : "")
  : field.value.trim();
const isChanged = (field) => written(field) !== (saved[field.dataset.setting] ?? "");

// --- What is said

function say(words, isBad = false) {
  byId("said").classList.toggle("bad", isBad && words !== "");
  put("said", words);
}

function clear(field) {
  field.removeAttribute("aria-invalid");
  const problem = byId(`${field.id}-problem`);
  if (!problem) return;
  problem.remove();
  const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== `${field.id}-problem`);
  if (others.length) field.setAttribute("aria-describedby", others.join(" "));
  else field.removeAttribute("aria-describedby");
}

/** Says what is wrong, at the field that it is about where there is one. */
function complain({ message, setting }) {
  const field = setting && byId(setting);
  if (!field) return say(message, true);
  say("", true);
  clear(field);
  const problem = element("p", "problem", message);
  problem.id = `${field.id}-problem`;
  problem.setAttribute("role", "alert");
  field.parentElement.append(problem);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${problem.id}`.trim());
  for (let place = field.closest("details"); place; place = place.parentElement.closest("details")) place.open = true;
  field.focus();
}

async function ask(path, body) {
  try {
    const response = await fetch(`/prepare/${path}`, {
      method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body) });
    const text = await response.text();
    const answer = text ? JSON.parse(text) : {};
    if (response.ok) return answer;
    complain(answer.error ?? { message: `It was refused (${response.status}).` });
  } catch {
    complain({ message: "The program cannot be reached; it may have ended." });
  }
  return null;
}

// --- The file

function showServers() {
  const hosts = [...byId("outputs").value.matchAll(/^\s*\w+:\/\/([^/:\s]+)/gm)].map((found) => found[1]);
  const place = byId("key-server");
  const kept = place.value;
  place.replaceChildren(...["", ...new Set(hosts)].map((host) => {
    const option = element("option", "", host || "every server");
    option.value = host;
    return option;
  }));
  if ([...place.options].some((option) => option.value === kept)) place.value = kept;
}

function showChanges() {
  const hasChanges = fields.some(isChanged);
  byId("save").disabled = !hasChanges || running.show;
  put("changed", hasChanges ? "· not saved yet" : isThere ? "" : "· not there yet");
  // These look at the file, and not at what is only written here.
  const waits = hasChanges || !isThere || running.show;
  for (const button of document.querySelectorAll(".of-file")) button.disabled = waits;
  byId("rehearse").disabled = waits && !running.rehearsal;
  byId("check").disabled = waits || running.check;
  const hint = running.show ? "The show runs." : hasChanges ? "Save first: the check, the rehearsal and the show take the file." : isThere ? "" : "Fill in what you need, and save it.";
  if (!running.check && !byId("findings").children.length) put("check-words", hint);
}

function showSheet(sheet, isFirst = false) {
  // What somebody is writing in another field stays.
  for (const field of fields) {
    const name = field.dataset.setting;
    const value = sheet.fields[name] ?? "";
    if (!isFirst && isChanged(field) && saved[name] === value) continue;
    if (isFlag(field)) field.checked = value === "true";
    else {
      if (field.tagName === "SELECT" && ![...field.options].some((option) => option.value === value)) {
        field.append(new Option(value, value));
      }
      field.value = value;
    }
  }
  saved = sheet.fields;
  isThere = sheet.isThere;
  put("path", sheet.path);
  put("key-place", sheet.key.isThere
    ? `A key is in ${sheet.key.path}, which only you can read. Storing another replaces it.`
    : `It will be in ${sheet.key.path}, which only you can read, and never on this page again.`);
  if (saved["obs.address"] || saved["obs.passwordFile"] || /^obs$/m.test(saved.outputs ?? "")) byId("obs").open = true;
  if (isFirst && sheet.fault) say(sheet.fault, true);
  showServers();
  showChanges();
}

async function save() {
  if (byId("save").disabled) return;
  const changes = Object.fromEntries(fields.filter(isChanged).map((field) => [field.dataset.setting, written(field)]));
  fields.forEach(clear);
  const sheet = await ask("save", { changes });
  if (!sheet) return;
  saved = { ...saved, ...changes };
  showSheet(sheet);
  say(`Saved.${sheet.backup ? ` The file as it was found is in ${sheet.backup}.` : ""}`);
}

async function store(event) {
  event.preventDefault();
  const field = byId("streamKey");
  clear(field);
  const key = field.value;
  if (!key.trim()) return complain({ message: "Copy the key from the platform’s page into this field.", setting: "streamKey" });
  const sheet = await ask("key", { key, server: byId("key-server").value });
  if (!sheet) return;
  field.value = "";
  showSheet(sheet);
  say(`The key is in ${sheet.key.path}, and the show’s file names it.`);
}

// --- What goes on

const isWorking = (part) => part.standing === "working";

function showTrial(trial) {
  put("trial-words", trial.words);
  byId("trial-words").classList.toggle("failed", trial.standing === "failed");
  put("try", isWorking(trial) ? "Try it again" : "Try the chat");
  const place = byId("heard");
  if (place.children.length > trial.heard.length) place.replaceChildren();
  for (const message of trial.heard.slice(place.children.length)) {
    const item = element("li");
    const ranked = emotions.slice().sort((a, b) => message.mood[b] - message.mood[a]);
    item.dataset.emotion = ranked[0];
    const shares = ranked.slice(0, 2).filter((one) => message.mood[one] > 0.05).map((one) => `${one} ${percent(message.mood[one])}`);
    item.append(element("bdi", "author", message.author), " ", element("bdi", "text", message.text), element("span", "reading", shares.join(", ")));
    place.append(item);
  }
}

function showCheck(check) {
  if (check.standing === "idle") return;
  const count = (grade) => check.findings.filter((finding) => finding.grade === grade).length;
  put("check-words", isWorking(check) ? "It is being looked at …"
    : check.standing === "done" ? `Everything is there${count("warning") ? `, with ${count("warning")} to know of` : ""}.`
    : `${count("fault")} missing.`);
  if (!check.findings.length) byId("findings").replaceChildren();
  list("findings", check.findings, (finding, index) => `${index} ${finding.grade} ${finding.words}`, (item, finding) => {
    item.dataset.grade = finding.grade;
    item.append(element("span", "grade", capital(finding.grade)), element("span", "", finding.words));
  }, null, "");
}

function showRun(name, run, words) {
  put(`${name}-words`, run.words);
  byId(`${name}-words`).classList.toggle("failed", run.standing === "failed");
  const link = byId(`${name}-link`);
  link.hidden = !run.link;
  if (run.link) link.href = run.link;
  else link.removeAttribute("href");
  if (words) put(words[0], isWorking(run) ? words[2] : words[1]);
}

function show(state) {
  running = { show: isWorking(state.show), rehearsal: isWorking(state.rehearsal), check: isWorking(state.check) };
  showTrial(state.trial);
  showCheck(state.check);
  showRun("rehearsal", state.rehearsal, ["rehearse", "Rehearse", "End the rehearsal"]);
  showRun("show", state.show);
  showChanges();
  if (state.show.link && isLeaving) {
    isLeaving = false;
    location.assign(state.show.link);
  }
}

function listen() {
  const events = new EventSource("/prepare/events");
  events.onmessage = (event) => show(JSON.parse(event.data));
  events.onerror = () => {
    say("The program cannot be reached; it may have ended.", true);
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
  events.onopen = () => { if (byId("said").textContent.startsWith("The program cannot")) say(""); };
}

// --- Hands

for (const field of fields) {
  field.addEventListener("input", () => { clear(field); showServers(); showChanges(); });
  field.addEventListener("change", showChanges);
}
byId("streamKey").addEventListener("input", () => clear(byId("streamKey")));
byId("save").addEventListener("click", save);
byId("key-form").addEventListener("submit", store);
byId("try").addEventListener("click", () => {
  say("");
  clear(byId("chats"));
  const chats = byId("chats").value.split("\n").map((line) => line.trim()).filter((line) => line);
  ask("chat", { chats: chats.length ? chats : ["demo"] });
});
byId("check").addEventListener("click", () => { say(""); ask("check", {}); });
byId("rehearse").addEventListener("click", () => { say(""); ask("rehearsal", { on: !running.rehearsal }); });
byId("start").addEventListener("click", () => {
  if (!isArmed(byId("start"))) say("Press once more within 4 seconds: the show goes out to all its outputs.");
  twice(byId("start"), "Press again to start", async () => {
    say("");
    isLeaving = true;
    if (!await ask("start", {})) isLeaving = false;
  });
});
addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  save();
});
addEventListener("beforeunload", (event) => { if (fields.some(isChanged) && !running.show) event.preventDefault(); });

async function begin() {
  try {
    const response = await fetch("/prepare/sheet", { credentials: "same-origin" });
    showSheet(await response.json(), true);
  } catch { say("The program cannot be reached; it may have ended.", true); }
  listen();
}
begin();
