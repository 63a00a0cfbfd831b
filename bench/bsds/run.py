#!/usr/bin/env python3
"""Boundary F-measure of `sluice canny` and OpenCV's Canny on BSDS500.

Runs both over a grid of sigma and threshold pairs, matches edge pixels with those each annotator
drew, and reports for each detector the setting with the best F over the whole data set (dataset
scale, ODS), as in D. Martin, C. Fowlkes, J. Malik, "Learning to detect natural image boundaries
using local brightness, color, and texture cues", IEEE PAMI 26(5), 2004, and P. Arbelaez et al.,
IEEE PAMI 33(5), 2011.

An edge pixel and a drawn pixel may be matched when they are at most 0.0075 of the image's diagonal
apart, each with one other only. Precision counts edge pixels matched with any annotator, recall
drawn pixels over all annotators. The original benchmark's correspondPixels finds a minimum-cost
assignment by Goldberg's CSA on a graph that keeps a few nearest neighbours of each pixel and random
outlier links; here the graph has every pair within the distance, and a maximum matching is found
(as a maximum flow, Dinic). Its outlier cost is so high that both maximise the number of matches; this one
finds all of them, so that figures may come out higher by a fraction of a percent.

Edges are thinned first (Guo and Hall 1989), as the benchmark thins its detections.

Both detectors see the picture go on beyond its borders as dcb|abcd|cba (sluice: mirror, which is
canny's default; OpenCV: BORDER_REFLECT_101, which is what GaussianBlur does unless told). It matters: where the outermost row
is repeated instead, smoothing across the border gives that row more than half of all weight, its
noise is averaged less, and both find more false edges along the borders (F is lower by about 0.003).

The settings are a grid, and finer steps around the best setting of each detector on it; grid and
steps are the same for both.

  bench/bsds/run.py [--sluice build/sluice] [--data $SLUICE_DATA/bsds500] [--out bench/results/bsds.md]

Skips, with exit status 0, when the data or a Python module is not there.
"""
import argparse
import datetime
import itertools
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile
import typing

try:
    import cv2
    import numpy as np
    import scipy
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_flow
except ImportError as error:
    print(f"bench/bsds: skipped: {error}", file=sys.stderr)
    sys.exit(0)

MAX_DISTANCE = 0.0075  # of the diagonal

# Thresholds are heights of steps, as sluice has them; for OpenCV they are turned into its units.
# A high threshold of 0.12 was the best one at none of these sigmas, 0.25 only at 1.4 and for OpenCV
# (F 0.5998 instead of 0.5995).
GRID = {
    "sigma": [1.4, 2.0, 2.4, 2.8, 3.2],
    "high": [0.15, 0.18, 0.21],
    "ratio": [0.2, 0.35, 0.5],
}
# What is then added to a detector's best setting.
STEPS = {"sigma": [-0.1, 0.0, 0.1], "high": [-0.01, 0.0, 0.01], "ratio": [0.0]}
DETECTORS = ["sluice", "opencv"]


def thinning_table(step):
    """Which of the 256 neighbourhoods of Guo and Hall's thinning lose their centre in a half step.
    Bit i is neighbour i, clockwise from the one above."""
    table = np.zeros(256, bool)
    for code in range(256):
        p2, p3, p4, p5, p6, p7, p8, p9 = [code >> i & 1 for i in range(8)]
        crossings = (
            (not p2 and (p3 or p4)) + (not p4 and (p5 or p6)) + (not p6 and (p7 or p8)) + (not p8 and (p9 or p2))
        )
        pairs = min(
            (p9 or p2) + (p3 or p4) + (p5 or p6) + (p7 or p8),
            (p2 or p3) + (p4 or p5) + (p6 or p7) + (p8 or p9),
        )
        side = (p6 or p7 or not p9) and p8 if step == 0 else (p2 or p3 or not p5) and p4
        table[code] = crossings == 1 and 2 <= pairs <= 3 and not side
    return table


THINNING = [thinning_table(0), thinning_table(1)]
CLOCKWISE = [(-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)]


def thin(edges):
    """Lines of single pixels."""
    padded = np.pad(edges.astype(bool), 1)
    height, width = edges.shape
    while True:
        before = padded.sum()
        for table in THINNING:
            code = np.zeros(edges.shape, np.uint8)
            for bit, (dy, dx) in enumerate(CLOCKWISE):
                code |= padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width].astype(np.uint8) << bit
            padded[1:-1, 1:-1] &= ~table[code]
        if padded.sum() == before:
            return padded[1:-1, 1:-1]


