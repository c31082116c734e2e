#!/usr/bin/env python3
"""Makes a MIDI controller a voice of the room: seven pads for seven emotions, as strong as they are hit.

    pip install mido python-rtmidi
    export GALLERY_KEY=...            # from the desk: PUT /api/v1/inputs/pads, docs/api.md
    python3 examples/gallery_midi.py http://127.0.0.1:8088 --first 36

--first is the note of the first pad; the others follow it upwards, in the order of the emotions.
--from FILE reads MIDI bytes from a file or a device (/dev/snd/midiC1D0, /dev/midi1) and needs nothing
but Python; - is standard input.
"""

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.request

EMOTIONS = ["anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"]


def notes_of_bytes(stream):
    """The notes that are struck in a stream of MIDI bytes, as (note, velocity)."""
    status, data = 0, []
    while byte := stream.read(1):
        value = byte[0]
        if value >= 0xF8:  # clock and the like may come anywhere
            continue
        if value >= 0x80:
            status, data = value, []
            continue
        data.append(value)
        # Two bytes follow a note; a controller that holds its status leaves it out next time.
        if status & 0xF0 == 0x90 and len(data) == 2:
            if data[1] > 0:
                yield data[0], data[1]
            data = []


def notes_of_port(name):
    """The notes that are struck at a port; the first there is where none is named."""
    import mido

    with mido.open_input(name) as port:
        for message in port:
            if message.type == "note_on" and message.velocity > 0:
                yield message.note, message.velocity


def say(server, key, emotion, strength):
    """Says a feeling to the show; whether it was heard. Ends the program where the key is wrong."""
    request = urllib.request.Request(
        server.rstrip("/") + "/gallery/mood",
        data=json.dumps({"emotion": emotion, "strength": strength}).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        if error.code == 401:
            sys.exit("The show knows no input with this key; the desk issues one.")
        print(f"{emotion} was not heard ({error.code})", file=sys.stderr)
    except (urllib.error.URLError, TimeoutError) as error:
        print(f"the show cannot be reached ({error})", file=sys.stderr)
    return False


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("server", help="the gallery's or the desk's address, http://HOST:PORT")
    options.add_argument("--first", type=int, default=36, help="note of the first pad (36)")
    options.add_argument("--port", help="name of the MIDI port (the first)")
    options.add_argument("--from", dest="file", help="MIDI bytes of a file or device; - is stdin")
    given = options.parse_args()
    key = os.environ.get("GALLERY_KEY")
    if not key:
        sys.exit("GALLERY_KEY is not set: it holds the key that the desk issued.")

    if given.file == "-":
        notes = notes_of_bytes(sys.stdin.buffer)
    elif given.file:
        notes = notes_of_bytes(open(given.file, "rb", buffering=0))
    else:
        notes = notes_of_port(given.port)
    last = 0.0
    for note, velocity in notes:
        pad = note - given.first
        # One voice speaks five times a second; a faster drummer is one of the same feelings.
        if not 0 <= pad < len(EMOTIONS) or time.monotonic() - last < 0.2:
            continue
        last = time.monotonic()
        if say(given.server, key, EMOTIONS[pad], round(velocity / 127, 2)):
            print(EMOTIONS[pad], velocity, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
