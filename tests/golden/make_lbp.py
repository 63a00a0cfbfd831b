#!/usr/bin/python3
"""Writes lbp.txt: a picture and its histograms of local binary patterns by scikit-image.

Each block is a line "lbp points radius mapping" and how many pixels have each pattern, in the order
of sluice; the first block is the 24x20 picture. Outside of it all is 0, as in scikit-image.
"""
import pathlib

import numpy as np
from skimage.feature import local_binary_pattern

width, height = 24, 20
picture = (np.arange(1, height * width + 1, dtype=np.int64).reshape(height, width) ** 3 % 251).astype(np.uint8)


def rotations(pattern, points):
    return [(pattern >> r | pattern << (points - r)) & ((1 << points) - 1) for r in range(points)]


def bin_of(pattern, points):
    """uniform: runs of ones by length and start, all zeros, all ones, the others."""
    ones = bin(pattern).count("1")
    if ones in (0, points):
        return points * (points - 1) + (ones > 0)
    starts = [r for r in range(points) if rotations(pattern, points)[r] == (1 << ones) - 1]
    return (ones - 1) * points + starts[0] if starts else points * (points - 1) + 2


def histogram(points, radius, mapping):
    codes = local_binary_pattern(picture, points, radius, "default").astype(int).ravel()
    if mapping == "none":
        return np.bincount(codes, minlength=1 << points)
    if mapping == "riu2":
        return np.bincount(local_binary_pattern(picture, points, radius, "uniform").astype(int).ravel(), minlength=points + 2)
    if mapping == "ri":
        least = local_binary_pattern(picture, points, radius, "ror").astype(int).ravel()
        bins = sorted({min(rotations(p, points)) for p in range(1 << points)})
        return np.array([(least == b).sum() for b in bins])
    bins = np.array([bin_of(c, points) for c in codes])
    theirs = local_binary_pattern(picture, points, radius, "nri_uniform").ravel()
    assert len(set(zip(bins, theirs))) == len(set(bins)) == len(set(theirs)), "the same classes"
    return np.bincount(bins, minlength=points * (points - 1) + 3)


def check_ties(points, radius):
    """scikit-image rounds offsets to five digits, sluice to six: no difference may be that small."""
    padded = np.pad(picture.astype(float), 8)
    for p in range(points):
        dy, dx = -radius * np.sin(2 * np.pi * p / points), radius * np.cos(2 * np.pi * p / points)
        y, x = np.mgrid[8 : 8 + height, 8 : 8 + width]
        top, left = int(np.floor(np.round(dy, 5))), int(np.floor(np.round(dx, 5)))
        fy, fx = dy - top, dx - left
        if max(abs(fy), abs(fx)) < 1e-9:
            continue
        at = lambda i, j: padded[y + top + i, x + left + j]
        value = (1 - fy) * ((1 - fx) * at(0, 0) + fx * at(0, 1)) + fy * ((1 - fx) * at(1, 0) + fx * at(1, 1))
        difference = np.abs(value - picture)
        # Exact ties are so in any digits; other differences must be beyond what rounding can turn.
        near = difference[difference > 1e-9]
        assert near.min() > 1e-3, (points, radius, near.min())


with open(pathlib.Path(__file__).with_name("lbp.txt"), "w") as out:
    out.write("input\n")
    np.savetxt(out, picture, fmt="%d")
    for points, radius, mapping in ((8, 1, "none"), (8, 1, "uniform"), (8, 1, "riu2"), (8, 1, "ri"),
                                    (8, 2, "uniform"), (4, 1, "none"), (12, 2.5, "uniform"), (10, 1.5, "uniform"), (16, 2, "riu2"),
                                    (24, 3, "riu2")):
        check_ties(points, radius)
        out.write(f"lbp {points} {radius} {mapping}\n")
        np.savetxt(out, histogram(points, radius, mapping)[None], fmt="%d")