class Annotation:
    """The pixels one annotator drew, and where they are."""

    def __init__(self, path):
        drawn = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) > 0
        self.count = int(drawn.sum())
        self.reach = MAX_DISTANCE * np.hypot(*drawn.shape)
        self.margin = int(self.reach)
        self.number = np.full(drawn.shape, -1, np.int64)
        self.number[drawn] = np.arange(self.count)
        self.number = np.pad(self.number, self.margin, constant_values=-1)

    def match(self, ys, xs):
        """Which of the edge pixels find a partner, each drawn pixel being given away once."""
        rows, columns = [], []
        span = range(-self.margin, self.margin + 1)
        for dy, dx in itertools.product(span, span):
            if dy * dy + dx * dx > self.reach * self.reach:
                continue
            partner = self.number[ys + self.margin + dy, xs + self.margin + dx]
            found = np.flatnonzero(partner >= 0)
            rows.append(found)
            columns.append(partner[found])
        rows, columns = np.concatenate(rows), np.concatenate(columns)
        # A unit of flow for each match: source, edge pixels, drawn pixels, sink.
        edges, source, sink = len(ys), 0, len(ys) + self.count + 1
        tails = np.concatenate([np.full(edges, source), 1 + rows, 1 + edges + np.arange(self.count)])
        heads = np.concatenate([1 + np.arange(edges), 1 + edges + columns, np.full(self.count, sink)])
        graph = csr_matrix((np.ones(len(tails), np.int32), (tails, heads)), (sink + 1, sink + 1))
        flow = maximum_flow(graph, source, sink, method="dinic").flow
        return flow[source].toarray()[0, 1 : 1 + edges] > 0


class Picture:
    def __init__(self, path):
        self.path = path
        self.stem = path.stem
        boundaries = path.parent.parent / "boundaries"
        self.annotations = [Annotation(p) for p in sorted(boundaries.glob(self.stem + "_a*.png"))]

    def counts(self, edges):
        """Edge pixels matched with any annotator, edge pixels, drawn pixels matched, drawn pixels."""
        ys, xs = np.nonzero(thin(edges))
        matched_any = np.zeros(len(ys), bool)
        drawn_matched = drawn = 0
        for annotation in self.annotations:
            matched = annotation.match(ys, xs)
            matched_any |= matched
            drawn_matched += int(matched.sum())
            drawn += annotation.count
        return np.array([matched_any.sum(), len(ys), drawn_matched, drawn], np.int64)


def f_measure(counts):
    matched, edges, drawn_matched, drawn = counts
    precision = matched / max(edges, 1)
    recall = drawn_matched / max(drawn, 1)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall


def sluice_edges(program, pictures, setting, folder):
    command = [program, "canny", "-j", "1", "--sigma", str(setting["sigma"]), "--high", str(setting["high"])]
    command += ["--low", str(setting["high"] * setting["ratio"])]
    command += ["-o", str(folder / "{stem}.png"), "--force"]
    subprocess.run(command + [str(p.path) for p in pictures], check=True)
    return [cv2.imread(str(folder / (p.stem + ".png")), cv2.IMREAD_GRAYSCALE) for p in pictures]


def opencv_thresholds(setting):
    """What Sobel's kernel gives at a smoothed step of that height."""
    taps = cv2.getGaussianKernel(opencv_size(setting), setting["sigma"])
    middle = len(taps) // 2
    high = setting["high"] * 255 * 4 * float(taps[middle, 0] + taps[middle + 1, 0])
    return high * setting["ratio"], high


def opencv_size(setting):
    return 2 * int(np.ceil(3 * setting["sigma"])) + 1


def opencv_edges(pictures, setting):
    """With L2gradient, which is the magnitude that sluice takes; |dx| + |dy|, OpenCV's default, had
    the better F at none of the grid's sigmas."""
    edges = []
    for picture in pictures:
        gray = cv2.imread(str(picture.path), cv2.IMREAD_GRAYSCALE)
        size = (opencv_size(setting), opencv_size(setting))
        smooth = cv2.GaussianBlur(gray, size, setting["sigma"], borderType=cv2.BORDER_REFLECT_101)
        edges.append(cv2.Canny(smooth, *opencv_thresholds(setting), L2gradient=True))
    return edges


PICTURES = []
PROGRAM = ""


def start(paths, program):
    global PICTURES, PROGRAM
    cv2.setNumThreads(1)
    PICTURES = [Picture(p) for p in paths]
    PROGRAM = program


def evaluate(job):
    detector, setting = job
    if detector == "sluice":
        with tempfile.TemporaryDirectory() as folder:
            edges = sluice_edges(PROGRAM, PICTURES, setting, pathlib.Path(folder))
    else:
        edges = opencv_edges(PICTURES, setting)
    counts = np.array([picture.counts(e) for picture, e in zip(PICTURES, edges)])
    return Result(detector, setting, counts, f_measure(counts.sum(axis=0)))


