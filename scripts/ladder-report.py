#!/usr/bin/env python3
"""Writes docs/ladder.md and docs/images/ladder/*.png from what `scripts/ladder` measured. Without any
package: a PNG is drawn here, line by line."""
import argparse, json, re, struct, zlib
from pathlib import Path

# Name in the report, heading, digits, and whether more of it is better (None: nearer to real).
COLUMNS = [
    ("frechetKinetic", "Fréchet, kinetic", 1), ("frechetLearned", "Fréchet, learned", 2),
    ("diversity", "diversity", 2), ("emotion", "emotion", 2), ("npss", "NPSS", 2),
    ("jerk", "jerk", 4), ("fastMovement", "above 5 Hz", 4), ("overlongBones", "overlong", 3),
    ("freezing", "frozen", 3), ("repetition", "repeats", 3), ("dancing", "dances, least", 2),
    ("cost", "ms a pose", 2),
]
# Bones of BODY_25.
BONES = [(1, 8), (1, 2), (2, 3), (3, 4), (1, 5), (5, 6), (6, 7), (8, 9), (9, 10), (10, 11), (8, 12),
         (12, 13), (13, 14), (1, 0), (0, 15), (15, 17), (0, 16), (16, 18), (14, 19), (19, 20), (14, 21),
         (11, 22), (22, 23), (11, 24)]
BEGIN, END = "<!-- measured: written by scripts/ladder -->", "<!-- end of what was measured -->"


