// Ten minutes of mood: layers of paper, the room above, the dancer below.
import { byId, emotions } from "./desk-tools.js";

const memory = 600; // seconds that are shown
const layers = [0, 1, 2, 5, 6, 3]; // neutral is the table they lie on
const chart = byId("chart");
const pen = chart.getContext("2d");
const style = getComputedStyle(document.documentElement);
const inks = emotions.map((emotion) => style.getPropertyValue(`--${emotion}`).trim());
const moments = []; // [seconds, room's seven, dancer's seven], in hundredths, once a second

/** Begins with what the server remembers. */
export function recall(history) { moments.push(...history); draw(); }

/** Takes in the first state of each second. */
export function remember(state) {
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

function name(words, top) {
  pen.font = "12px 'DejaVu Sans', 'Noto Sans', sans-serif";
  pen.fillStyle = "rgb(18 23 26 / .8)";
  pen.fillRect(0, top, pen.measureText(words).width + 12, 20);
  pen.fillStyle = "#F2EDE3";
  pen.fillText(words, 6, top + 14);
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
  name("the room", 0);
  name("the dancer", half + 10);
  pen.strokeStyle = "rgb(255 255 255 / .18)";
  pen.lineWidth = 1;
  for (let minute = 1; minute < 10; minute += 1) {
    const at = Math.round(width * minute / 10) + 0.5;
    pen.beginPath(); pen.moveTo(at, height - 5); pen.lineTo(at, height); pen.stroke();
  }
}
new ResizeObserver(draw).observe(chart);
