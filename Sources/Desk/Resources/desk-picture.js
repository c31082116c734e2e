// The show, small, three times a second; asked for only while this page can be seen.
import { byId } from "./desk-tools.js";

const canvas = byId("picture");
const pen = canvas.getContext("2d");
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
let isSeen = false;

new IntersectionObserver((entries) => { isSeen = entries.at(-1).isIntersecting; }).observe(canvas);

async function look() {
  const response = await fetch("/desk/preview", { credentials: "same-origin" });
  if (response.status !== 200) return false;
  const picture = await createImageBitmap(await response.blob());
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
  }
  pen.drawImage(picture, 0, 0);
  picture.close();
  return true;
}

/** Shows the picture for as long as the page is open. */
export async function watch() {
  for (;;) {
    if (isSeen && !document.hidden) {
      try { canvas.classList.toggle("blank", !await look()); } catch { canvas.classList.add("blank"); }
    }
    await pause(330);
  }
}
