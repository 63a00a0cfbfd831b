#!/usr/bin/python3
"""Writes median.txt: a picture and what SciPy's rank filters make of it.

Each block is a line "name width height percent mode", then the picture or the result; the first
block is the input. `mode` is the project's name of the border rule.
"""
import pathlib

import numpy as np
from scipy import ndimage

SCIPY_MODE = {"clamp": "nearest", "mirror": "mirror", "reflect": "reflect", "wrap": "wrap"}
CASES = [
    ("median", 3, 3, 50, "clamp"),
    ("median", 5, 5, 50, "mirror"),
    ("median", 4, 2, 50, "reflect"),
    ("median", 2, 5, 50, "wrap"),
    ("percentile", 3, 3, 30, "clamp"),
    ("percentile", 4, 4, 75, "mirror"),
    ("percentile", 5, 1, 99, "wrap"),
    ("percentile", 3, 2, 0, "reflect"),
    ("percentile", 3, 2, 100, "clamp"),
]

picture = np.arange(1, 78, dtype=np.int64).reshape(7, 11) ** 3 % 251
with open(pathlib.Path(__file__).with_name("median.txt"), "w") as out:
    out.write("input 0 0 0 none\n")
    np.savetxt(out, picture, fmt="%d")
    for name, width, height, percent, mode in CASES:
        if name == "median":
            result = ndimage.median_filter(picture, size=(height, width), mode=SCIPY_MODE[mode])
        else:
            result = ndimage.percentile_filter(
                picture, percent, size=(height, width), mode=SCIPY_MODE[mode])
        out.write(f"{name} {width} {height} {percent} {mode}\n")
        np.savetxt(out, result, fmt="%d")
