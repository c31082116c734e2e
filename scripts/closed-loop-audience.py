#!/usr/bin/env python3
"""The audience of scripts/closed-loop: plays the stream, reads the mark in each picture, answers the
mood it sees with a message, and measures how long every message took to its screen."""

import argparse
import collections
import json
import random
import subprocess
import sys
import threading
import time
import urllib.request

EMOTIONS = ["anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"]
# What people say to each mood; they do not always agree with it.
ANSWERS = {
    "anger": ["calm down please", "I am furious too", "this makes me so angry"],
    "disgust": ["eww that is gross", "I love it anyway", "how disgusting"],
    "fear": ["I am scared", "this is terrifying", "do not be afraid, we love you"],
    "happiness": ["this makes me so happy", "what a wonderful dance, I love it", "yay"],
    "neutral": ["wow, I did not expect that", "I am so happy to be here", "this makes me angry"],
    "sadness": ["I could cry", "so sad", "cheer up, we love you"],
    "surprise": ["wow, what was that", "omg I am shocked", "I am a little afraid now"],
}
BLOCK, ROW = 8, 40  # pixels, and blocks in a row, of a picture 720 pixels high
LEGS = [
    ("message to the show (the platform's polls)", "said", "heard"),
    ("to its reading", "heard", "read"),
    ("to the mood", "read", "felt"),
    ("to the pose", "felt", "posed"),
    ("to the picture", "posed", "drawn"),
    ("through the stream to the viewer", "drawn", "seen"),
    ("arrival in the show to picture", "heard", "drawn"),
    ("arrival in the show to the viewer", "heard", "seen"),
    ("message to the viewer", "said", "seen"),
]


def mark(rows):
    """The picture's number, time in milliseconds and mood from 16 rows of 320 grey pixels, or None.

    Sources/Stage/PictureMark.swift says what the blocks are."""
    bits = 0
    for index in range(2 * ROW):
        x = index % ROW * BLOCK + BLOCK // 2
        y = index // ROW * BLOCK + BLOCK // 2
        bits = bits << 1 | (rows[y * ROW * BLOCK + x] > 127)
    data = bits.to_bytes(10, "big")
    checksum = 0
    for byte in data[:9]:
        checksum ^= byte
        for _ in range(8):
            checksum = (checksum << 1 ^ 0x07 if checksum & 0x80 else checksum << 1) & 0xFF
    if data[0] != 0xB2 or checksum != data[9] or data[8] >> 5 >= len(EMOTIONS):
        return None
    number = int.from_bytes(data[1:4], "big")
    milliseconds = int.from_bytes(data[4:8], "big")
    return number, milliseconds, EMOTIONS[data[8] >> 5]


class Viewer(threading.Thread):
    """Plays the stream and notes when each picture is seen."""

    def __init__(self, stream):
        super().__init__(daemon=True)
        self.stream = stream
        self.sights = []  # (when, picture, age in milliseconds)
        self.unreadable = 0
        self.mood = "neutral"
        self.plays = 0
        self.process = None
        self.is_over = False

    def run(self):
        while not self.is_over:
            self.play()
            time.sleep(0.25)  # the stream is not there yet, or was lost

    def play(self):
        size = ROW * BLOCK * 2 * BLOCK
        self.process = subprocess.Popen(
            ["ffmpeg", "-v", "quiet", "-nostdin", "-fflags", "nobuffer", "-flags", "low_delay",
             "-probesize", "200000", "-analyzeduration", "200000", "-i", self.stream,
             "-map", "0:v", "-fps_mode", "passthrough", "-vf",
             f"crop={ROW * BLOCK}:{2 * BLOCK}:0:ih-{2 * BLOCK},format=gray",
             "-f", "rawvideo", "pipe:1"],
            stdout=subprocess.PIPE)
        is_first = True
        while rows := self.process.stdout.read(size):
            now = time.time()
            if len(rows) < size:
                break
            self.plays += is_first
            is_first = False
            found = mark(rows)
            if found is None:
                self.unreadable += 1
                continue
            number, milliseconds, self.mood = found
            age = (int(now * 1000) - milliseconds) & 0xFFFFFFFF
            self.sights.append((now, number, age))
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.is_over = True
        if self.process:
            self.process.kill()


