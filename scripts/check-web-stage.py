#!/usr/bin/env python3
"""Holds the browser's stage to its promises, in a headless Chromium that paints on the processor.

    pip install selenium                  # and a chromium with its chromedriver
    scripts/check-web-stage.py            # strobes, and motion between lines
    scripts/check-web-stage.py --program .build/release/emotionmotion --seconds 20

Strobes of five kinds are painted through the page's own limiter, and what is shown is measured by
WCAG 2.1's words alone: no more than a quarter of any visual field may flash more than three times in
a second, nor may the whole. With a program, a show is performed, and the pictures a second that the
page shows of it at 1280x720 are counted, at low quality. Chromium's own way of painting on the
processor is slow; `--graphics llvmpipe` uses Mesa's, under a display such as xvfb-run gives.
Ends with 1 where a promise is broken.
"""

import argparse
import functools
import http.server
import socket
import subprocess
import sys
import tempfile
import threading
import time

from chromium import ASSETS, DeskFiles, chromium

PAGE = b"<!doctype html><canvas id=picture width=320 height=180></canvas>"
GOAL = 30.0
ACROSS, DOWN = 48, 27

STROBES = {
    "white": "vec3(on ? 1.0 : 0.0)",
    "red": "vec3(on ? 1.0 : 0.1, 0.0, 0.0)",
    "a quarter, white": "vec3(p.x < 0.5 && p.y < 0.5 && on ? 1.0 : 0.0)",
    "halves by turns": "vec3((p.x < 0.5) == on ? 1.0 : 0.1)",
    "red halves by turns": "vec3((p.y < 0.5) == on ? 1.0 : 0.3, 0.0, 0.0)",
}

# Paints a strobe for some pictures; gives the mean linear light of each block of what is seen.
STROBE = """
const [colour, isLimited, pictures, across, down, done] = arguments;
(async () => {
    const { Screen } = await import("/assets/stage-screen.js");
    const { Program } = await import("/assets/stage-gl.js");
    const old = document.getElementById("picture");
    const canvas = old.cloneNode();
    old.replaceWith(canvas);
    const gl = canvas.getContext("webgl2", { antialias: false, depth: false, alpha: true });
    const screen = new Screen(gl, canvas);
    if (!isLimited) screen.limiter.judge = () => null;
    const program = new Program(gl, `#version 300 es
        precision highp float;
        uniform float u_time;
        in vec2 uv;
        out vec4 o;
        void main() {
            vec2 p = uv;
            bool on = fract(u_time * 7.5) < 0.5;
            o = vec4(${colour}, 1.0);
        }`, { name: "strobe" });
    const covering = gl.createVertexArray();
    const linear = Array.from({ length: 256 }, (_, byte) => byte / 255).map(
        (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    const bytes = new Uint8Array(4 * 320 * 180);
    const seen = [];
    for (let number = 0; number < pictures; number += 1) {
        screen.begin();
        program.use();
        gl.uniform1f(program.at("u_time"), number / 30);
        gl.bindVertexArray(covering);
        gl.drawArrays(gl.TRIANGLES, 0, 3);
        screen.end();
        screen.show(1 / 30);
        gl.bindFramebuffer(gl.FRAMEBUFFER, null);
        gl.readPixels(0, 0, 320, 180, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
        const sums = new Float64Array(3 * across * down);
        const counts = new Float64Array(across * down);
        for (let y = 0; y < 180; y += 1) {
            for (let x = 0; x < 320; x += 1) {
                const block = Math.floor(y * down / 180) * across + Math.floor(x * across / 320);
                counts[block] += 1;
                for (let lane = 0; lane < 3; lane += 1) {
                    sums[3 * block + lane] += linear[bytes[4 * (y * 320 + x) + lane]];
                }
            }
        }
        seen.push(Array.from(sums, (sum, at) => sum / counts[Math.floor(at / 3)]));
    }
    const { mixed } = screen;
    gl.getExtension("WEBGL_lose_context")?.loseContext();
    return { seen, mixed };
})().then(done, (error) => done(`error: ${error.stack ?? error}`));
"""

# Feeds lines at their times and asks for states between them.
MOTION = """
const [done] = arguments;
(async () => {
    const { Motion } = await import("/assets/stage-motion.js");
    const line = (number) => ({
        revision: 1, number, time: number / 30, places: [number], worlds: [1], looks: [1],
        ground: [0], face: [0], pace: [number, 0, 0, 0, 0, number === 5 ? 0 : 9], colours: [[1]],
        limbs: [[3, number, 0, 0, 0, 0, 0, 1]], ghosts: [],
    });
    const motion = new Motion();
    const places = [];
    let next = 0;
    for (let turn = 0; turn < 40; turn += 1) {
        const now = 1000 + (turn * 1000) / 60;
        // Every third line comes 8 ms late.
        while (1000 * next / 30 + 1000 + (next % 3 === 0 ? 8 : 0) <= now) {
            motion.take(line(next), now);
            next += 1;
        }
        const state = motion.at(now);
        if (state) places.push([state.limbs[0][1], state.places[0], state.pace[5]]);
    }
    return places;
})().then(done, (error) => done(`error: ${error.stack ?? error}`));
"""


def browser(flags):
    made = chromium("--window-size=1280,720", "--hide-scrollbars", *flags)
    made.set_script_timeout(120)
    return made


def changes(values, size, counts):
    """Peaks and valleys `size` apart: the numbers of the pictures that end a change that counts."""
    found, anchor, rising = [], 0, None
    for index in range(1, len(values)):
        off = values[index] - values[anchor]
        if rising is not None and (off > 0 if rising else off < 0):
            anchor = index
        elif abs(off) >= size and counts(anchor, index):
            found.append(index)
            rising, anchor = off > 0, index
    return found


