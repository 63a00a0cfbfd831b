#!/usr/bin/python3
"""Writes metrics.txt: errors and SSIM of two 40x30 pictures, by NumPy and SciPy in f64.

The pictures have 3 channels: a(x, y, c) = (x * x + 3 * y + 40 * c) mod 256 and
b = clip(a + ((x * 7 + y * 5 + c * 3) mod 31) - 15, 0, 255). The SSIM is that of Wang et al. (2004):
Gaussian window 11x11, sigma 1.5, population covariance, mean over the windows inside the picture and
over the channels; what scikit-image computes with gaussian_weights=True, sigma=1.5,
use_sample_covariance=False, data_range=255.
"""
import pathlib

import numpy as np
from scipy.ndimage import gaussian_filter

y, x, c = np.mgrid[0:30, 0:40, 0:3]
a = ((x * x + 3 * y + 40 * c) % 256).astype(np.float64)
b = np.clip(a + (x * 7 + y * 5 + c * 3) % 31 - 15, 0, 255)
error = (a - b) / 255


def blur(image):
    return gaussian_filter(image, 1.5, truncate=3.5)[5:-5, 5:-5]


def ssim(p, q):
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    mp, mq = blur(p), blur(q)
    vp, vq, cov = blur(p * p) - mp * mp, blur(q * q) - mq * mq, blur(p * q) - mp * mq
    return np.mean((2 * mp * mq + c1) * (2 * cov + c2) / ((mp * mp + mq * mq + c1) * (vp + vq + c2)))


numbers = [
    np.count_nonzero(error),
    np.abs(error).max(),
    np.abs(error).mean(),
    (error**2).mean(),
    np.sqrt((error**2).mean()),
    -10 * np.log10((error**2).mean()),
    np.mean([ssim(a[..., k], b[..., k]) for k in range(3)]),
]
with open(pathlib.Path(__file__).with_name("metrics.txt"), "w") as out:
    out.write("\n".join(f"{n:.12g}" for n in numbers) + "\n")
