#!/usr/bin/env python3
"""Synthetic volumes of four kinds of solids, for nets of 3-D convolutions.

  solids.py FOLDER [--count 2000] [--size 24] [--seed 0]

writes FOLDER/volumes/KIND/NUMBER.npy, u8 with axes d, h, w, c, and FOLDER/slices/KIND/NUMBER-SLICE.npy,
the slices of each across its first axis. Kinds are ball, box, cylinder and cone, as many of each,
stretched a little along each axis, turned at random, away from the middle, of random
brightness before a random background, with normal noise: single slices of them look alike (a slice
of each of them may be an ellipse or nearly one).

  sluice net predict -m slices.safetensors --json FOLDER/slices/*/*.npy | solids.py --judge

prints the share of volumes that a net of slices (slices.net) classifies rightly, by the mean of the scores
of each volume's slices."""
import argparse
import collections
import json
import os
import sys

import numpy as np

KINDS = ("ball", "box", "cylinder", "cone")


def rotation(random):
    """Any rotation, all equally likely: that of a random unit quaternion."""
    w, x, y, z = (q := random.normal(size=4)) / np.linalg.norm(q)
    return np.array([[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
                     [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
                     [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]])


def inside(kind, p):
    """Which points lie in a solid of about the volume of the ball of radius 1."""
    x, y, z = p
    radius = np.hypot(x, y)
    if kind == "ball":
        return x * x + y * y + z * z <= 1
    if kind == "box":
        return np.max(np.abs(p), axis=0) <= 0.8
    if kind == "cylinder":
        return (radius <= 0.87) & (np.abs(z) <= 0.87)
    return (z >= -0.7) & (radius <= 1.2 * (1.3 - z) / 2)  # 2 high


def volume(kind, size, random):
    grid = np.stack(np.meshgrid(*[np.arange(size) + 0.5] * 3, indexing="ij")).reshape(3, -1)
    radius = size * random.uniform(0.26, 0.34)
    middle = size / 2 + random.uniform(-0.08, 0.08, size=(3, 1)) * size
    stretch = radius * random.uniform(0.85, 1.18, size=(3, 1))
    # Samples in between soften the edges.
    share = np.mean([inside(kind, rotated) for rotated in
                     [(turn @ (grid + shift - middle)) / stretch
                      for turn in [rotation(random)]
                      for shift in np.stack(np.meshgrid(*[(-0.25, 0.25)] * 3)).reshape(3, -1, 1)
                      .swapaxes(0, 1)]], axis=0)
    background, solid = random.uniform(20, 90), random.uniform(150, 230)
    numbers = background + (solid - background) * share + random.normal(0, 10, share.shape)
    return np.clip(np.round(numbers), 0, 255).astype(np.uint8).reshape(size, size, size, 1)


def judge(lines):
    """The share of right answers, by the sums of the scores of a volume's slices."""
    sums = collections.defaultdict(collections.Counter)
    for answer in map(json.loads, lines):
        sums[answer["name"].rsplit("-", 1)[0]].update(answer["scores"])
    right = [scores.most_common(1)[0][0] == os.path.basename(os.path.dirname(name))
             for name, scores in sums.items()]
    return np.mean(right), len(right)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--judge", action="store_true")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--size", type=int, default=24)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    if args.judge or args.folder is None:
        print("accuracy %.4f of %d volumes" % judge(sys.stdin))
        return
    random = np.random.default_rng(args.seed)
    for number in range(args.count):
        kind = KINDS[number % len(KINDS)]
        numbers = volume(kind, args.size, random)
        for what in ("volumes", "slices"):
            os.makedirs(os.path.join(args.folder, what, kind), exist_ok=True)
        np.save(os.path.join(args.folder, "volumes", kind, f"{number:05}.npy"), numbers)
        for i, slice_ in enumerate(numbers):
            np.save(os.path.join(args.folder, "slices", kind, f"{number:05}-{i:02}.npy"), slice_)


if __name__ == "__main__":
    main()