class Result(typing.NamedTuple):
    detector: str
    setting: dict
    counts: np.ndarray  # of each picture
    measure: tuple  # F, precision and recall over all of them


def best(results, detector, sigma=None):
    mine = [r for r in results if r.detector == detector and sigma in (None, r.setting["sigma"])]
    return max(mine, key=lambda r: r.measure[0], default=None)


def settings(grid):
    return [dict(zip(grid, values)) for values in itertools.product(*grid.values())]


def finer(setting):
    steps = {name: [round(setting[name] + step, 4) for step in STEPS[name]] for name in setting}
    return [s for s in settings(steps) if s != setting]


def difference_error(first, second):
    """Standard error of the difference of two F, by drawing the pictures again (bootstrap)."""
    draws = np.random.default_rng(0).integers(0, len(first.counts), (10000, len(first.counts)))
    f = [[f_measure(r.counts[draw].sum(axis=0))[0] for draw in draws] for r in (first, second)]
    return float(np.std(np.subtract(*f)))


def thresholds(detector, setting):
    if detector == "sluice":
        return f"--low {setting['high'] * setting['ratio']:.3g} --high {setting['high']:g}"
    low, high = opencv_thresholds(setting)
    return f"Canny({low:.0f}, {high:.0f}, L2)"


def describe(detector, setting):
    sigma = f"--sigma {setting['sigma']:g} " if detector == "sluice" else f"GaussianBlur({setting['sigma']:g}), "
    return sigma + thresholds(detector, setting)


def report(results, pictures, version):
    lines = [
        "# Boundaries of BSDS500",
        "",
        f"{datetime.date.today()}, {version}, OpenCV {cv2.__version__}; {pictures} pictures (train and val), made by",
        "`bench/bsds/run.py`, where the matching is described. F is at dataset scale (ODS): one setting for all",
        "pictures; OIS: the best setting of the grid for each picture, mean of F. Canny is published with an ODS of",
        "0.60 on the 200 test pictures (Arbelaez et al. 2011).",
        "",
        "| detector | best setting | F (ODS) | precision | recall | OIS |",
        "|---|---|---|---|---|---|",
    ]
    for detector in DETECTORS:
        top = best(results, detector)
        f, precision, recall = top.measure
        ois = np.mean(np.max([[f_measure(c)[0] for c in r.counts] for r in results if r.detector == detector], axis=0))
        setting = describe(detector, top.setting)
        lines.append(f"| {detector} | `{setting}` | **{f:.4f}** | {precision:.3f} | {recall:.3f} | {ois:.4f} |")
    ours, theirs = (best(results, detector) for detector in DETECTORS)
    lines += [
        "",
        f"The difference, {ours.measure[0] - theirs.measure[0]:+.4f}, has a standard error of"
        f" {difference_error(ours, theirs):.4f} (bootstrap over the pictures).",
        "",
        "The best thresholds at each sigma ('-': not tried, the finer steps go around each detector's best setting):",
        "",
        "| sigma | sluice | F | OpenCV | F |",
        "|---|---|---|---|---|",
    ]
    for sigma in sorted({r.setting["sigma"] for r in results}):
        cells = [f"{sigma:g}"]
        for detector in DETECTORS:
            top = best(results, detector, sigma)
            cells += [f"`{thresholds(detector, top.setting)}`", f"{top.measure[0]:.4f}"] if top else ["-", "-"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description="F of canny on BSDS500, beside OpenCV")
    parser.add_argument("--sluice", default=str(root / "build" / "sluice"))
    default_data = os.environ.get("SLUICE_DATA", str(root.parent / "shared" / "data"))
    parser.add_argument("--data", default=os.path.join(default_data, "bsds500"))
    parser.add_argument("--out", default=str(root / "bench" / "results" / "bsds.md"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    args = parser.parse_args()
    paths = sorted(pathlib.Path(args.data).glob("*/images/*.jpg"))
    if not paths or not os.access(args.sluice, os.X_OK):
        print(f"bench/bsds: skipped: no pictures in {args.data}, or no program {args.sluice}", file=sys.stderr)
        return 0
    version = subprocess.run([args.sluice, "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    with multiprocessing.Pool(args.jobs, start, (paths, args.sluice)) as pool:
        results = []

        def run(jobs):
            for done, result in enumerate(pool.imap_unordered(evaluate, jobs), 1):
                results.append(result)
                print(f"\r{done}/{len(jobs)}", end="", file=sys.stderr)

        run([(detector, setting) for setting in settings(GRID) for detector in DETECTORS])
        run([(detector, setting) for detector in DETECTORS for setting in finer(best(results, detector).setting)])
    print(file=sys.stderr)
    text = report(results, len(paths), version)
    pathlib.Path(args.out).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(args.out).write_text(text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
