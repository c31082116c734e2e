"""Prints the medians of several shows' reports as a Markdown table: benchmark-table.py REPORT..."""

import datetime
import json
import os
import platform
import statistics
import sys

reports = [json.load(open(path, encoding="utf-8")) for path in sys.argv[1:]]


def processor():
    """The processor's own name, where the system tells it."""
    try:
        for line in open("/proc/cpuinfo", encoding="utf-8"):
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def row(name, goal, value):
    """One figure: the median of all runs, and how far they lie apart."""
    values = [value(report) for report in reports]
    middle, low, high = statistics.median(values), min(values), max(values)
    print(f"| {name} | {middle:.2f} | {low:.2f} to {high:.2f} | {goal} |")


def share(report):
    pictures = report["pictures"]
    return 100 * (pictures["late"] + pictures["dropped"]) / (report["seconds"] * 30)


MEGABYTE = 1_000_000
print(f"{datetime.date.today()}, {os.cpu_count()} cores, {processor()}, {platform.system()}; "
      f"{len(reports)} live shows of {reports[0]['seconds']:.0f} s\n")
print("| figure | median | all runs | goal |\n|---|---|---|---|")
row("pictures late or dropped, % of all", "< 1", share)
row("message to picture, ms, p50", "", lambda r: r["messageToPicture"]["p50"])
row("message to picture, ms, p95", "< 100", lambda r: r["messageToPicture"]["p95"])
row("message to picture, ms, p99", "", lambda r: r["messageToPicture"]["p99"])
row("start of the program to the first picture, s", "< 3", lambda r: r["secondsToFirstPicture"])
row("a pose, ms, p50", "", lambda r: r["pose"]["p50"])
row("a pose, ms, p99", "< 4", lambda r: r["pose"]["p99"])
row("a picture, ms, p50", "< 12", lambda r: r["picture"]["p50"])
row("a picture, ms, p99", "", lambda r: r["picture"]["p99"])
row("resident memory after the first picture, MB", "", lambda r: r["memory"]["start"] / MEGABYTE)
row("resident memory at most, MB", "< 600", lambda r: r["memory"]["peak"] / MEGABYTE)
row("resident memory at the end, MB", "", lambda r: r["memory"]["end"] / MEGABYTE)
row("faults", "0", lambda r: len(r["faults"]))
