#!/usr/bin/python3
"""Writes morphology.txt: a picture and what SciPy's grey morphology makes of it.

Each block is a line "operation shape width height", then the picture or the result; the first block
is the input. The border is clamp ("nearest"). Compound operations are composed of SciPy's erosion
and dilation, so that the border rule holds for each step.
"""
import pathlib

import numpy as np
from scipy import ndimage

WINDOWS = [("rect", 3, 3), ("rect", 4, 2), ("rect", 2, 5), ("disc", 5, 5)]

picture = np.arange(1, 78, dtype=np.int64).reshape(7, 11) ** 3 % 251


def footprint(shape, width, height):
    if shape == "rect":
        return np.ones((height, width), bool)
    a, b = width // 2, height // 2
    y, x = np.mgrid[-b : b + 1, -a : a + 1]
    return x**2 * b**2 + y**2 * a**2 <= a**2 * b**2


with open(pathlib.Path(__file__).with_name("morphology.txt"), "w") as out:
    out.write("input none 0 0\n")
    np.savetxt(out, picture, fmt="%d")
    for shape, width, height in WINDOWS:
        window = footprint(shape, width, height)

        def erode(p):
            return ndimage.grey_erosion(p, footprint=window, mode="nearest")

        def dilate(p):
            return ndimage.grey_dilation(p, footprint=window, mode="nearest")

        results = {
            "erode": erode(picture),
            "dilate": dilate(picture),
            "open": dilate(erode(picture)),
            "close": erode(dilate(picture)),
            "gradient": dilate(picture) - erode(picture),
            "tophat": picture - dilate(erode(picture)),
            "blackhat": erode(dilate(picture)) - picture,
        }
        for name, result in results.items():
            out.write(f"{name} {shape} {width} {height}\n")
            np.savetxt(out, np.maximum(result, 0), fmt="%d")
