#!/usr/bin/env python3
"""Draws what the stage drew again in a browser, and prints how near the two are.

    pip install selenium pillow numpy        # and a chromium with its chromedriver
    EMOTIONMOTION_COMPARISON=/tmp/both swift test --filter WebGLComparisonTests
    scripts/compare-webgl.py /tmp/both

For each world alone, and for each puppet before each world, one line: the peak signal-to-noise ratio
in decibels of the browser's picture against the stage's. The browser's pictures are kept beside the
stage's, as NAME.web.png. Ends with 1 where a world is farther off than 35 dB.
"""

import base64
import functools
import http.server
import io
import pathlib
import sys
import threading

import numpy
from PIL import Image

from chromium import SWIFTSHADER, DeskFiles, chromium

GOAL = 35.0
EMOTIONS = ["anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"]
PAGE = b"<!doctype html><canvas id=picture width=1280 height=720></canvas>"
DRAW = """
const [puppet, name, done] = arguments;
(async () => {
    const { Figure } = await import("/assets/stage-figure.js");
    const { World, emotions } = await import("/assets/stage-world.js");
    const file = (path) => fetch(`/${puppet}/${path}`);
    const kit = await (await file("kit/kit.json")).json();
    const names = [...emotions, "noise", "mix", "composite", "edges", "ground", "halo", "limbs",
        ...(kit.hasFace ? ["face"] : [])].map((shader) => `${shader}.frag`);
    const texts = await Promise.all(
        names.map(async (shader) => (await file(`kit/${shader}`)).text()));
    kit.texts = Object.fromEntries(names.map((shader, at) => [shader, texts[at]]));
    kit.limbs = await createImageBitmap(await (await file("kit/limbs.png")).blob(),
        { premultiplyAlpha: "premultiply", colorSpaceConversion: "none" });
    const state = await (await file(`${name}.json`)).json();
    const old = document.getElementById("picture");
    const canvas = old.cloneNode();
    old.replaceWith(canvas);
    const gl = canvas.getContext("webgl2", { antialias: false, depth: false, alpha: true });
    const world = new World(gl, kit, 216);
    const figure = new Figure(gl, kit);
    world.paint(state);
    world.settle(0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, 1280, 720);
    world.show();
    figure.draw(state, world.light, 1280, 720);
    const url = canvas.toDataURL("image/png");
    gl.getExtension("WEBGL_lose_context")?.loseContext();
    return url;
})().then(done, (error) => done(`error: ${error.stack ?? error}`));
"""


def decibels(one, other):
    error = numpy.mean((one.astype(float) - other.astype(float)) ** 2)
    return float("inf") if error == 0 else 10 * numpy.log10(255**2 / error)


def main():
    folder = pathlib.Path(sys.argv[1])
    handler = functools.partial(DeskFiles, PAGE, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    driver = chromium(*SWIFTSHADER)
    driver.set_script_timeout(120)
    driver.get(f"http://127.0.0.1:{server.server_port}/")
    worst = float("inf")
    for puppet in sorted(path.name for path in folder.iterdir() if path.is_dir()):
        for emotion in EMOTIONS:
            numbers = {}
            for form in ["world", "figure"]:
                name = f"{emotion}-{form}"
                url = driver.execute_async_script(DRAW, puppet, name)
                if not url.startswith("data:"):
                    sys.exit(f"{puppet} {name}: {url}")
                web = Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("RGB")
                web.save(folder / puppet / f"{name}.web.png")
                own = Image.open(folder / puppet / f"{name}.png").convert("RGB")
                numbers[form] = decibels(numpy.asarray(own), numpy.asarray(web))
            worst = min(worst, numbers["world"])
            print(f"{puppet:6} {emotion:10} world {numbers['world']:5.1f} dB, "
                  f"with the figure {numbers['figure']:5.1f} dB", flush=True)
    driver.quit()
    print(f"The farthest world is at {worst:.1f} dB; the goal is {GOAL:.0f}.")
    sys.exit(int(worst < GOAL))


if __name__ == "__main__":
    main()