class Drawing:
    """Grey levels, drawn with lines of soft edges."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.rows = [bytearray(b"\xff" * width) for _ in range(height)]

    def line(self, a, b, half=0.8, ink=40):
        (ax, ay), (bx, by) = a, b
        if not all(-1e4 < v < 1e4 for v in (ax, ay, bx, by)):
            return
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        for y in range(max(0, int(min(ay, by) - 2)), min(self.height, int(max(ay, by) + 3))):
            for x in range(max(0, int(min(ax, bx) - 2)), min(self.width, int(max(ax, bx) + 3))):
                t = 0 if length == 0 else max(0, min(1, ((x - ax) * dx + (y - ay) * dy) / length))
                away = ((x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2) ** 0.5
                cover = max(0, min(1, half + 0.5 - away))
                level = int(255 - cover * (255 - ink))
                self.rows[y][x] = min(self.rows[y][x], level)

    def png(self):
        """Sixteen grey levels are enough, and half the bytes."""
        def chunk(kind, body):
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        raw = bytearray()
        for row in self.rows:
            raw.append(0)
            levels = [v >> 4 for v in row] + [0] * (self.width % 2)
            raw += bytes(levels[i] << 4 | levels[i + 1] for i in range(0, len(levels), 2))
        head = struct.pack(">IIBBBBB", self.width, self.height, 4, 0, 0, 0, 0)
        return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(raw), 9))
                + chunk(b"IEND", b""))


def strip(folder, moods, target):
    """A row a mood, a figure every half second; the floor is a pale line."""
    found = [folder / "clips" / f"{mood}-7.jsonl" for mood in moods]
    if not all(path.exists() for path in found):
        return False
    columns, room, tall = 12, 66, 92
    drawing = Drawing(columns * room, tall * len(moods))
    for row, path in enumerate(found):
        poses = [json.loads(line)["people"][0]["pose_keypoints_2d"] for line in path.open()]
        floor = row * tall + tall - 8
        drawing.line((0, floor), (drawing.width, floor), half=0.3, ink=190)
        for column in range(columns):
            pose = poses[min(column * 15 + 7, len(poses) - 1)]
            # The picture is 720 high with its floor at 0.88 of it; the body stays where its column is.
            scale = (tall - 14) / (0.185 * 720 * 4.3)
            hip = pose[24]
            points = [((pose[3 * i] - hip) * scale + (column + 0.5) * room,
                       (pose[3 * i + 1] - 0.88 * 720) * scale + floor) for i in range(25)]
            for a, b in BONES:
                if pose[3 * a + 2] > 0 and pose[3 * b + 2] > 0:
                    drawing.line(points[a], points[b])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(drawing.png())
    return True


def order(name):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def words_of(experiment):
    lines = [line[1:].strip() for line in experiment.read_text().split("\n") if line.startswith("#")]
    return " ".join(lines)


def figure(result, digits):
    value = result.get("generated") if result else None
    return "-" if value is None else f"{value:.{digits}f}"


def numbers(folder):
    path = folder / "evaluation.json"
    return json.loads(path.read_text())["metrics"] if path.exists() else None


def trained(folder):
    """Steps that were made, their seconds, and the lowest validation loss."""
    path = folder / "losses.csv"
    if not (folder / "trained").exists() or not path.exists():
        return None
    rows = [line.split(",") for line in path.read_text().split("\n")[1:] if line]
    losses = [float(row[3]) for row in rows if row[3]]
    return int(rows[-1][0]), float(rows[-1][1]), min(losses) if losses else None


def heading():
    return [title for _, title, _ in COLUMNS]


def table(header, rows):
    return "\n".join(["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
                     + ["| " + " | ".join(row) + " |" for row in rows])


def met(metrics):
    judged = [m["meets"] for m in metrics.values() if "meets" in m]
    return f"{sum(judged)}/{len(judged)}"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    for name in ("--runs", "--project", "--date", "--moods"):
        options.add_argument(name, required=True)
    options = options.parse_args()
    runs, project = Path(options.runs), Path(options.project)
    moods = options.moods.split(",")
    how = dict(line.split("=", 1) for line in (runs / "how.txt").read_text().split("\n") if line)
    names = sorted((p.stem for p in (project / "experiments").glob("*.yaml")), key=order)
    rows, pictures, real, what = [], [], None, []
    for name in names:
        folder = runs / name
        what.append([f"[`{name}`](../experiments/{name}.yaml)",
                     words_of(project / "experiments" / f"{name}.yaml")])
        run, metrics = trained(folder), numbers(folder)
        if run is None:
            continue
        steps, seconds, loss = run
        row = [f"`{name}`", str(steps), f"{seconds:.0f}", "-" if loss is None else f"{loss:.3f}"]
        if metrics:
            row += [figure(metrics.get(key), digits) for key, _, digits in COLUMNS] + [met(metrics)]
            real = real or metrics
        else:
            row += ["-"] * (len(COLUMNS) + 1)
        rows.append(row)
        if strip(folder, moods, project / "docs/images/ladder" / f"{name}.png"):
            pictures.append(name)
    parts = [BEGIN, "", made_how(options.date, how), "", "## The steps", "",
             table(["step", "what it is"], what), ""]
    if rows:
        last = ["real motion", "", "", ""]
        for key, _, digits in COLUMNS:
            value = (real or {}).get(key, {}).get("real")
            last.append("-" if value is None else f"{value:.{digits}f}")
        header = ["step", "steps made", "s", "validation loss"] + heading() + ["goals met"]
        parts += ["## What each measures", "", table(header, rows + [last + [""]]), ""]
    if pictures:
        parts += ["## What each dances", "", f"A figure every half second for six seconds: {', '.join(moods)}, "
                  "from the same seed.", ""]
        for name in pictures:
            parts += [f"`{name}`", "", f"![{name}](images/ladder/{name}.png)", ""]
    sampled = [(p.name.removeprefix("sampling-"), numbers(p)) for p in sorted(runs.glob("sampling-*"))]
    sampled = [(name, metrics) for name, metrics in sampled if metrics]
    if sampled:
        parts += ["## The ways of drawing a pose", "",
                  "On the dancer that ships ([sampling.md](sampling.md)), with its guard and watchdog.", "",
                  table(["strategy"] + heading() + ["guard, a minute", "goals met"],
                        [[f"`{name}`"] + [figure(metrics.get(key), digits) for key, _, digits in COLUMNS]
                         + [figure(metrics.get("guardActions"), 2), met(metrics)]
                         for name, metrics in sampled]), ""]
    parts.append(END)
    page = project / "docs/ladder.md"
    text = page.read_text() if page.exists() else f"# The ladder\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN, 1)
    page.write_text(before + "\n".join(parts) + rest.split(END, 1)[1])


def made_how(date, how):
    motion = ("the dataset of docs/data.md and" if how.get("dataset") else "no dataset, but")
    return (f"Measured {date} by `scripts/ladder --budget {how['budget']}` on {how['cores']} cores that other "
            f"work shared: {how['training']} s of training a step, on {motion} {how['gestures']} s an emotion of "
            f"the program's gestures; then `evaluate dancer --brief`, seed 1. Seed {how['seed']} "
            "drew the strips.")


if __name__ == "__main__":
    main()
