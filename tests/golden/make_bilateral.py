#!/usr/bin/python3
"""Writes bilateral.txt: a gray and an RGB picture, each followed by OpenCV's bilateral filter of it.

Diameter 9, sigma 2.5 pixels, differences 0.15 of full scale; OpenCV takes the sum of the
differences of three channels, hence three times that for RGB. Border: replicate.
"""
import pathlib

import cv2
import numpy as np

rng = np.random.default_rng(1)
with open(pathlib.Path(__file__).with_name("bilateral.txt"), "w") as out:
    for channels in (1, 3):
        picture = np.full((12, 16, channels), 60, np.int64)
        picture[3:9, 5:12] = 170
        picture += rng.integers(-25, 26, picture.shape)
        picture = picture.astype(np.uint8)
        result = cv2.bilateralFilter(
            picture, 9, 0.15 * 255 * channels, 2.5, borderType=cv2.BORDER_REPLICATE)
        for array in (picture, result):
            np.savetxt(out, array.reshape(12, -1), fmt="%d")
