"""Prints a show's mood, and what is written in its chat, as they come over OSC.

    pip install python-osc
    python3 examples/osc/mood.py 9000 &
    emotionmotion perform --output osc:127.0.0.1:9000

docs/osc.md lists every address.
"""

import sys

from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_server import BlockingOSCUDPServer

EMOTIONS = ["anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"]


def on_mood(_address, *weights):
    # A line that is written over thirty times a second: the three strongest feelings.
    strongest = sorted(zip(weights, EMOTIONS), reverse=True)[:3]
    words = "  ".join(f"{name} {weight:4.0%}" for weight, name in strongest)
    print(f"\r{words:60}", end="", flush=True)


def on_message(_address, _id, _author_id, author, text, sure, *mood):
    feeling = EMOTIONS[max(range(7), key=lambda index: mood[index])]
    print(f"\r{author}: {text}  [{feeling}, {sure:.0%} sure]")


def on_end(_address):
    print("\nThe show is over.")


def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9000
    dispatcher = Dispatcher()
    dispatcher.map("/emotionmotion/mood", on_mood)
    dispatcher.map("/emotionmotion/message", on_message)
    dispatcher.map("/emotionmotion/end", on_end)
    with BlockingOSCUDPServer(("0.0.0.0", port), dispatcher) as server:
        print(f"Waiting for a show at port {port}; Ctrl-C ends this.")
        server.serve_forever()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print()
