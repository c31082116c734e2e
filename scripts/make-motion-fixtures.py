#!/usr/bin/env python3
"""Writes Tests/MotionTests/Fixtures: the mixture and a small model, worked out by PyTorch.

    python scripts/make-motion-fixtures.py        (needs torch and safetensors)

The model is written here a second time, from its description alone, so that the test compares two
programs and not one with itself.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

FOLDER = Path(__file__).resolve().parent.parent / "Tests" / "MotionTests" / "Fixtures"
SIZES = dict(
    poseComponents=4, width=16, layers=2, heads=2, mixtures=3, window=6, dropout=0.1,
    smallestLogSigma=-2.5, largestLogSigma=1.0)
STATE = SIZES["poseComponents"] + 1
TARGET = SIZES["poseComponents"] + 2
INPUT = 2 * STATE + 1
OUTPUT = SIZES["mixtures"] * (1 + 2 * TARGET)
CONDITION = 10


def mixture(output):
    """Log weights, distributions of each component, from raw output."""
    k, d = SIZES["mixtures"], TARGET
    logits, means, raw = output.split([k, k * d, k * d], -1)
    low, high = SIZES["smallestLogSigma"], SIZES["largestLogSigma"]
    log_sigma = low + (high - low) * torch.sigmoid(raw.unflatten(-1, (k, d)))
    return torch.distributions.MixtureSameFamily(
        torch.distributions.Categorical(logits=logits),
        torch.distributions.Independent(
            torch.distributions.Normal(means.unflatten(-1, (k, d)), log_sigma.exp()), 1))


def weights():
    width, heads = SIZES["width"], SIZES["heads"]
    named = {}

    def linear(name, inputs, outputs):
        named[f"{name}.weight"] = torch.randn(outputs, inputs) / inputs ** 0.5
        named[f"{name}.bias"] = 0.1 * torch.randn(outputs)

    linear("enter", INPUT, width)
    linear("feel", CONDITION, width)
    linear("understand", width, width)
    for layer in range(SIZES["layers"]):
        linear(f"blocks.{layer}.attend", width, 3 * width)
        linear(f"blocks.{layer}.project", width, width)
        linear(f"blocks.{layer}.feed.rise", width, 4 * width)
        linear(f"blocks.{layer}.feed.fall", 4 * width, width)
        linear(f"blocks.{layer}.film", width, 4 * width)
        named[f"blocks.{layer}.relative"] = torch.randn(SIZES["window"], heads)
    named["norm.weight"] = 1 + 0.1 * torch.randn(width)
    named["norm.bias"] = 0.1 * torch.randn(width)
    linear("head", width, OUTPUT)
    return named


def model(w, features, conditions):
    """Every pose's raw output, one query at a time."""
    heads, window, width = SIZES["heads"], SIZES["window"], SIZES["width"]
    size = width // heads

    def linear(name, x):
        return F.linear(x, w[f"{name}.weight"], w[f"{name}.bias"])

    feeling = linear("understand", F.silu(linear("feel", conditions)))
    x = linear("enter", features)
    for layer in range(SIZES["layers"]):
        name = f"blocks.{layer}"
        scale1, move1, scale2, move2 = linear(f"{name}.film", feeling).unsqueeze(1).chunk(4, -1)
        y = F.layer_norm(x, (width,)) * (1 + scale1) + move1
        query, key, value = linear(f"{name}.attend", y).chunk(3, -1)
        rows = []
        for t in range(x.shape[1]):
            first = max(0, t - window + 1)
            parts = []
            for head in range(heads):
                cut = slice(head * size, (head + 1) * size)
                score = (query[:, t, None, cut] * key[:, first:t + 1, cut]).sum(-1) / size ** 0.5
                back = torch.arange(t - first, -1, -1)
                score = score + w[f"{name}.relative"][back, head]
                parts.append((score.softmax(-1)[..., None] * value[:, first:t + 1, cut]).sum(1))
            rows.append(torch.cat(parts, -1))
        x = x + linear(f"{name}.project", torch.stack(rows, 1))
        y = F.layer_norm(x, (width,)) * (1 + scale2) + move2
        x = x + linear(f"{name}.feed.fall", F.gelu(linear(f"{name}.feed.rise", y)))
    return linear("head", F.layer_norm(x, (width,), w["norm.weight"], w["norm.bias"]))


def main():
    torch.manual_seed(0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    sizes = {"configuration": json.dumps(SIZES)}

    output = torch.randn(2, 3, OUTPUT, requires_grad=True)
    target = torch.randn(2, 3, TARGET)
    likelihood = mixture(output).log_prob(target)
    likelihood.sum().backward()
    save_file(
        dict(output=output.detach(), target=target, likelihood=likelihood.detach(),
             gradient=output.grad), FOLDER / "mixture.safetensors", sizes)

    w = weights()
    features, conditions = torch.randn(2, 20, INPUT), torch.randn(2, CONDITION)
    result = model(w, features, conditions)
    tensors = {f"model.{name}": value for name, value in w.items()}
    save_file(
        dict(tensors, features=features, conditions=conditions, output=result),
        FOLDER / "model.safetensors", sizes)


if __name__ == "__main__":
    main()
