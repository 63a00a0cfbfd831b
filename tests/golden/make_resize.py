#!/usr/bin/env python3
"""Writes resize.txt: what Pillow makes of a small RGB picture with each of its filters. A line for
each picture: filter, width, height and the samples in hexadecimal; the first is the input. Its
contrast is low, because Pillow clips overshoots to 0..255 between its two passes."""
import os

import numpy as np
from PIL import Image

FILTERS = {
    "nearest": Image.NEAREST,
    "box": Image.BOX,
    "linear": Image.BILINEAR,
    "cubic": Image.BICUBIC,
    "lanczos3": Image.LANCZOS,
}
WIDTH, HEIGHT = 23, 17
SIZES = [(9, 7), (40, 11), (WIDTH, 30)]

rng = np.random.default_rng(7)
y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
waves = [128 + 60 * np.sin(x / a) * np.cos(y / b) for a, b in ((5, 4), (2, 7), (9, 1))]
rgb = np.stack(waves, axis=2) + rng.normal(0, 8, (HEIGHT, WIDTH, 3))
picture = Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8), "RGB")

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "resize.txt"), "w", encoding="ascii") as out:
    print("input", WIDTH, HEIGHT, picture.tobytes().hex(), file=out)
    for name, kernel in FILTERS.items():
        for size in SIZES:
            print(name, *size, picture.resize(size, kernel).tobytes().hex(), file=out)
