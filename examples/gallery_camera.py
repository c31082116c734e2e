#!/usr/bin/env python3
"""Reads faces before a webcam and says to the show what they feel, as one voice of the room.

    pip install opencv-python deepface
    export GALLERY_KEY=...            # from the desk: PUT /api/v1/inputs/camera, docs/api.md
    python3 examples/gallery_camera.py http://127.0.0.1:8088

deepface fetches its weights (6 MB for faces' emotions) when it first runs. Pictures stay on this
machine and are not kept; only seven numbers go to the show, twice a second, and none where nobody
is seen. --from FILE takes the readings from JSON Lines instead of a camera, in deepface's own form,
{"emotion": {"angry": 1.2, "happy": 90, ...}}, a list of them for several faces; - is standard input.
Needs nothing but Python then.
"""

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.request

# What deepface (and most readers trained on FER2013) call the seven, and what the show does.
NAMES = {
    "angry": "anger", "disgust": "disgust", "fear": "fear", "happy": "happiness",
    "neutral": "neutral", "sad": "sadness", "surprise": "surprise",
}


def mood_of(faces):
    """The mean mood of the faces, as weights of 0 to 1; None where there is no face."""
    moods = []
    for face in faces:
        weights = {NAMES[name]: max(0.0, float(weight))
                   for name, weight in face.get("emotion", {}).items() if name in NAMES}
        total = sum(weights.values())
        if total > 0:
            moods.append({name: weight / total for name, weight in weights.items()})
    if not moods:
        return None
    return {name: round(sum(mood.get(name, 0) for mood in moods) / len(moods), 4)
            for name in NAMES.values()}


def faces_of_camera(number):
    """What is seen, picture by picture."""
    import cv2
    from deepface import DeepFace

    camera = cv2.VideoCapture(number)
    if not camera.isOpened():
        sys.exit(f"There is no camera {number}, or another program has it.")
    try:
        while True:
            is_read, picture = camera.read()
            if not is_read:
                sys.exit("The camera gives no picture any more.")
            try:
                faces = DeepFace.analyze(picture, actions=["emotion"], silent=True)
            except ValueError:  # nobody is seen
                faces = []
            yield faces
    finally:
        camera.release()


def faces_of_lines(path):
    """Readings that were made elsewhere."""
    with sys.stdin if path == "-" else open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                faces = json.loads(line)
                yield faces if isinstance(faces, list) else [faces]


def say(server, key, mood):
    """Says a mood to the show; whether it was heard. Ends the program where the key is wrong."""
    request = urllib.request.Request(
        server.rstrip("/") + "/gallery/mood", data=json.dumps({"mood": mood}).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        if error.code == 401:
            sys.exit("The show knows no input with this key; the desk issues one.")
        # 409: the key speaks elsewhere. 429: too soon. Both pass.
        print(f"not heard ({error.code})", file=sys.stderr)
    except (urllib.error.URLError, TimeoutError) as error:
        print(f"the show cannot be reached ({error}); trying on", file=sys.stderr)
    return False


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("server", help="the gallery's or the desk's address, http://HOST:PORT")
    options.add_argument("--camera", type=int, default=0, help="which camera (0)")
    options.add_argument("--from", dest="lines", help="JSON Lines instead of a camera; - is stdin")
    options.add_argument("--pause", type=float, default=0.5, help="seconds between two words (0.5)")
    options.add_argument("--smooth", type=float, default=0.6,
                         help="how much of the last mood stays, 0 to 0.95 (0.6)")
    given = options.parse_args()
    key = os.environ.get("GALLERY_KEY")
    if not key:
        sys.exit("GALLERY_KEY is not set: it holds the key that the desk issued.")

    smoothed, heard, last = None, 0, -given.pause
    for faces in faces_of_lines(given.lines) if given.lines else faces_of_camera(given.camera):
        mood = mood_of(faces)
        if mood is None:
            smoothed = None
            continue
        stay = min(max(given.smooth, 0), 0.95) if smoothed else 0
        smoothed = {name: stay * (smoothed or mood)[name] + (1 - stay) * mood[name]
                    for name in mood}
        wait = last + given.pause - time.monotonic()
        # A camera's pictures in between are let go; readings from a file are all said.
        if wait > 0 and not given.lines:
            continue
        time.sleep(max(0, wait))
        last = time.monotonic()
        heard += say(given.server, key, smoothed)
    print(f"{heard} moods were heard.", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
