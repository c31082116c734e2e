"""A dancer of EmotionMotion in plain PyTorch: its model, and the live loop that draws from it.

    pip install torch safetensors numpy
    python dancer.py dancer.safetensors --mood anger --seconds 10 --output anger-1.jsonl

With the seed, mood and weights of `emotionmotion generate` it gives that clip, as long as neither the
guard nor the watchdog acts: those two are left out here. It begins within 1e-5 of a torso; what two
roundings differ by grows from pose to pose, as in any free-running loop, and quicker in a quick mood:
`--compare CLIP.jsonl` says how far the two are apart.

Everything is in the file: sizes and words in the header's metadata (JSON), weights as `model.*`, the
space of poses as `space.*`, real motion to begin from as `histories`.
"""

import argparse
import json
import math

import numpy
import torch
from safetensors import safe_open
from torch import nn
from torch.nn import functional

EMOTIONS = ["anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"]
# BODY_25 without the mid-hip (8); a pose's 48 coordinates are x and y of these, about the mid-hip.
JOINTS = [joint for joint in range(25) if joint != 8]
# Parent and child of each bone, each before what hangs on it.
BONES = [
    (8, 1), (1, 0), (1, 2), (2, 3), (3, 4), (1, 5), (5, 6), (6, 7), (8, 9), (9, 10), (10, 11), (8, 12),
    (12, 13), (13, 14), (0, 15), (0, 16), (15, 17), (16, 18), (14, 19), (19, 20), (14, 21), (11, 22),
    (22, 23), (11, 24),
]
HEIGHT, DRIFT = 48, 49  # where the hips' height and their sideways speed lie in a pose's 50 numbers

# The settings of the live dancer (`Dancing`).
GUIDANCE, SIGMA_SCALE, NOISE_LEVEL, DRIFT_KEPT, BONE_ALLOWANCE = 1.5, 0.6, 0.2, 0.93, 1.1


class Block(nn.Module):
    """Attention with a learned number for each distance, and a feed-forward layer; FiLM at both norms."""

    def __init__(self, width, heads, window):
        super().__init__()
        self.attend = nn.Linear(width, 3 * width)
        self.project = nn.Linear(width, width)
        self.feed = nn.ModuleDict({"rise": nn.Linear(width, 4 * width), "fall": nn.Linear(4 * width, width)})
        self.film = nn.Linear(width, 4 * width)
        self.relative = nn.Parameter(torch.zeros(window, heads))
        self.heads = heads

    def forward(self, x, condition, past):  # x: [batch, time, width], condition: [batch, width]
        """Also gives what it remembers: keys and values of the window but for its oldest pose."""
        batch, time, width = x.shape
        films = self.film(condition).reshape(batch, 4, 1, width)

        def filmed(x, place):
            return functional.layer_norm(x, [width]) * (films[:, place] + 1) + films[:, place + 1]

        three = self.attend(filmed(x, 0)).reshape(batch, time, 3, self.heads, width // self.heads)
        query, key, value = (three[:, :, place].transpose(1, 2) for place in range(3))
        if past:
            key, value = torch.cat([past[0], key], 2), torch.cat([past[1], value], 2)
        window, have = self.relative.shape[0], key.shape[2]
        away = torch.arange(have - time, have)[:, None] - torch.arange(have)[None, :]
        mask = self.relative[away.clamp(0, window - 1)].permute(2, 0, 1)[None]
        mask = mask + torch.where((away < 0) | (away >= window), -10_000.0, 0.0)
        looked = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = x + self.project(looked.transpose(1, 2).reshape(batch, time, width))
        x = x + self.feed["fall"](functional.gelu(self.feed["rise"](filmed(x, 2))))
        return x, (key[:, :, 1 - window:], value[:, :, 1 - window:])


class MotionModel(nn.Module):
    """Poses and a condition in; the mixture over the next pose out, raw."""

    def __init__(self, sizes):
        super().__init__()
        width = sizes["width"]
        state, target = sizes["poseComponents"] + 1, sizes["poseComponents"] + 2
        self.enter = nn.Linear(2 * state + 1, width)
        self.feel = nn.Linear(len(EMOTIONS) + 3, width)
        self.understand = nn.Linear(width, width)
        self.blocks = nn.ModuleList(
            Block(width, sizes["heads"], sizes["window"]) for _ in range(sizes["layers"]))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, sizes["mixtures"] * (1 + 2 * target))

    def forward(self, features, conditions, memory=None):  # [batch, time, inputs], [batch, 10]
        """The raw output and the memory for the next call; each pose is remembered as it was felt."""
        condition = self.understand(functional.silu(self.feel(conditions)))
        x, seen = self.enter(features), []
        for index, block in enumerate(self.blocks):
            x, past = block(x, condition, memory[index] if memory else None)
            seen.append(past)
        return self.head(self.norm(x)), seen


