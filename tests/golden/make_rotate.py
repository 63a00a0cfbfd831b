#!/usr/bin/python3
"""Writes rotate_30.txt: a picture and the same turned by 30 degrees clockwise, by SciPy.

Linear interpolation, zero outside, the picture's own size. scipy.ndimage.rotate turns
counterclockwise for axes (1, 0), hence the sign.
"""
import pathlib

import numpy as np
from scipy import ndimage

picture = np.arange(1, 36, dtype=np.float64).reshape(5, 7) ** 2 % 17 / 17
turned = ndimage.rotate(picture, -30, axes=(1, 0), reshape=False, order=1, mode="grid-constant")
with open(pathlib.Path(__file__).with_name("rotate_30.txt"), "w") as out:
    for array in (picture, turned):
        np.savetxt(out, array, fmt="%.9f")
