// What the desk's scripts share. Words that came from the audience are only ever put in as text.

export const emotions = ["anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"];
export const byId = (id) => document.getElementById(id);
export const percent = (share) => `${Math.round(share * 100)} %`;
export const number = (value) => value.toFixed(1);
export const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** Seconds of show as 1:23 or 1:02:03. */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = String(Math.floor(whole / 60) % 60).padStart(hours ? 2 : 1, "0");
  return (hours ? `${hours}:` : "") + `${minutes}:${String(whole % 60).padStart(2, "0")}`;
}

/** Sets a text only where it changes, so that a screen reader's place is not lost. */
export function put(place, text) {
  const found = typeof place === "string" ? byId(place) : place;
  if (found.textContent !== text) found.textContent = text;
}

export function element(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function button(words, name, action) {
  const made = element("button", "", words);
  made.type = "button";
  if (name) { made.setAttribute("aria-label", name); made.title = name; }
  made.addEventListener("click", action);
  return made;
}

const rest = new WeakMap(); // what stands on a button that asks once more

/** Whether a button waits to be pressed once more. */
export const isArmed = (made) => rest.has(made);

/** Does something that is not easily undone: at the second press within 4 seconds. */
export function twice(made, words, action) {
  const before = rest.get(made);
  const calm = () => {
    const now = rest.get(made);
    if (!now) return;
    clearTimeout(now.timer);
    rest.delete(made);
    made.classList.remove("armed");
    made.replaceChildren(...now.parts);
  };
  if (before) { calm(); return action(); }
  rest.set(made, { parts: [...made.childNodes], timer: setTimeout(calm, 4000) });
  made.classList.add("armed");
  made.replaceChildren(words);
}

/** Keeps one list item for each thing, made once and then updated, so that focus stays in it. */
export function list(id, things, key, make, update, none) {
  const place = byId(id);
  const kept = new Map([...place.children].map((item) => [item.dataset.key, item]));
  const wanted = things.map((thing, index) => {
    const name = String(key(thing, index));
    let item = kept.get(name);
    kept.delete(name);
    if (!item) {
      item = element("li");
      item.dataset.key = name;
      make(item, thing, index);
    }
    update?.(item, thing, index);
    return item;
  });
  for (const item of kept.values()) item.remove();
  if (!wanted.length) {
    if (!place.firstElementChild) place.append(element("li", "none", none));
    return;
  }
  wanted.forEach((item, index) => {
    if (place.children[index] !== item) place.insertBefore(item, place.children[index] ?? null);
  });
}
