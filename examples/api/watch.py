#!/usr/bin/env python3
"""Follows a show by its server-sent events and prints what happens in it. Needs nothing but Python.

    python3 examples/api/watch.py http://127.0.0.1:8088 TOKEN [COUNT]
"""

import json
import sys
import urllib.request


def states(server, token, count=None):
    """The show's states as they come, three a second; ends with the show, or after `count`."""
    address = server.rstrip("/") + "/api/v1/events" + (f"?count={count}" if count else "")
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=30) as lines:
        for line in lines:
            if line.startswith(b"data:"):
                yield json.loads(line[5:])


def main():
    if not 3 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    seen = 0
    for page in states(*sys.argv[1:]):
        state, health = page["state"], page["health"]
        for event in state["events"]:
            if event["number"] > seen:
                seen = event["number"]
                print(f"    {event['author']}: {event['text']}")
        mood = max(state["dancerMood"].items(), key=lambda one: one[1])
        print(f"{state['time']:7.1f} s  {mood[0]} {mood[1]:.0%}  {health['light']}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
