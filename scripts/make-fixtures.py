#!/usr/bin/env python3
"""Runs each operation that Torch offers in PyTorch and keeps what came in and what went out.

    python scripts/make-fixtures.py [FOLDER]

needs torch (of the version that scripts/setup unpacks), numpy and safetensors, and writes to
Tests/TorchTests/Fixtures where no folder is given. The same version gives the same files.

A case NAME in a file is
    NAME/input/X      what came in
    NAME/output       what went out
    NAME/upstream     the gradient that arrives from above; absent where there is none
    NAME/gradient/X   the gradient of each float input
"""

import pathlib
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

folder = pathlib.Path(
    sys.argv[1]
    if len(sys.argv) > 1
    else pathlib.Path(__file__).resolve().parent.parent / "Tests" / "TorchTests" / "Fixtures"
)
folder.mkdir(parents=True, exist_ok=True)
torch.set_num_threads(1)
torch.manual_seed(20260101)


def numbers(*shape):
    return torch.randn(*shape)


def positive(*shape):
    return torch.rand(*shape) + 0.2


class File:
    """The cases of one fixture file."""

    def __init__(self, name):
        self.name, self.tensors = name, {}

    def case(self, name, function, **inputs):
        floats = {key for key, value in inputs.items() if value.is_floating_point()}
        leaves = {
            key: value.clone().requires_grad_() if key in floats else value
            for key, value in inputs.items()
        }
        output = function(*leaves.values())
        for key, value in inputs.items():
            self.keep(f"{name}/input/{key}", value)
        self.keep(f"{name}/output", output)
        if output.requires_grad:
            upstream = torch.randn_like(output)
            output.backward(upstream)
            self.keep(f"{name}/upstream", upstream)
            for key in sorted(floats):
                gradient = leaves[key].grad
                self.keep(
                    f"{name}/gradient/{key}",
                    torch.zeros_like(leaves[key]) if gradient is None else gradient,
                )

    def keep(self, name, tensor):
        self.tensors[name] = tensor.detach().contiguous().clone()

    def save(self):
        save_file(self.tensors, str(folder / f"{self.name}.safetensors"))


def arithmetic():
    file = File("arithmetic")
    pair = lambda: {"a": numbers(2, 3, 4), "b": numbers(3, 1)}
    file.case("add", lambda a, b: a + b, **pair())
    file.case("subtract", lambda a, b: a - b, **pair())
    file.case("multiply", lambda a, b: a * b, **pair())
    file.case("divide", lambda a, b: a / b, a=numbers(3, 4), b=positive(4))
    file.case("minimum", torch.minimum, **pair())
    file.case("maximum", torch.maximum, **pair())
    file.case("matmul", torch.matmul, a=numbers(2, 3, 4), b=numbers(2, 4, 5))
    file.case("matmul-broadcast", torch.matmul, a=numbers(2, 3, 4), b=numbers(4, 5))
    one = lambda: {"a": numbers(3, 4)}
    file.case("add-number", lambda a: a + 1.5, **one())
    file.case("subtract-number", lambda a: a - 1.5, **one())
    file.case("number-subtract", lambda a: 1.5 - a, **one())
    file.case("multiply-number", lambda a: a * -2.5, **one())
    file.case("divide-number", lambda a: a / 3, **one())
    file.case("number-divide", lambda a: 2 / a, a=positive(3, 4))
    file.case("negative", torch.neg, **one())
    file.case("power", lambda a: a**1.5, a=positive(3, 4))
    file.case("exp", torch.exp, **one())
    file.case("log", torch.log, a=positive(3, 4))
    file.case("sqrt", torch.sqrt, a=positive(3, 4))
    file.case("square", torch.square, **one())
    file.case("abs", torch.abs, **one())
    file.case("sin", torch.sin, **one())
    file.case("cos", torch.cos, **one())
    file.case("clamp", lambda a: a.clamp(-0.5, 0.7), **one())
    file.save()


def activations():
    file = File("activations")
    x = lambda: {"a": numbers(3, 5) * 2}
    file.case("tanh", torch.tanh, **x())
    file.case("sigmoid", torch.sigmoid, **x())
    file.case("relu", torch.relu, **x())
    file.case("silu", F.silu, **x())
    file.case("softplus", F.softplus, a=numbers(3, 5) * 15)
    file.case("gelu", F.gelu, **x())
    file.case("gelu-approximated", lambda a: F.gelu(a, approximate="tanh"), **x())
    file.case("softmax", lambda a: a.softmax(-1), **x())
    file.case("softmax-first", lambda a: a.softmax(0), **x())
    file.case("log-softmax", lambda a: a.log_softmax(-1), **x())
    file.save()


