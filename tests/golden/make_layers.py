#!/usr/bin/python3
"""Writes layers.txt: what layers of nets compute forward and backward, by PyTorch (f64).

Blocks "net LINE ; LINE...": lines of a net file. Numbers in order of memory, channels last: number i
of the input, two examples, is ((37 i + 11) mod 101 - 50.5) / 8, parameter i of each list is
((17 i + 3) mod 13 - 5) / 8 and the derivative of the loss by number i of the result is
((29 i + 7) mod 97 - 48) / 64. The block has the result, the derivatives by the input and then those
by the learnt parameters. Training mode.

Blocks "loss SHAPE LINE": numbers of four examples made like inputs; label i is (7 i + 2) mod channels
and wanted number i is ((11 i) mod 5) / 4. The loss and its derivatives.
"""
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
BATCH = 2


def pattern(count, a, b, modulus, middle, divisor):
    i = torch.arange(count)
    return ((a * i + b) % modulus - middle) / divisor


def first(x):  # channels last to channels first
    return x.movedim(-1, 1)


def last(x):
    return x.movedim(1, -1)


def pool(kind, axes):
    return getattr(F, f"{kind}_pool{axes}d")


def averages(x, axes, size, **options):
    return pool("avg", axes)(x, size, count_include_pad=False, **options)


def unpooled(x, axes, size, stride):
    y, places = pool("max", axes)(x, size, stride, return_indices=True)
    return getattr(F, f"max_unpool{axes}d")(torch.tanh(y), places, size, stride, output_size=x.shape)


PICTURES = {1: "8x3", 2: "5x4x3", 3: "3x4x5x2"}
cases = []  # net lines, shape, f(x channels first, parameters), channels of parameters
for axes, shape in PICTURES.items():

    def add(line, f, parameters=(), shape=shape):
        cases.append((line, shape, f, parameters))

    for kind in ("max", "avg"):
        compute = pool("max", axes) if kind == "max" else lambda x, *a, axes=axes, **o: averages(x, axes, *a, **o)
        for text, size, options in (
            ("2", 2, {}),
            ("3 stride 2", 3, {"stride": 2}),
            ("3 stride 2 ceil", 3, {"stride": 2, "ceil_mode": True}),
            ("3 stride 2 pad 1", 3, {"stride": 2, "padding": 1}),
            ("3 stride 1 pad 1 ceil", 3, {"stride": 1, "padding": 1, "ceil_mode": True}),
            ("2 stride 3 pad 1 ceil", 2, {"stride": 3, "padding": 1, "ceil_mode": True}),
        ):
            add(f"{kind}pool {text}", lambda x, c=compute, s=size, o=options: c(x, s, **o))
    add("globalpool", lambda x: x.mean(tuple(range(2, x.dim())), keepdim=True))
    add("p = maxpool 2 ; tanh ; maxunpool p", lambda x, axes=axes: unpooled(x, axes, 2, 2))
    linear = {1: "linear", 2: "bilinear", 3: "trilinear"}[axes]
    add("upsample bilinear 2", lambda x, m=linear: F.interpolate(x, scale_factor=2, mode=m, align_corners=False))
    add("upsample nearest 2", lambda x: F.interpolate(x, scale_factor=2, mode="nearest"))
    channels = int(shape.split("x")[-1])
    add("batchnorm epsilon 1e-3", lambda x, p: F.batch_norm(x, None, None, p[0], p[1], True, eps=1e-3), (channels, channels))
    add("lrn 3 alpha 0.25 k 1", lambda x: F.local_response_norm(x, 3, alpha=0.75, beta=0.75, k=1))
    add("lrn", lambda x: F.local_response_norm(x, 5, alpha=5e-4, beta=0.75, k=2))
    add("softmax", lambda x: F.softmax(x, 1))
    add("pad 1 after 2", lambda x, axes=axes: F.pad(x, (1, 2) * axes))
for line, f in (
    ("relu", F.relu),
    ("relu6", F.relu6),
    ("leaky 0.25", lambda x: F.leaky_relu(x, 0.25)),
    ("elu 0.5", lambda x: F.elu(x, 0.5)),
    ("sigmoid", torch.sigmoid),
    ("tanh", torch.tanh),
    ("swish", F.silu),
    ("hardsigmoid", F.hardsigmoid),
    ("hardswish", F.hardswish),
):
    cases.append((line, "5x6x4", f, ()))

lines = []


def write(header, *tensors):
    lines.append(header)
    for tensor in tensors:
        lines.append(" ".join(f"{v:.8g}" for v in tensor.detach().reshape(-1).tolist()))


for line, shape, f, channels in cases:
    sizes = [int(n) for n in shape.split("x")]
    count = BATCH
    for n in sizes:
        count *= n
    x = pattern(count, 37, 11, 101, 50.5, 8).reshape([BATCH] + sizes).requires_grad_()
    parameters = [pattern(n, 17, 3, 13, 5, 8).requires_grad_() for n in channels]
    y = last(f(first(x), parameters) if parameters else f(first(x)))
    y.reshape(-1).backward(pattern(y.numel(), 29, 7, 97, 48, 64))
    write(f"net input {shape} ; {line}", y, x.grad, *[p.grad for p in parameters])

for shape in ("5", "2x4"):
    sizes = [int(n) for n in shape.split("x")]
    rows, columns = 4, sizes[-1]
    for n in sizes[:-1]:
        rows *= n
    labels = (7 * torch.arange(rows) + 2) % columns
    wanted = ((11 * torch.arange(rows * columns)) % 5) / 4
    weights = torch.arange(1, columns + 1) / 2
    weight_text = ",".join(f"{w:g}" for w in weights.tolist())
    for line, f in (
        ("softmax", lambda s: F.cross_entropy(s, labels)),
        ("softmax smoothing 0.2", lambda s: F.cross_entropy(s, labels, label_smoothing=0.2)),
        ("softmax ignore 2", lambda s: F.cross_entropy(s, labels, ignore_index=2)),
        (f"softmax weights {weight_text}", lambda s: F.cross_entropy(s, labels, weight=weights)),
        ("multiclass-hinge", lambda s: F.multi_margin_loss(s, labels) * columns),
        ("l1", lambda s: F.l1_loss(s.reshape(-1), wanted)),
        ("l2", lambda s: F.mse_loss(s.reshape(-1), wanted)),
        ("binary", lambda s: F.binary_cross_entropy_with_logits(s.reshape(-1), wanted)),
    ):
        s = pattern(rows * columns, 37, 11, 101, 50.5, 8).reshape(rows, columns).requires_grad_()
        loss = f(s)
        loss.backward()
        write(f"loss {shape} {line}", loss, s.grad)

pathlib.Path(__file__).with_name("layers.txt").write_text("\n".join(lines) + "\n")
