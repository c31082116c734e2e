"use strict";
// A face is tapped or held; the show answers once it has felt it.

const emotions = ["anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"];
const buttons = [...document.querySelectorAll("button[data-emotion]")];
const answer = document.getElementById("answer");
const strongest = document.getElementById("strongest");
const longestHold = 1500; // milliseconds until a face is as strong as it gets
const waiting = []; // taps that the show has not felt yet: {number, button}
let heard = 0;

function say(word) {
  // The same words again are a change too, or a screen reader stays silent.
  answer.textContent = "";
  requestAnimationFrame(() => { answer.textContent = word ? answer.dataset[word] : ""; });
}

function celebrate(button) {
  button.classList.remove("felt");
  void button.offsetWidth; // starts the animation anew
  button.classList.add("felt");
  setTimeout(() => button.classList.remove("felt"), 900);
  if (navigator.vibrate) navigator.vibrate(25);
  say("felt");
}

function hear(number) {
  // A show that began again counts from one.
  if (number < heard) waiting.length = 0;
  heard = number;
  while (waiting.length && waiting[0].number <= heard) celebrate(waiting.shift().button);
}

async function tap(button, strength, isAgain) {
  const request = {
    method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ emotion: button.dataset.emotion, strength }),
  };
  try {
    const response = await fetch("/gallery/mood", request);
    if (response.status === 409 && !isAgain) return tap(button, strength, true);
    if (response.status === 429) return say("wait");
    if (!response.ok) return say("lost");
    waiting.push({ number: (await response.json()).number, button });
    hear(heard);
  } catch { say("lost"); }
}

function follow(button) {
  let since = null;
  let lastTap = -Infinity;
  const strength = () => Math.min((performance.now() - since) / longestHold, 1);
  function grow() {
    if (since === null) return;
    button.style.setProperty("--press", strength());
    requestAnimationFrame(grow);
  }
  function press() {
    if (since !== null) return;
    since = performance.now();
    button.classList.add("pressed");
    grow();
  }
  function release(counts) {
    if (since === null) return;
    const held = strength();
    since = null;
    button.classList.remove("pressed");
    if (!counts) return;
    lastTap = performance.now();
    tap(button, Math.round(held * 100) / 100, false);
  }
  const isKey = (event) => event.key === "Enter" || event.key === " ";
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    press();
  });
  button.addEventListener("pointerup", () => release(true));
  button.addEventListener("pointercancel", () => release(false));
  button.addEventListener("keydown", (event) => {
    if (!isKey(event)) return;
    event.preventDefault();
    if (!event.repeat) press();
  });
  button.addEventListener("keyup", (event) => { if (isKey(event)) release(true); });
  button.addEventListener("blur", () => release(false));
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  // Screen readers click without pressing.
  button.addEventListener("click", () => {
    if (performance.now() - lastTap > 400) tap(button, 0.3, false);
  });
}

function show(state) {
  document.body.dataset.emotion = state.strongest;
  const name = buttons.find((button) => button.dataset.emotion === state.strongest);
  const words = name ? name.querySelector(".name").textContent : "";
  if (strongest.textContent !== words) strongest.textContent = words;
  for (const button of buttons) {
    const share = state.dancer[emotions.indexOf(button.dataset.emotion)] / 100;
    button.querySelector(".share i").style.transform = `scaleX(${share})`;
  }
  hear(state.heard);
}

buttons.forEach(follow);
let isLost = false;

function listen() {
  const events = new EventSource("/gallery/events");
  events.onmessage = (event) => {
    if (isLost) { isLost = false; say(""); }
    show(JSON.parse(event.data));
  };
  events.onerror = () => {
    if (!isLost) { isLost = true; say("lost"); }
    // A server that answers but cannot serve ends the browser's own attempts.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
}
listen();