def reductions():
    file = File("reductions")
    x = lambda: {"a": numbers(3, 4, 5)}
    file.case("sum", torch.sum, **x())
    file.case("mean", torch.mean, **x())
    file.case("max", torch.max, **x())
    file.case("min", torch.min, **x())
    file.case("sum-over", lambda a: a.sum(1), **x())
    file.case("sum-keeping", lambda a: a.sum(-1, keepdim=True), **x())
    file.case("mean-over", lambda a: a.mean(-1), **x())
    file.case("mean-keeping", lambda a: a.mean(0, keepdim=True), **x())
    file.case("max-over", lambda a: a.max(1).values, **x())
    file.case("min-over", lambda a: a.min(-1).values, **x())
    file.case("argmax", lambda a: a.argmax(1), **x())
    file.case("variance", lambda a: a.var(-1, correction=0), **x())
    file.case("log-sum-exp", lambda a: a.logsumexp(-1), a=numbers(3, 5) * 40)
    file.case("log-sum-exp-keeping", lambda a: a.logsumexp(1, keepdim=True), **x())
    file.case("cumulative-sum", lambda a: a.cumsum(1), **x())
    file.save()


def shapes():
    file = File("shapes")
    x = lambda: {"a": numbers(2, 3, 4)}
    file.case("reshape", lambda a: a.reshape(4, -1), **x())
    file.case("expand", lambda a: a.expand(5, 3, -1), a=numbers(1, 3, 4))
    file.case("permute", lambda a: a.permute(2, 0, 1), **x())
    file.case("transpose", lambda a: a.transpose(-2, -1), **x())
    file.case("transpose-named", lambda a: a.transpose(0, 2), **x())
    file.case("narrow", lambda a: a.narrow(2, 1, 2), **x())
    file.case("select", lambda a: a.select(1, -1), **x())
    file.case("unsqueeze", lambda a: a.unsqueeze(1), **x())
    file.case("squeeze", lambda a: a.squeeze(1), a=numbers(2, 1, 4))
    file.case("contiguous", lambda a: a.transpose(0, 1).contiguous(), **x())
    file.case("clone", torch.clone, **x())
    two = lambda: {"a": numbers(2, 3), "b": numbers(2, 3)}
    file.case("concatenate", lambda a, b: torch.cat([a, b, a], 1), **two())
    file.case("stack", lambda a, b: torch.stack([a, b], 1), **two())
    file.case(
        "index-select",
        lambda a, i: a.index_select(1, i),
        a=numbers(2, 5, 3), i=torch.tensor([4, 0, 0, 2]),
    )
    file.case(
        "gather",
        lambda a, i: a.gather(1, i),
        a=numbers(2, 5), i=torch.tensor([[4, 0, 0], [1, 2, 4]]),
    )
    file.case("lower-triangle", lambda a: a.tril(), a=numbers(4, 4))
    file.case("upper-triangle", lambda a: a.triu(1), a=numbers(4, 4))
    file.save()


def masks():
    file = File("masks")
    pair = lambda: {
        "a": torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
        "b": torch.tensor([3.0, 2.0, 6.0]),
    }
    file.case("greater", torch.gt, **pair())
    file.case("greater-equal", torch.ge, **pair())
    file.case("less", torch.lt, **pair())
    file.case("less-equal", torch.le, **pair())
    file.case("equal", torch.eq, **pair())
    file.case("greater-number", lambda a, b: a > 3, **pair())
    file.case("greater-equal-number", lambda a, b: a >= 3, **pair())
    file.case("less-number", lambda a, b: a < 3, **pair())
    file.case("less-equal-number", lambda a, b: a <= 3, **pair())
    file.case("equal-number", lambda a, b: a == 3, **pair())
    file.case("not-and", lambda a, b: ~(a > 2) & (b > 2), **pair())
    mask = torch.tensor([[True, False, True], [False, False, True]])
    two = {"a": numbers(2, 3), "b": numbers(2, 3)}
    file.case("where", lambda a, b, mask: torch.where(mask, a, b), **two, mask=mask)
    file.case("fill", lambda a, mask: a.masked_fill(mask, -7.5), a=numbers(2, 3), mask=mask)
    file.save()


