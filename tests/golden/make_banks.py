#!/usr/bin/python3
"""Writes banks.txt: a picture and the responses of banks of filters, by SciPy.

The kernels are made as Varma and Zisserman's published programs make them (makeLMfilters.m,
makeSfilters.m, makeRFSfilters.m), whose angles run clockwise, and Gabor functions as Petkov and
Kruizinga define them; put into the order of sluice. The first block is the 24x20 picture; "bank NAME" has the
responses at every 37th pixel, "texture NAME" mean, mean absolute, deviation and energy of each
response over all pixels.
"""
import pathlib

import numpy as np
from scipy import ndimage

width, height = 24, 20
picture = (np.arange(1, height * width + 1, dtype=np.int64).reshape(height, width) ** 3 % 251).astype(np.uint8)


def grid(half):
    side = np.arange(-half, half + 1)
    return np.meshgrid(side, side[::-1])


def normalise(f, zero_mean=True):
    f = f - f.mean() * zero_mean
    return f / np.abs(f).sum()


def gauss1d(sigma, x, order):
    g = np.exp(-x * x / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)
    return (g, -g * x / sigma**2, g * (x * x - sigma**2) / sigma**4)[order]


def makefilter(scale, order, turn):
    """`turn` of six, clockwise."""
    x, y = grid(24)
    c, s = np.cos(np.pi * turn / 6), np.sin(np.pi * turn / 6)
    return normalise(gauss1d(3 * scale, c * x - s * y, 0) * gauss1d(scale, s * x + c * y, order))


def oriented(scale, order):
    """Counterclockwise: the same lines, but edges change their sign except the first."""
    kernels = [makefilter(scale, order, (6 - k) % 6) for k in range(6)]
    return [k if order == 2 or i == 0 else -k for i, k in enumerate(kernels)]


def gaussian(sigma):
    x, y = grid(24)
    return normalise(np.exp(-(x * x + y * y) / (2 * sigma**2)), zero_mean=False)


def log(sigma):
    x, y = grid(24)
    r2 = x * x + y * y
    return normalise((r2 - 2 * sigma**2) * np.exp(-r2 / (2 * sigma**2)))


def respond(kernel):
    return ndimage.correlate(picture / 255, kernel, mode="mirror")


def lm():
    scales = np.sqrt(2) ** np.arange(1, 4)
    kernels = [k for order in (1, 2) for s in scales for k in oriented(s, order)]
    spots = np.sqrt(2) ** np.arange(1, 5)
    kernels += [log(s) for s in sorted([*spots, *(3 * spots)])] + [gaussian(s) for s in spots]
    return [respond(k) for k in kernels]


def schmid():
    x, y = grid(24)
    r = np.hypot(x, y)
    pairs = [(2, 1), (4, 1), (4, 2), (6, 1), (6, 2), (6, 3), (8, 1), (8, 2), (8, 3), (10, 1), (10, 2), (10, 3), (10, 4)]
    return [respond(normalise(np.cos(np.pi * tau * r / sigma) * np.exp(-r * r / (2 * sigma**2)))) for sigma, tau in pairs]


def mr8():
    edges = [np.abs([respond(k) for k in oriented(s, 1)]).max(axis=0) for s in (1, 2, 4)]
    bars = [np.max([respond(k) for k in oriented(s, 2)], axis=0) for s in (1, 2, 4)]
    return edges + bars + [respond(gaussian(10)), respond(log(10))]


def gabor(scales, orientations):
    sigmas = [0.56 * 4 * np.sqrt(2) ** k for k in range(scales)]
    x, y = grid(int(np.ceil(3 * 2 * sigmas[-1])))
    responses = []
    for sigma in sigmas:
        for k in range(orientations):
            c, s = np.cos(np.pi * k / orientations), np.sin(np.pi * k / orientations)
            along, across = c * x + s * y, c * y - s * x
            envelope = np.exp(-(across**2 + along**2 / 4) / (2 * sigma**2))
            phase = 2 * np.pi * across * 0.56 / sigma
            responses.append(np.hypot(respond(normalise(envelope * np.cos(phase))), respond(normalise(envelope * np.sin(phase)))))
    return responses


with open(pathlib.Path(__file__).with_name("banks.txt"), "w") as out:
    out.write("input\n")
    np.savetxt(out, picture, fmt="%d")
    for name, responses in (("lm", lm()), ("schmid", schmid()), ("mr8", mr8()), ("gabor", gabor(2, 3))):
        r = np.array(responses).reshape(len(responses), -1)
        out.write(f"bank {name}\n")
        np.savetxt(out, r[:, ::37].T, fmt="%.9g")
        out.write(f"texture {name}\n")
        np.savetxt(out, [r.mean(axis=1), np.abs(r).mean(axis=1), r.std(axis=1), (r**2).mean(axis=1)], fmt="%.9g")
