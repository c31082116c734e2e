// The gallery from the desk: what its voices weigh, its code on the picture, and the keys of other inputs.
import { ask, hand, onKey, say } from "./desk-steer.js";
import { button, byId, element, list, number, put, twice } from "./desk-tools.js";

let state = null;

const weight = byId("gallery-weight");
weight.addEventListener("input", () => put("gallery-weight-value", number(Number(weight.value))));
weight.addEventListener("change", () => ask({ do: "weigh", gallery: Number(weight.value) },
  `A voice of the gallery weighs ${number(Number(weight.value))}.`));

function code() {
  if (state?.showsCode === undefined) return say("This show has no gallery to draw a code of.", true);
  ask({ do: "code", on: !state.showsCode }, state.showsCode ? "The code goes." : "The code is on the picture.");
}
byId("show-code").addEventListener("click", code);
onKey("g", code);

// --- Keys

async function ofInput(method, name) {
  try {
    const response = await fetch(`/desk/inputs/${encodeURIComponent(name)}`, {
      method, credentials: "same-origin", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ by: hand }),
    });
    const answer = response.status === 204 ? {} : await response.json();
    if (response.ok) return answer;
    say(answer.error?.message ?? `The show refused (${response.status}).`, true);
  } catch { say("The show cannot be reached.", true); }
  return null;
}

byId("keying").addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = byId("input-name").value.trim();
  if (!name) return;
  const made = await ofInput("PUT", name);
  if (!made) return;
  byId("input-name").value = "";
  put("key-of", made.name);
  byId("key").value = made.key;
  byId("made-key").hidden = false;
  byId("key").focus();
  byId("key").select();
  say(`A key for ${made.name}. Copy it now: it is not shown again.`);
});

async function copy() {
  try {
    await navigator.clipboard.writeText(byId("key").value);
  } catch {
    // Without encryption only this computer's own pages have a clipboard.
    byId("key").select();
    if (!document.execCommand("copy")) return say("It cannot be copied from here: it is marked, press Ctrl and C.", true);
  }
  say("The key is copied.");
}
byId("copy-key").addEventListener("click", copy);
byId("hide-key").addEventListener("click", () => {
  byId("key").value = "";
  byId("made-key").hidden = true;
  byId("input-name").focus();
});

async function withdraw(name) {
  if (await ofInput("DELETE", name)) say(`The key of ${name} opens nothing any more.`);
}

function silence(seconds) {
  if (seconds === undefined) return "never heard";
  if (seconds < 60) return `heard ${Math.round(seconds)} s ago`;
  return seconds < 3600 ? `heard ${Math.round(seconds / 60)} min ago` : `heard ${Math.round(seconds / 3600)} h ago`;
}

/** Shows the gallery as it is steered. */
export function showGallery(now) {
  state = now;
  byId("code-part").hidden = state.showsCode === undefined;
  byId("show-code").setAttribute("aria-pressed", state.showsCode === true);
  if (document.activeElement !== weight) {
    weight.value = state.galleryWeight;
    put("gallery-weight-value", number(state.galleryWeight));
  }
  list("inputs", state.inputs, (input) => input.name, (item, input) => {
    const gone = button("Withdraw", `Withdraw the key of ${input.name}`, () =>
      twice(gone, "Press again", () => withdraw(input.name)));
    item.append(element("i", "dot"), element("span", "what"), gone);
  }, (item, input) => {
    item.dataset.standing = input.secondsSilent === undefined ? "stopped" : input.secondsSilent < 30 ? "working" : "down";
    put(item.querySelector(".what"), `${input.name}: ${silence(input.secondsSilent)}${input.heard ? `, ${input.heard} in all` : ""}`
      + (input.refused ? `, ${input.refused} refused` : ""));
  }, "None has a key.");
}