def layers():
    file = File("layers")
    file.case(
        "linear", F.linear, input=numbers(2, 3, 4), weight=numbers(5, 4), bias=numbers(5)
    )
    file.case("linear-plain", F.linear, input=numbers(3, 4), weight=numbers(5, 4))
    norm = lambda x, weight, bias: F.layer_norm(x, (6,), weight, bias)
    file.case("layer-norm", norm, x=numbers(2, 3, 6) * 3 + 1, weight=numbers(6), bias=numbers(6))
    file.case("layer-norm-plain", lambda x: F.layer_norm(x, (6,), eps=1e-3), x=numbers(3, 6))
    file.case(
        "embedding",
        lambda weight, i: F.embedding(i, weight),
        weight=numbers(7, 3), i=torch.tensor([[1, 6, 1], [0, 2, 3]]),
    )
    file.case("dropout-none", lambda x: F.dropout(x, 0.0, True), x=numbers(3, 4))
    file.case("dropout-resting", lambda x: F.dropout(x, 0.5, False), x=numbers(3, 4))
    classes = torch.tensor([2, 0, 4, -100])
    cross = F.cross_entropy
    file.case("cross-entropy", lambda x, t: cross(x, t), x=numbers(4, 5), t=classes)
    file.case(
        "cross-entropy-weighted",
        lambda x, t, w: cross(x, t, weight=w.detach(), label_smoothing=0.1),
        x=numbers(4, 5), t=classes, w=positive(5),
    )
    file.case(
        "cross-entropy-shares",
        lambda x, t: cross(x, t.detach()),
        x=numbers(3, 5), t=numbers(3, 5).softmax(-1),
    )
    file.case(
        "feed-forward",
        lambda x, rw, rb, fw, fb: F.linear(F.gelu(F.linear(x, rw, rb)), fw, fb),
        x=numbers(2, 4), rw=numbers(6, 4), rb=numbers(6), fw=numbers(4, 6), fb=numbers(4),
    )
    file.save()


def attention():
    file = File("attention")
    heads = lambda time=5, past=5: {
        "q": numbers(2, 3, time, 8), "k": numbers(2, 3, past, 8), "v": numbers(2, 3, past, 8)
    }
    attend = F.scaled_dot_product_attention
    file.case("plain", lambda q, k, v: attend(q, k, v), **heads())
    file.case("causal", lambda q, k, v: attend(q, k, v, is_causal=True), **heads())
    file.case("one-query", lambda q, k, v: attend(q, k, v), **heads(time=1, past=6))
    file.case(
        "bias",
        lambda q, k, v, bias: attend(q, k, v, attn_mask=bias),
        **heads(time=4, past=6), bias=numbers(3, 4, 6),
    )
    file.case(
        "mask",
        lambda q, k, v, mask: attend(q, k, v, attn_mask=mask),
        **heads(), mask=torch.ones(5, 5, dtype=torch.bool).tril(),
    )
    file.save()


def optimiser():
    """Five AdamW steps of changing size with given gradients; `still` never receives one."""
    file = File("optimiser")
    shapes = {"weight": (3, 4), "bias": (4,), "still": (2,)}
    values = {name: torch.nn.Parameter(numbers(*shape)) for name, shape in shapes.items()}
    for name, value in values.items():
        file.keep(f"start/{name}", value)
    adam = torch.optim.AdamW(
        [
            {"params": [values["weight"]], "weight_decay": 0.1},
            {"params": [values["bias"], values["still"]], "weight_decay": 0.0},
        ],
        lr=0.01, betas=(0.85, 0.97), eps=1e-6,
    )
    for step in range(5):
        for group in adam.param_groups:
            group["lr"] = 0.01 * (step + 1)
        for name in ("weight", "bias"):
            values[name].grad = numbers(*shapes[name]) * 3
            file.keep(f"gradient/{step}/{name}", values[name].grad)
        norm = torch.nn.utils.clip_grad_norm_(values.values(), 5.0)
        file.keep(f"norm/{step}", norm.reshape(1))
        for name in ("weight", "bias"):
            file.keep(f"clipped/{step}/{name}", values[name].grad)
        adam.step()
    for name, value in values.items():
        file.keep(f"end/{name}", value)
    file.save()


def random():
    """What one seed draws: `TorchRuntime.seed` and `RandomSource` must draw the same."""
    file = File("random")
    torch.manual_seed(7)
    file.keep("normal", torch.randn(5, 7))
    file.keep("uniform", torch.rand(3, 4))
    file.keep("dropout", F.dropout(torch.ones(40), 0.3, True))
    torch.manual_seed(7)
    file.keep("linear", torch.nn.Linear(4, 3).weight)
    file.save()


def convolution():
    file = File("convolution")
    conv = F.conv1d
    plain = lambda: {"x": numbers(2, 3, 9), "weight": numbers(4, 3, 5), "bias": numbers(4)}
    file.case("plain", lambda x, weight, bias: conv(x, weight, bias), **plain())
    file.case("padded", lambda x, weight, bias: conv(x, weight, bias, padding=2), **plain())
    file.case("strided", lambda x, weight, bias: conv(x, weight, bias, stride=2), **plain())
    file.case(
        "dilated",
        lambda x, weight: conv(x, weight, padding=2, dilation=2),
        x=numbers(2, 3, 9), weight=numbers(4, 3, 3),
    )
    file.case("max-pool", lambda x: F.max_pool1d(x, 2), x=numbers(2, 3, 9))
    file.case("max-pool-overlapping", lambda x: F.max_pool1d(x, 3, 1), x=numbers(2, 3, 9))
    file.case("mean-pool", lambda x: F.avg_pool1d(x, 3), x=numbers(2, 3, 9))
    file.save()


for write in (
    arithmetic, activations, reductions, shapes, masks, layers, attention, optimiser, random,
    convolution,
):
    write()