class SeededRandom:
    """SplitMix64, as the program draws."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53

    def gaussian(self):
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        return radius * math.cos(2 * math.pi * self.uniform())


class Dancer:
    """The live loop: a mood goes in, the next pose comes out."""

    def __init__(self, path, seed=1):
        with safe_open(path, framework="pt") as file:
            words = file.metadata()
            arrays = {name: file.get_tensor(name) for name in file.keys()}
        self.sizes = json.loads(words["configuration"])
        self.palette = json.loads(words["palette"])
        self.about = json.loads(words["about"])
        self.model = MotionModel(self.sizes).eval()
        weights = {n.removeprefix("model."): t for n, t in arrays.items() if n.startswith("model.")}
        self.model.load_state_dict(weights)
        self.space = {n.removeprefix("space."): t.numpy() for n, t in arrays.items() if n.startswith("space.")}
        self.longest = arrays["bones.longest"].numpy()
        self.random = SeededRandom(seed)
        self.x = 0.0
        self.enter(words["histories"].split(), arrays["histories"].numpy())
        shown = self.placed()
        self.last, self.before_last = shown, shown

    def enter(self, emotions, histories):
        """Begins as if a drawn neutral history had just been danced."""
        fitting = [h for e, h in zip(emotions, histories) if e == "neutral"] or list(histories)
        history = fitting[int(self.random.uniform() * len(fitting))]
        states, drifts = history[:, :-1], history[:, -1]
        rows = [self.features(states[i], states[i - 1], drifts[i]) for i in range(1, len(states))]
        neutral = [1.0 if emotion == "neutral" else 0.0 for emotion in EMOTIONS]
        self.memory = None
        self.look(rows[:-1], neutral)
        self.seen, self.state = rows[-1], states[-1]
        self.numbers = self.pose_of(self.state, drifts[-1])

    def features(self, state, before, drift):
        space = self.space
        return numpy.concatenate([
            (state - space["state_mean"]) / space["state_deviation"],
            (state - before) / space["step_deviation"], [drift / space["drift_deviation"][0]],
        ]).astype(numpy.float32)

    def pose_of(self, state, drift):
        body = self.space["mean"] + self.space["basis"] @ state[:-1]
        return numpy.concatenate([body, [state[-1], drift]]).astype(numpy.float32)

    def state_of(self, numbers):
        parts = (numbers[:48] - self.space["mean"]) @ self.space["basis"]
        return numpy.concatenate([parts, [numbers[HEIGHT]]]).astype(numpy.float32)

    def placed(self):
        placed = self.numbers.copy()
        placed[DRIFT] = self.x
        return placed

    def pace(self, mood):
        manners = self.palette["manners"]
        known = [(w, manners[e]["pace"]) for e, w in zip(EMOTIONS, mood) if w > 0 and e in manners]
        total = sum(weight for weight, _ in known)
        return sum(weight * pace for weight, pace in known) / total if total else 0.0

    def look(self, rows, mood):
        """What the model says after these poses: felt in the mood, and without one."""
        pace = self.pace(mood)
        conditions = torch.tensor(
            [[*mood, 0, NOISE_LEVEL, pace], [0] * 7 + [1, NOISE_LEVEL, pace]], dtype=torch.float32)
        with torch.no_grad():
            seen = torch.tensor(numpy.stack(rows)).expand(2, -1, -1)
            output, self.memory = self.model(seen, conditions, self.memory)
        return output[:, -1].double().numpy()

    def pose(self, mood):
        """The next pose in a mood of seven weights that sum to 1: 50 numbers in torsos, y down; the
        last one is the place from the middle of the floor."""
        mixtures, size = self.sizes["mixtures"], self.sizes["poseComponents"] + 2
        felt, plain = self.look([self.seen], mood)

        def log_softmax(x):
            return x - x.max() - numpy.log(numpy.exp(x - x.max()).sum())

        here, there = log_softmax(felt[:mixtures]), log_softmax(plain[:mixtures])
        weights = numpy.exp(log_softmax(there + GUIDANCE * (here - there)))
        left = self.random.uniform() * weights.sum()
        component = mixtures - 1
        for index, weight in enumerate(weights):
            left -= weight
            if left < 0:
                component = index
                break
        span = mixtures * size
        means = felt[mixtures:mixtures + span].reshape(mixtures, size)[component]
        low, high = self.sizes["smallestLogSigma"], self.sizes["largestLogSigma"]
        sigmas = low + (high - low) / (1 + numpy.exp(-felt[mixtures + span:]))
        sigmas = numpy.exp(sigmas.reshape(mixtures, size)[component])
        noise = numpy.array([self.random.gaussian() for _ in range(size)])
        self.take((means + SIGMA_SCALE * sigmas * noise).astype(numpy.float32))
        shown = self.placed()
        smooth = 0.25 * self.before_last + 0.5 * self.last + 0.25 * shown
        self.before_last, self.last = self.last, shown
        return shortened(smooth, self.longest)

    def take(self, drawn):
        space = self.space
        drift = drawn[-1] * space["drift_deviation"][0]
        stepped = self.state + drawn[:-1] * space["step_deviation"]
        body = shortened(self.pose_of(stepped, drift), self.longest * BONE_ALLOWANCE)
        state = self.state_of(body)
        self.seen = self.features(state, self.state, drift)
        self.state = state
        self.numbers = self.pose_of(state, drift)
        self.x = DRIFT_KEPT * self.x + drift


def shortened(numbers, longest):
    """The pose with no bone longer than `longest`; what hangs on a shortened bone comes along."""
    def place(of, joint):
        return numpy.zeros(2) if joint == 8 else of[2 * JOINTS.index(joint):][:2]

    placed = numbers.copy()
    for (parent, child), most in zip(BONES, longest):
        way = place(numbers, child) - place(numbers, parent)
        length = math.hypot(*way)
        start = 2 * JOINTS.index(child)
        placed[start:start + 2] = place(placed, parent) + way * (most / length if length > most else 1)
    return placed


def openpose(numbers, width=1280, height=720):
    """The pose in pixels, as `emotionmotion generate` frames it: [25, 3]."""
    scale, floor = height * 0.185, height * 0.88
    points = numpy.ones((25, 3))
    points[:, :2] = [numbers[DRIFT], -numbers[HEIGHT]]
    points[JOINTS, :2] += numbers[:48].reshape(24, 2)
    points[:, 0] = points[:, 0] * scale + width / 2
    points[:, 1] = points[:, 1] * scale + floor
    return points


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dancer")
    parser.add_argument("--mood", default="neutral", choices=EMOTIONS)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", help="OpenPose JSON Lines")
    parser.add_argument("--compare", help="a clip of `emotionmotion generate`, to be compared with")
    options = parser.parse_args()
    torch.set_num_threads(1)
    dancer = Dancer(options.dancer, options.seed)
    mood = [1.0 if emotion == options.mood else 0.0 for emotion in EMOTIONS]
    clip = [openpose(dancer.pose(mood)) for _ in range(round(options.seconds * 30))]
    if options.output:
        with open(options.output, "w") as file:
            for index, points in enumerate(clip):
                people = [{"pose_keypoints_2d": [round(float(v), 3) for v in points.flatten()]}]
                file.write(json.dumps({"version": 1.3, "time": index / 30, "people": people}) + "\n")
    if options.compare:
        with open(options.compare) as file:
            lines = [json.loads(line)["people"][0]["pose_keypoints_2d"] for line in file]
        pairs = zip(clip, lines)
        away = [numpy.abs(p - numpy.reshape(q, (25, 3))).max() / (720 * 0.185) for p, q in pairs]
        for count in sorted({30, 60, len(away)}):
            print(f"first {count} poses: at most {max(away[:count]):.1e} torsos apart")


if __name__ == "__main__":
    main()
