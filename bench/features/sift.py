#!/usr/bin/env python3
"""SIFT beside OpenCV's: keypoints and descriptors of a picture in memory.

usage: bench/features/sift.py BUILD_DIR PICTURE [ROUNDS]

The two take turns, so that a busy machine slows both; the first of three repeats of a turn isn't
counted. The table has the least and the median of wall and processor milliseconds. The picture is
shrunk to one megapixel and made gray first. BUILD_DIR holds bench/sluice_sift_bench.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import cv2

REPEATS = 3


def theirs(picture, threads):
    cv2.setNumThreads(threads)
    sift = cv2.SIFT_create()
    turns = []
    for _ in range(REPEATS):
        wall, cpu = time.perf_counter(), time.process_time()
        keypoints, _ = sift.detectAndCompute(picture, None)
        turns.append(((time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3, len(keypoints)))
    return turns[1:]


def ours(program, path, threads):
    run = subprocess.run([program, path, str(threads), str(REPEATS)], capture_output=True, text=True, check=True)
    return [tuple(map(float, line.split())) for line in run.stdout.splitlines()][1:]


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    program = str(pathlib.Path(sys.argv[1]) / "bench" / "sluice_sift_bench")
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    picture = cv2.imread(sys.argv[2], cv2.IMREAD_GRAYSCALE)
    scale = (1e6 / picture.size) ** 0.5
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    print(f"{os.path.basename(sys.argv[2])} at {size[0]}x{size[1]}, OpenCV {cv2.__version__}, {rounds} rounds\n")
    print("| threads | | keypoints | ms, least and median | processor ms, least and median |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "picture.png")
        cv2.imwrite(path, picture)
        for threads in (1, 2):
            turns = {"OpenCV": [], "sluice": []}
            for _ in range(rounds):
                turns["OpenCV"] += theirs(picture, threads)
                turns["sluice"] += ours(program, path, threads)
            numbers = {}
            for name, all_turns in turns.items():
                wall, cpu, count = zip(*all_turns)
                numbers[name] = (min(wall), statistics.median(wall), min(cpu), statistics.median(cpu))
                print("| {} | {} | {:.0f} | {:.0f}, {:.0f} | {:.0f}, {:.0f} |".format(threads, name, count[0], *numbers[name]))
            ratios = [a / b for a, b in zip(numbers["OpenCV"], numbers["sluice"])]
            print("| {} | OpenCV / sluice | | {:.2f}, {:.2f} | {:.2f}, {:.2f} |".format(threads, *ratios), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
