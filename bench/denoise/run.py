#!/usr/bin/env python3
"""PSNR of the classical denoisers on Set12, beside OpenCV and SciPy on the same noisy pictures.

usage: bench/denoise/run.py path/to/sluice [--write]

Reads $SLUICE_DATA/denoise/Set12 (default ../shared/data); exits 77 where it is absent. The noisy
pictures are made by `sluice noise` (u8, seed 0); every program filters the same files. With --write the
table goes to bench/results/denoise.md.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import cv2
import numpy as np
import scipy.ndimage

SOURCE = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("SLUICE_DATA", SOURCE.parent / "shared" / "data")) / "denoise/Set12"


def gaussian(picture: np.ndarray, sigma: float) -> np.ndarray:
    """In f64 with half width ceil(3 sigma), rounded once."""
    size = 2 * int(np.ceil(3 * sigma)) + 1
    blurred = cv2.GaussianBlur(
        picture.astype(np.float64), (size, size), sigma, borderType=cv2.BORDER_REPLICATE
    )
    return np.clip(np.rint(blurred), 0, 255).astype(np.uint8)


NOISE = {
    "salt-and-pepper 10 %": ["--salt-pepper", "0.1"],
    "Gaussian sd 25/255": ["--gaussian", str(25 / 255)],
}
FILTERS = {
    "median 3x3": (
        ["median", "--radius", "1", "--border", "clamp"],
        lambda a: cv2.medianBlur(a, 3),
    ),
    "median 5x5": (
        ["median", "--radius", "2", "--border", "clamp"],
        lambda a: scipy.ndimage.median_filter(a, size=5, mode="nearest"),
    ),
    "gaussian sigma 1": (
        ["gaussian", "--sigma", "1", "--border", "clamp"],
        lambda a: gaussian(a, 1.0),
    ),
    "gaussian sigma 1.5": (
        ["gaussian", "--sigma", "1.5", "--border", "clamp"],
        lambda a: gaussian(a, 1.5),
    ),
    "bilateral 2, 0.2, radius 4": (
        ["bilateral", "--sigma-space", "2", "--sigma-range", "0.2", "--radius", "4", "--border", "clamp"],
        lambda a: cv2.bilateralFilter(a, 9, 0.2 * 255, 2, borderType=cv2.BORDER_REPLICATE),
    ),
}


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    error = np.mean((a.astype(float) - b.astype(float)) ** 2)
    return 10 * np.log10(255.0**2 / error)


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    sluice = os.path.abspath(sys.argv[1])
    pictures = sorted(DATA.glob("*.png"))
    if not pictures:
        print(f"skipped: no pictures in {DATA}")
        return 77
    lines = [
        "| noise | filter | sluice PSNR dB | OpenCV or SciPy dB | largest difference on one picture dB |",
        "|---|---|---|---|---|",
    ]
    worst = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        for noise, noise_options in NOISE.items():
            clean = [cv2.imread(str(p), cv2.IMREAD_GRAYSCALE) for p in pictures]
            noisy_files = []
            for picture in pictures:
                noisy_files.append(f"{scratch}/{picture.stem}.png")
                subprocess.run(
                    [sluice, "noise", *noise_options, str(picture), "-o", noisy_files[-1]], check=True
                )
            noisy = [cv2.imread(f, cv2.IMREAD_GRAYSCALE) for f in noisy_files]
            mean = np.mean([psnr(c, n) for c, n in zip(clean, noisy)])
            lines.append(f"| {noise} | (noisy input) | {mean:.2f} | {mean:.2f} | |")
            for name, (command, peer) in FILTERS.items():
                ours, theirs = [], []
                for c, n, file in zip(clean, noisy, noisy_files):
                    subprocess.run([sluice, *command, file, "-o", f"{scratch}/out.png"], check=True)
                    ours.append(psnr(c, cv2.imread(f"{scratch}/out.png", cv2.IMREAD_GRAYSCALE)))
                    theirs.append(psnr(c, peer(n)))
                difference = max(abs(a - b) for a, b in zip(ours, theirs))
                worst = max(worst, difference)
                lines.append(
                    f"| {noise} | {name} | {np.mean(ours):.2f} | {np.mean(theirs):.2f} | {difference:.3f} |"
                )
    print("\n".join(lines))
    print(f"\nlargest difference to the peer on any picture: {worst:.3f} dB")
    if "--write" in sys.argv:
        text = [
            "# Denoising Set12 with the classical filters",
            "",
            "Mean PSNR over the 12 pictures, u8, clamp border. The peer is OpenCV for the median 3x3 and the"
            " bilateral filter, SciPy or OpenCV in f64 for the others. Made by `bench/denoise/run.py`.",
            "",
        ]
        path = SOURCE / "bench/results/denoise.md"
        # What dncnn.py wrote below stays.
        rest = [part for part in path.read_text().partition("\n## ")[1:] if part] if path.exists() else []
        path.write_text("\n".join(text + lines) + "\n" + "".join(rest))
    return 0 if worst <= 0.05 else 1


if __name__ == "__main__":
    sys.exit(main())