def say(chat, text, author):
    """Says something in the chat; its identifier."""
    body = json.dumps({"author": author, "text": text}).encode()
    request = urllib.request.Request(chat + "/say", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)["id"]


def attend(options):
    """Watches and types for so many seconds; the times of every message, by its identifier."""
    viewer = Viewer(options.stream)
    viewer.start()
    deadline = time.time() + 60
    while not viewer.sights:
        if time.time() > deadline:
            sys.exit("closed-loop: no picture with a readable mark came within a minute")
        time.sleep(0.05)
    chance = random.Random(1)
    said = {}
    seen_moods = collections.Counter()
    begin = time.time()
    while time.time() < begin + options.seconds:
        time.sleep(chance.expovariate(options.rate))
        seen_moods[viewer.mood] += 1
        words = f"{chance.choice(ANSWERS[viewer.mood])} {len(said)}"
        now = time.time()
        said[say(options.chat, words, f"viewer {len(said) % 30}")] = now
    time.sleep(5)  # the last message is on its way
    viewer.stop()
    return viewer, said, seen_moods


def percentiles(values):
    values = sorted(values)
    if not values:
        return None
    place = lambda share: values[min(len(values) - 1, int(share * len(values)))]
    return {"p50": place(0.5), "p95": place(0.95), "p99": place(0.99), "maximum": values[-1],
            "count": len(values)}


def measure(options):
    viewer, said, moods = attend(options)
    with open(options.trace) as file:
        ways = [json.loads(line) for line in file]
    sights = viewer.sights
    numbers = [number for _, number, _ in sights]
    found = []
    place = 0
    for way in sorted(ways, key=lambda way: way["picture"]):
        if way["id"] not in said:
            continue
        while place < len(numbers) and numbers[place] < way["picture"]:
            place += 1
        if place < len(numbers):
            found.append({**way, "said": said[way["id"]], "seen": sights[place][0]})
    first = [age for when, _, age in sights if when < sights[0][0] + 60]
    last = [age for when, _, age in sights if when > sights[-1][0] - 60]
    result = {
        "seconds": options.seconds, "said": len(said), "seen": len(found),
        "legs": {name: percentiles([1000 * (way[end] - way[start]) for way in found])
                 for name, start, end in LEGS},
        "pictures": {"seen": len(sights), "unreadable": viewer.unreadable,
                     "plays": viewer.plays,
                     "age": percentiles([age for _, _, age in sights]),
                     "age in the first minute": percentiles(first),
                     "age in the last minute": percentiles(last)},
        "moods answered": dict(moods),
    }
    with open(options.result, "w") as file:
        json.dump(result, file, indent=2)


def report(options):
    """Prints the figures; ends with 1 when the loop did not close."""
    with open(options.report) as file:
        result = json.load(file)
    with open(options.show) as file:
        show = json.load(file)
    print(f"{result['said']} messages in {result['seconds']} s, {result['seen']} seen again; "
          f"{result['pictures']['seen']} pictures seen, {result['pictures']['unreadable']} "
          f"unreadable; the show drew {show['pictures']['drawn']}, late "
          f"{show['pictures']['late']}, dropped {show['pictures']['dropped']}")
    print("moods that were answered: " + ", ".join(
        f"{mood} {count}" for mood, count in sorted(result["moods answered"].items())))
    print("\n| milliseconds | p50 | p95 | p99 |\n|---|---|---|---|")
    rows = list(result["legs"].items()) + [
        (f"a picture's {name}", value) for name, value in result["pictures"].items()
        if name.startswith("age")]
    for name, value in rows:
        if value:
            print(f"| {name} | {value['p50']:.1f} | {value['p95']:.1f} | {value['p99']:.1f} |")
    if result["said"] == 0 or result["seen"] < 0.95 * result["said"]:
        sys.exit("closed-loop: fewer than 95 of 100 messages came back to the viewer")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stream")
    parser.add_argument("--chat")
    parser.add_argument("--trace")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rate", type=float, default=1)
    parser.add_argument("--result")
    parser.add_argument("--report")
    parser.add_argument("--show")
    options = parser.parse_args()
    report(options) if options.report else measure(options)


if __name__ == "__main__":
    main()
