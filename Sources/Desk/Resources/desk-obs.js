// OBS's own stream and recording, where the show goes through OBS.
import { ask, onKey, say } from "./desk-steer.js";
import { byId, isArmed, put, twice } from "./desk-tools.js";

const works = {
  stream: { id: "obs-stream", isOn: (studio) => studio.isStreaming },
  recording: { id: "obs-recording", isOn: (studio) => studio.isRecording },
};
let studio = null;

function steer(output) {
  if (!studio) return say("This show does not go through OBS.", true);
  const order = (on) => ask({ do: "obs", output, on }, `OBS is asked to ${on ? "start" : "stop"} its ${output} …`);
  if (!works[output].isOn(studio)) return order(true);
  twice(byId(works[output].id), `Press again to stop its ${output}`, () => order(false));
}

byId("obs-stream").addEventListener("click", () => steer("stream"));
byId("obs-recording").addEventListener("click", () => steer("recording"));
onKey("o", (event) => steer(event.shiftKey ? "recording" : "stream"));

/** Shows how OBS is, and what can be asked of it. */
export function showOBS(state) {
  studio = state.studio;
  byId("obs-part").hidden = !studio;
  if (!studio) return;
  for (const [output, work] of Object.entries(works)) {
    const made = byId(work.id);
    made.disabled = !studio.isThere;
    if (isArmed(made)) continue;
    made.classList.toggle("on", work.isOn(studio));
    put(made.querySelector(".words"), `${work.isOn(studio) ? "Stop" : "Start"} its ${output}`);
  }
  const doing = [studio.isStreaming && "streaming", studio.isRecording && "recording"].filter(Boolean);
  put("obs-now", !studio.isThere ? "No OBS is connected; the show waits for it."
    : `OBS ${studio.version} is ${doing.join(" and ") || "there, and neither streams nor records"}.`);
}
