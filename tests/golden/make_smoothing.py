#!/usr/bin/python3
"""Writes smoothing.txt: a picture and what SciPy's filters make of it.

Each block is a line "name a b c border", then the picture or the result in steps of 8 bits; the
first block is the input. `border` is the project's name of the rule; constant is 51 = 0.2 * 255.
  gaussian sigma order_x order_y   half width ceil(3 sigma)
  log sigma 0 0                    Laplacian of a Gaussian, half width ceil(4 sigma)
  laplacian 0 0 0
  box width height 0
  sharpen sigma amount threshold
  median width height 0
SciPy leaves derivatives of Gaussians as they come out of sampling and cutting off. Here they are
normalised as the project's are, from SciPy's own answers: a ramp gives 1; for the second order the
multiple of the Gaussian is added that makes a constant give 0, and x^2 / 2 gives 1. Where OpenCV
knows the border rule, its Gaussian, box and median must agree before anything is written.
"""
import math
import pathlib

import cv2
import numpy as np
from scipy import ndimage

BORDERS = {"clamp": "nearest", "mirror": "mirror", "reflect": "reflect", "wrap": "wrap",
           "constant": "constant"}
OPENCV = {"clamp": cv2.BORDER_REPLICATE, "mirror": cv2.BORDER_REFLECT_101,
          "reflect": cv2.BORDER_REFLECT}
CONSTANT = 51
WIDTH, HEIGHT = 7, 5

picture = (np.arange(1, WIDTH * HEIGHT + 1, dtype=np.int64).reshape(HEIGHT, WIDTH) ** 3 % 251)
f64 = picture.astype(np.float64)


def along(array, sigma, order, axis, radius):
    """SciPy's Gaussian of an axis of an array, normalised; right `radius` samples inside it."""
    def scipy(data, n, axis=-1):
        return ndimage.gaussian_filter1d(data, sigma, axis, n, mode="nearest", radius=radius)

    if order == 0:
        return scipy(array, 0, axis)
    ramp = np.arange(-2.0 * radius, 2.0 * radius + 1)
    middle = 2 * radius
    if order == 1:
        return scipy(array, 1, axis) / scipy(ramp, 1)[middle]
    add = -scipy(np.ones_like(ramp), 2)[middle]
    response = (scipy(ramp**2 / 2, 2) + add * scipy(ramp**2 / 2, 0))[middle]
    return (scipy(array, 2, axis) + add * scipy(array, 0, axis)) / response


def padded(radius, border):
    modes = {"clamp": "edge", "mirror": "reflect", "reflect": "symmetric", "wrap": "wrap"}
    if border == "constant":
        return np.pad(f64, radius, mode="constant", constant_values=CONSTANT)
    return np.pad(f64, radius, mode=modes[border])


def gaussian(sigma, order_x, order_y, border, truncate=3):
    radius = math.ceil(truncate * sigma)
    result = along(padded(radius, border), sigma, order_y, 0, radius)
    result = along(result, sigma, order_x, 1, radius)[radius:-radius, radius:-radius]
    if order_x == order_y == 0:
        same = ndimage.gaussian_filter(f64, sigma, mode=BORDERS[border], cval=CONSTANT,
                                       radius=radius)
        assert np.allclose(result, same, rtol=0, atol=1e-9)
        if border in OPENCV:
            side = 2 * radius + 1
            same = cv2.GaussianBlur(f64, (side, side), sigma, borderType=OPENCV[border])
            assert np.allclose(result, same, rtol=0, atol=1e-9)
    return result


def box(width, height, border):
    result = ndimage.uniform_filter(f64, (height, width), mode=BORDERS[border], cval=CONSTANT)
    if border in OPENCV:
        same = cv2.blur(f64, (width, height), anchor=(width // 2, height // 2),
                        borderType=OPENCV[border])
        assert np.allclose(result, same, rtol=0, atol=1e-9)
    return result


def sharpen(sigma, amount, threshold, border):
    difference = f64 - gaussian(sigma, 0, 0, border)
    # No difference so near the threshold that f32 could decide otherwise.
    assert np.min(np.abs(np.abs(difference) - threshold * 255)) > 1e-3
    return f64 + np.where(np.abs(difference) < threshold * 255, 0, amount * difference)


def median(width, height, border):
    result = ndimage.median_filter(picture, (height, width), mode=BORDERS[border], cval=CONSTANT)
    if border == "clamp" and width == height:  # the only rule of OpenCV's
        assert np.array_equal(result, cv2.medianBlur(picture.astype(np.uint8), width))
    return result


with open(pathlib.Path(__file__).with_name("smoothing.txt"), "w") as out:

    def write(name, numbers, border, array):
        out.write(" ".join([name, *(f"{n:g}" for n in numbers), border]) + "\n")
        for row in array:
            # Integers as they are; means, which may be ties, to more than they need.
            out.write(" ".join(f"{v:.5f}".rstrip("0").rstrip(".") for v in row) + "\n")

    write("input", (0, 0, 0), "none", picture)
    names = list(BORDERS)
    for border in names:
        for sigma in (0.7, 1.4, 3):
            write("gaussian", (sigma, 0, 0), border, gaussian(sigma, 0, 0, border))
        write("laplacian", (0, 0, 0), border,
              ndimage.laplace(f64, mode=BORDERS[border], cval=CONSTANT))
        write("log", (1.4, 0, 0), border,
              gaussian(1.4, 2, 0, border, 4) + gaussian(1.4, 0, 2, border, 4))
    # Every order with every border, and every order with every sigma, but not all of them together.
    orders = ((1, 0), (0, 1), (2, 0), (0, 2), (1, 1))
    for i, order in enumerate(orders):
        for j, border in enumerate(names):
            sigma = (0.7, 1.4, 3)[(i + j) % 3]
            write("gaussian", (sigma, *order), border, gaussian(sigma, *order, border))
    for border, size, amount, threshold in zip(
            names, ((3, 3), (4, 2), (1, 6), (15, 3), (5, 5)), (1, 0.5, 2, 1.5, -0.5),
            (0, 0.1, 0, 0.05, 0.2)):
        write("box", (*size, 0), border, box(*size, border))
        write("box", (3, 5, 0), border, box(3, 5, border))
        write("sharpen", (1.4, amount, threshold), border, sharpen(1.4, amount, threshold, border))
        write("median", (3, 3, 0), border, median(3, 3, border))
        write("median", (*size, 0), border, median(*size, border))
