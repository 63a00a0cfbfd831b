#!/usr/bin/python3
"""Writes sift.txt: a picture and its SIFT keypoints and descriptors by OpenCV (4.6 here).

The first block is the 112x88 picture, a piece of data/samples/textures.png in gray. Each line of
the block "sift" is a keypoint: x, y, diameter, angle, 128 numbers of the descriptor (bytes). Where
OpenCV begins with a doubled picture, 4.6 has x and y 1/4 pixel too large; they are left so.
"""
import pathlib

import cv2
import numpy as np

here = pathlib.Path(__file__)
textures = cv2.imread(str(here.parents[2] / "data/samples/textures.png"))
picture = np.ascontiguousarray(cv2.cvtColor(textures, cv2.COLOR_BGR2GRAY)[76:164, 94:206])

cv2.setNumThreads(1)
keypoints, descriptors = cv2.SIFT_create().detectAndCompute(picture, None)
with open(here.with_name("sift.txt"), "w") as out:
    out.write("input\n")
    np.savetxt(out, picture, fmt="%d")
    out.write("sift\n")
    for keypoint, descriptor in zip(keypoints, descriptors):
        place = (*keypoint.pt, keypoint.size, keypoint.angle)
        out.write(" ".join(f"{v:.5g}" for v in place) + " " + " ".join(f"{v:.0f}" for v in descriptor) + "\n")
