#!/usr/bin/python3
"""Writes gradient.txt: a picture and its derivatives by OpenCV and SciPy.

Each block is a line "name border", then the picture or the result; the first block is the input.
Angles are NumPy's arctan2 in degrees; log2 is SciPy's gaussian_laplace with sigma 2.
"""
import pathlib

import cv2
import numpy as np
from scipy import ndimage

picture = np.arange(1, 14 * 17 + 1, dtype=np.int64).reshape(14, 17) ** 3 % 251
f64 = picture.astype(np.float64)
BORDERS = {"clamp": cv2.BORDER_REPLICATE, "mirror": cv2.BORDER_REFLECT_101, "reflect": cv2.BORDER_REFLECT}
SCIPY = {"clamp": "nearest", "mirror": "mirror", "reflect": "reflect"}

with open(pathlib.Path(__file__).with_name("gradient.txt"), "w") as out:

    def write(name, border, array):
        out.write(f"{name} {border}\n")
        np.savetxt(out, array, fmt="%.9g")

    write("input", "none", picture)
    for border, code in BORDERS.items():
        for name, operator in (("sobel", cv2.Sobel), ("scharr", cv2.Scharr)):
            dx = operator(f64, cv2.CV_64F, 1, 0, borderType=code)
            dy = operator(f64, cv2.CV_64F, 0, 1, borderType=code)
            write(name + "-x", border, dx)
            write(name + "-y", border, dy)
            if name == "sobel":
                write(name + "-magnitude", border, np.hypot(dx, dy))
                write(name + "-angle", border, np.degrees(np.arctan2(dy, dx)))
        for axis in (0, 1):
            for order, kernel in ((1, [-0.5, 0, 0.5]), (2, [1, -2, 1])):
                name = f"derivative-{'yx'[axis]}-{order}"
                write(name, border, ndimage.correlate1d(f64, kernel, axis, mode=SCIPY[border]))
        write("laplacian", border, ndimage.laplace(f64, mode=SCIPY[border]))
        write("log2", border, ndimage.gaussian_laplace(f64, 2.0, mode=SCIPY[border], truncate=8.0))