def flashes(lights):
    """The most flashes in any second of a row of colours, white or red."""
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in lights]
    red = [max(0, (r - g - b) * 320) for r, g, b in lights]
    full = [r / max(r + g + b, 1e-9) >= 0.8 for r, g, b in lights]
    kinds = [changes(light, 0.1, lambda a, b: min(light[a], light[b]) < 0.8),
             changes(red, 20, lambda a, b: full[a] or full[b])]
    return max(sum(start <= at < start + 30 for at in kind) // 2
               for kind in kinds for start in range(len(lights)))


def measured(seen):
    """The worst share of a visual field that flashes too often, and the flashes of the whole."""
    blocks = [[tuple(picture[3 * at:3 * at + 3]) for picture in seen]
              for at in range(ACROSS * DOWN)]
    known = {}
    often = [known.setdefault(key, flashes(block)) > 3
             for block in blocks for key in [tuple(block)]]
    field = (ACROSS // 3, DOWN // 3)
    worst = max(
        sum(often[(y + row) * ACROSS + x + column]
            for row in range(field[1]) for column in range(field[0]))
        for y in range(DOWN - field[1] + 1) for x in range(ACROSS - field[0] + 1))
    means = [tuple(sum(picture[lane::3]) / (ACROSS * DOWN) for lane in range(3))
             for picture in seen]
    return worst / (field[0] * field[1]), flashes(means)


def answer(driver, script, *arguments):
    result = driver.execute_async_script(script, *arguments)
    if isinstance(result, str):
        sys.exit(result)
    return result


def check_strobes(driver):
    is_kept = True
    for name, colour in STROBES.items():
        found = {}
        for is_limited in [False, True]:
            result = answer(driver, STROBE, colour, is_limited, 54, ACROSS, DOWN)
            found[is_limited] = measured(result["seen"])
        (bare, _), (share, whole) = found[False], found[True]
        is_right = bare > 0.5 and share <= 0.25 and whole <= 3
        is_kept = is_kept and is_right
        print(f"strobe, {name}: {bare:.2f} of a field flashes without the limiter, {share:.2f} "
              f"with it, the whole {whole} times a second{'' if is_right else '  BROKEN'}",
              flush=True)
    return is_kept


def check_motion(driver):
    places = answer(driver, MOTION)
    # Once the clock is known, each turn of sixty goes on by half a line.
    steps = [after[0] - before[0] for before, after in zip(places[6:], places[7:])]
    # The time since a burst begins anew at once, and is never on its way back.
    is_right = all(abs(step - 0.5) < 0.2 for step in steps) and all(
        burst == 0 or burst > 7 or place > 5 for _, place, burst in places)
    print(f"motion: {min(steps):.2f} to {max(steps):.2f} lines a turn of 60 (0.5 is even)"
          f"{'' if is_right else '  BROKEN'}", flush=True)
    return is_right


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def check_rate(flags, program, seconds, quality, picture):
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        show = subprocess.Popen(
            [program, "perform", "--quiet", "--seed", "3", "--duration", str(seconds + 60),
             "--output", f"poses:{folder}/poses.jsonl", "--desk", f"127.0.0.1:{port}"])
        driver = browser(flags)
        try:
            for _ in range(100):
                try:
                    driver.get(f"http://127.0.0.1:{port}/stage?quality={quality}")
                    if driver.find_elements("id", "picture"):
                        break
                except Exception:  # the show is not there yet
                    time.sleep(0.2)
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": 1280, "height": 720, "deviceScaleFactor": 1, "mobile": False})
            count = """const { pictures, mixed } = document.getElementById("picture").dataset;
                return [Number(pictures ?? 0), performance.now(), innerWidth, innerHeight,
                    Number(mixed ?? 0)]"""
            end = time.monotonic() + 40
            while driver.execute_script(count)[0] < 30 and time.monotonic() < end:
                time.sleep(0.2)
            before = driver.execute_script(count)
            time.sleep(seconds)
            after = driver.execute_script(count)
            if picture:
                driver.save_screenshot(picture)
        finally:
            driver.quit()
            show.terminate()
            show.wait()
    rate = (after[0] - before[0]) / (after[1] - before[1]) * 1000
    print(f"{quality} quality, page of {after[2]}x{after[3]}: {rate:.1f} pictures a second over "
          f"{seconds} s (goal {GOAL:.0f}), {after[4]} mixed by the limiter", flush=True)
    return rate >= GOAL


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", help="the built emotionmotion, to count its pictures")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--quality", default="low", choices=["low", "medium", "high"])
    parser.add_argument("--graphics", default="swiftshader", choices=["swiftshader", "llvmpipe"],
                        help="what paints: Chromium's own, or Mesa's, which wants a display")
    parser.add_argument("--picture", help="a PNG file for the last picture of the show")
    parser.add_argument("--only-rate", action="store_true", help="count, and check nothing else")
    wanted = parser.parse_args()
    flags = {
        "swiftshader": ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
        "llvmpipe": ["--use-gl=angle", "--use-angle=gl-egl"],
    }[wanted.graphics] + ["--ignore-gpu-blocklist"]
    kept = []
    if not wanted.only_rate:
        handler = functools.partial(DeskFiles, PAGE, directory=str(ASSETS))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        driver = browser(flags)
        driver.get(f"http://127.0.0.1:{server.server_port}/")
        kept += [check_strobes(driver), check_motion(driver)]
        driver.quit()
    if wanted.program:
        kept.append(check_rate(flags, wanted.program, wanted.seconds, wanted.quality,
                               wanted.picture))
    sys.exit(int(not all(kept)))


if __name__ == "__main__":
    main()
