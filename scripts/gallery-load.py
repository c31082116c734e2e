"""What scripts/gallery-load runs: a show, and a room of phones before it."""

import asyncio
import json
import os
import sys
import tempfile
import time
from urllib.parse import urlparse

from show_under_test import Show

PATIENCE = 60
EMOTIONS = ["anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"]
# One address may bring 600 devices at once; a room comes from several.
ADDRESSES = 16


class Room:
    def __init__(self, place):
        self.host, self.port = place.hostname, place.port
        self.states = 0
        self.lost = 0
        self.refused = {}
        self.answered = []
        self.felt = []
        self.waiting = {}
        self.is_over = False

    async def connect(self, number):
        source = (f"127.0.1.{number % ADDRESSES + 1}", 0)
        return await asyncio.wait_for(
            asyncio.open_connection(self.host, self.port, local_addr=source), PATIENCE)

    def request(self, line, *headers, body=""):
        lines = [f"{line} HTTP/1.1", f"Host: {self.host}:{self.port}", *headers]
        if body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    async def listen(self, number, is_open):
        """A page that follows the show; the first also sees which taps were felt."""
        reader, writer = await self.connect(number)
        writer.write(self.request("GET /gallery/events"))
        is_first = True
        while line := await reader.readline():
            if not line.startswith(b"data:"):
                continue
            self.states += 1
            if is_first:
                is_first = False
                is_open.release()
            if number == 0:
                self.hear(json.loads(line[5:])["heard"])
        writer.close()
        if not self.is_over:
            self.lost += 1

    def hear(self, heard):
        now = time.monotonic()
        for tap in [tap for tap in self.waiting if tap <= heard]:
            self.felt.append(now - self.waiting.pop(tap))

    async def tap(self, number, pause):
        """A phone that taps once in a while, over one connection."""
        reader, writer = await self.connect(number)
        writer.write(self.request("GET /"))
        status, headers, _ = await self.answer(reader)
        cookie = headers["set-cookie"].split(";")[0]
        due = time.monotonic() + pause * (number % 97) / 97
        while not self.is_over:
            await asyncio.sleep(max(0, due - time.monotonic()))
            due = max(due, time.monotonic() - pause) + pause
            body = json.dumps({"emotion": EMOTIONS[number % 7], "strength": 0.4})
            began = time.monotonic()
            writer.write(self.request("POST /gallery/mood", "Cookie: " + cookie, body=body))
            status, _, text = await self.answer(reader)
            self.answered.append(time.monotonic() - began)
            if status == 202:
                self.waiting[json.loads(text)["number"]] = began
            else:
                self.refused[status] = self.refused.get(status, 0) + 1
        writer.close()

    async def answer(self, reader):
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)).decode()
        lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in
                   (line.partition(":") for line in lines[1:] if line)}
        return int(lines[0].split()[1]), headers, await reader.readexactly(
            int(headers.get("content-length", 0)))


async def close(pages):
    for page in pages:
        page.cancel()
    await asyncio.gather(*pages, return_exceptions=True)


def at(share, values):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] * 1000 if values else 0.0


async def fill(show, seconds, listeners, rate):
    room = Room(urlparse(show.gallery))
    is_open = asyncio.Semaphore(0)
    began = time.monotonic()
    pages = []
    for number in range(listeners):
        pages.append(asyncio.create_task(room.listen(number, is_open)))
        if number % 50 == 49:  # a room comes through a door
            await asyncio.sleep(0.05)
    for opened in range(listeners):
        try:
            await asyncio.wait_for(is_open.acquire(), PATIENCE)
        except asyncio.TimeoutError:
            await close(pages)
            sys.exit(f"only {opened} of {listeners} pages were served")
    came = time.monotonic() - began
    print(f"{listeners} listen after {came:.1f} s", file=sys.stderr, flush=True)

    before = show.state()["state"]["pictures"]
    states, room.states, began = 0, 0, time.monotonic()
    pause = 0.5
    phones = [asyncio.create_task(room.tap(number, pause)) for number in range(round(rate * pause))]
    memory = []
    while time.monotonic() - began < seconds:
        await asyncio.sleep(1)
        memory.append(show.memory())
    took, states = time.monotonic() - began, room.states
    after = (await asyncio.to_thread(show.state))["state"]
    room.is_over = True
    for _ in range(50):  # the last taps are felt too
        if room.waiting:
            await asyncio.sleep(0.1)
    failures = [result for result in await asyncio.gather(*phones, return_exceptions=True)
                if isinstance(result, BaseException)]
    await close(pages)
    pictures = {name: after["pictures"][name] - before[name] for name in ["drawn", "late", "dropped"]}
    return {
        "seconds": round(took), "listeners": listeners, "listenersLost": room.lost,
        "statesPerListenerPerSecond": round(states / listeners / took, 2),
        "taps": len(room.answered), "tapsPerSecond": round(len(room.answered) / took, 1),
        "refused": room.refused, "phonesFailed": len(failures),
        "answeredMs": {name: round(at(share, room.answered), 1)
                       for name, share in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]},
        "feltMs": {name: round(at(share, room.felt), 1)
                   for name, share in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]},
        "neverFelt": len(room.waiting), "pictures": pictures,
        "memoryMB": {"start": memory[0] >> 20, "peak": max(memory) >> 20, "end": memory[-1] >> 20},
    }


def main():
    program, seconds, listeners, rate = sys.argv[1], *map(int, sys.argv[2:])
    with tempfile.TemporaryDirectory() as folder:
        doing = os.environ.get("SHOW", f"--output {folder}/show.mp4").split()
        show = Show(program, *doing)
        try:
            alone = show.memory()
            result = asyncio.run(fill(show, seconds, listeners, rate))
            result["memoryMB"]["alone"] = alone >> 20
            show.ask("POST", "/api/v1/end")
            result["faults"] = len(show.ended().get("faults", []))
        finally:
            show.stop()
    print(json.dumps(result, indent=1))
    if path := os.environ.get("RESULT"):
        with open(path, "w", encoding="utf-8") as file:
            json.dump(result, file)
    drawn, late, dropped = (result["pictures"][name] for name in ["drawn", "late", "dropped"])
    if result["listenersLost"] or result["phonesFailed"] or (late + dropped) * 100 > drawn + dropped:
        sys.exit("the show or the room lost more than it may")


if __name__ == "__main__":
    main()
