#!/usr/bin/python3
"""Writes gist.txt: a picture and its GIST by NumPy, after Oliva and Torralba's published program.

Each block is a line "gist prefilter extension scales orientations grid" and the numbers in the order
of sluice; the first block is the 40x32 picture. Where the extension is "published", pictures go on
by 5 pixels for the prefilter and 32 for the filters, as in the published program; where it is
"long", to a power of two with at least 32 pixels on each side, as in sluice.
"""
import pathlib

import numpy as np

height, width = 32, 40
y, x = np.mgrid[0:height, 0:width]
picture = ((y * 40 + x + 1) ** 3 % 251 * 0.3 + 100 + 70 * np.sin(0.5 * x + 0.2 * y)).astype(np.uint8)


def extend(plane, by, long):
    if not long:
        return np.pad(plane, by, mode="symmetric"), by, by
    pads = []
    for side in plane.shape:
        extra = (1 << int(np.ceil(np.log2(side + 64)))) - side
        pads.append((extra - extra // 2, extra // 2))
    return np.pad(plane, pads, mode="symmetric"), pads[0][0], pads[1][0]


def filtered(plane, by, long, response):
    padded, top, left = extend(plane, by, long)
    fy = np.fft.fftfreq(padded.shape[0])[:, None]
    fx = np.fft.fftfreq(padded.shape[1])[None, :]
    result = np.fft.ifft2(np.fft.fft2(padded) * response(fx, fy))
    return result[top : top + plane.shape[0], left : left + plane.shape[1]]


def prefilter(plane, long):
    logs = np.log(plane + 1)
    s1 = 4 / np.sqrt(np.log(2)) / (max(plane.shape) + 10)
    low = lambda fx, fy: np.exp(-(fx**2 + fy**2) / s1**2)
    details = logs - filtered(logs, 5, long, low).real
    deviation = np.sqrt(np.abs(filtered(details**2, 5, long, low)))
    return details / (0.2 + deviation)


def gist(plane, long, scales, orientations, grid):
    numbers = []
    for scale in range(scales):
        for k in range(orientations):

            def response(fx, fy):
                angle = np.arctan2(fy, fx) + np.pi * k / orientations
                angle = np.where(angle > np.pi, angle - 2 * np.pi, angle)
                f = np.hypot(fx, fy)
                off = f / (0.3 / 1.85**scale) - 1
                return np.exp(-10 * 0.35 * off**2 - 2 * 16 * orientations**2 / 32**2 * np.pi * angle**2)

            energy = np.abs(filtered(plane, 32, long, response))
            rows = np.linspace(0, height, grid + 1).astype(int)
            columns = np.linspace(0, width, grid + 1).astype(int)
            for i in range(grid):
                for j in range(grid):
                    numbers.append(energy[rows[i] : rows[i + 1], columns[j] : columns[j + 1]].mean())
    return np.array(numbers)


with open(pathlib.Path(__file__).with_name("gist.txt"), "w") as out:
    out.write("input\n")
    np.savetxt(out, picture, fmt="%d")
    for prefiltered, long, scales, orientations, grid in (
        (1, 1, 4, 8, 4),
        (0, 1, 3, 6, 3),
        (1, 0, 4, 8, 4),
        (0, 0, 3, 6, 3),
    ):
        plane = picture.astype(np.float64)
        # Without the prefilter, fractions of full scale.
        plane = prefilter(plane, long) if prefiltered else plane / 255
        out.write(f"gist {prefiltered} {'long' if long else 'published'} {scales} {orientations} {grid}\n")
        np.savetxt(out, gist(plane, long, scales, orientations, grid).reshape(-1, grid * grid), fmt="%.7g")
