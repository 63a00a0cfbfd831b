#!/usr/bin/python3
"""Writes hog.txt: a picture and its histograms of oriented gradients by OpenCV.

Each block is a line "hog cell bins signed" and the numbers in the order of sluice; the first block
is the 24x20 picture. OpenCV orders blocks and cells by columns. Its Gaussian window lies half a
pixel off the block's centre, so it is made so wide that it doesn't count (--sigma 0).
"""
import pathlib

import cv2
import numpy as np

width, height = 24, 20
picture = (np.arange(1, height * width + 1, dtype=np.int64).reshape(height, width) ** 3 % 251).astype(np.uint8)

with open(pathlib.Path(__file__).with_name("hog.txt"), "w") as out:
    out.write("input\n")
    np.savetxt(out, picture, fmt="%d")
    for cell, bins, signed in ((4, 9, False), (4, 18, True), (2, 8, False)):
        block = (2 * cell, 2 * cell)
        hog = cv2.HOGDescriptor((width, height), block, (cell, cell), (cell, cell), bins, 1, 1e6, 0, 0.2, False, 64, signed)
        across, down = width // cell - 1, height // cell - 1
        numbers = hog.compute(picture).reshape(across, down, 2, 2, bins).transpose(1, 0, 3, 2, 4)
        out.write(f"hog {cell} {bins} {int(signed)}\n")
        np.savetxt(out, numbers.reshape(-1, bins), fmt="%.6g")
