#!/usr/bin/env python3
"""Texture classification on KTH-TIPS (gray): a table of accuracies.

  kth.py SLUICE FOLDER [--splits 10] [--train 20]

FOLDER has one subfolder for each of the ten materials. For each split, so many pictures of each
class are drawn for training (numpy, seed = number of the split); all others are the test.
Dictionaries of textons are learnt from the training pictures of their split alone. Each row has the
mean accuracy and its standard deviation over the splits, of sluice's support vector machine and of
scikit-learn's with the same parameters, and of sluice's nearest neighbour; all with C = 100 and the
kernel's width by rule, nothing tuned on the test."""
import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time

for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
import numpy as np
from sklearn.svm import SVC


class Vectors:
    """The vectors of pictures, in their order: as numbers, and as sluice's labelled frames."""

    def __init__(self, sluice, command, files):
        listing = "\n".join(files).encode()
        out = subprocess.run([sluice, *command, "--labels", "by-folder", "--files-from", "-"],
                             input=listing, stdout=subprocess.PIPE, check=True).stdout
        stream = io.BytesIO(out)
        rows, self.frames = [], []
        while stream.tell() < len(out):
            begin = stream.tell()
            rows.append(np.lib.format.read_array(stream))
            self.frames.append(out[begin:stream.tell()])
        self.numbers = np.array(rows, dtype=np.float64)

    def stream(self, mask):
        return b"".join(f for f, m in zip(self.frames, mask) if m)


def accuracy(sluice, trainer, vectors, train, scratch):
    """Of one of sluice's classifiers."""
    model = os.path.join(scratch, "model.safetensors")
    subprocess.run([sluice, trainer[0], "train", *trainer[1:], "-o", model],
                   input=vectors.stream(train), check=True)
    out = subprocess.run([sluice, trainer[0], "eval", "-m", model, "--json"],
                         input=vectors.stream(~train), stdout=subprocess.PIPE, check=True).stdout
    return json.loads(out)["accuracy"]


def chi2(a, b):
    """The sum of (x - y)^2 / (x + y), all rows of a against all of b."""
    result = np.empty((len(a), len(b)))
    for i, row in enumerate(a):
        total = row + b
        result[i] = np.sum((row - b) ** 2 / np.where(total > 0, total, 1), axis=1)
    return result


def sklearn_rbf(x, y, train):
    """Standardised features, gamma 1 / their number."""
    mean, deviation = x[train].mean(0), x[train].std(0)
    z = (x - mean) / np.where(deviation > 0, deviation, 1)
    model = SVC(C=100, gamma=1 / x.shape[1]).fit(z[train], y[train])
    return model.score(z[~train], y[~train])


def sklearn_chi2(x, y, train):
    """exp(-chi2 / mean chi2 of the training pictures), as Zhang et al., IJCV 2007, have it."""
    own = chi2(x[train], x[train])
    model = SVC(C=100, kernel="precomputed").fit(np.exp(-own / own.mean()), y[train])
    return model.score(np.exp(-chi2(x[~train], x[train]) / own.mean()), y[~train])


# What is done with each kind of vectors.
RBF = (["svm", "--kernel", "rbf", "--c", "100", "--preprocess", "standardize"], sklearn_rbf,
       ["knn", "--k", "1", "--preprocess", "standardize"])
CHI2 = (["svm", "--kernel", "chi2", "--c", "100"], sklearn_chi2,
        ["knn", "--k", "1", "--distance", "chi2"])

FIXED = [
    ("lm, mean absolute values and spreads", ["texture", "--bank", "lm"], RBF),
    ("lm, means and spreads", ["texture", "--bank", "lm", "--stats", "mean,std"], RBF),
    ("lm, means alone", ["texture", "--bank", "lm", "--stats", "mean"], RBF),
    ("schmid, mean absolute values and spreads", ["texture", "--bank", "schmid"], RBF),
    ("mr8, mean absolute values and spreads", ["texture", "--bank", "mr8"], RBF),
    ("gabor, mean absolute values and spreads", ["texture", "--bank", "gabor"], RBF),
    ("lbp, 8 points at 1, uniform", ["lbp"], CHI2),
    ("lbp, 8 points at 1, riu2", ["lbp", "--mapping", "riu2"], CHI2),
    ("lbp, 16 points at 2, riu2",
     ["lbp", "--points", "16", "--radius", "2", "--mapping", "riu2"], CHI2),
]


def splits(y, count, each):
    for seed in range(count):
        random = np.random.default_rng(seed)
        train = np.zeros(len(y), bool)
        for name in np.unique(y):
            train[random.permutation(np.flatnonzero(y == name))[:each]] = True
        yield train


class Row:
    def __init__(self, name):
        self.name, self.start = name, time.time()
        self.scores = [], [], []

    def add(self, sluice, vectors, y, train, kind, scratch):
        self.scores[0].append(accuracy(sluice, kind[0], vectors, train, scratch))
        self.scores[1].append(kind[1](vectors.numbers, y, train))
        self.scores[2].append(accuracy(sluice, kind[2], vectors, train, scratch))

    def print(self):
        cells = "   ".join(f"{100 * np.mean(s):5.1f} +- {100 * np.std(s):3.1f}" for s in self.scores)
        print(f"{self.name:44s} {cells}   {time.time() - self.start:6.1f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sluice")
    parser.add_argument("folder")
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--train", type=int, default=20)
    parser.add_argument("--textons", default="mr8:10,mr8:40,lm:40", help="bank:textons of a class")
    parser.add_argument("--words", default="", help="points:visual words, as in dense:400,sift:400")
    parser.add_argument("--only", default="", help="rows whose name has this")
    options = parser.parse_args()

    folder = options.folder
    names = sorted(n for n in os.listdir(folder) if os.path.isdir(os.path.join(folder, n)))
    files = [os.path.join(folder, n, f) for n in names
             for f in sorted(os.listdir(os.path.join(folder, n))) if f.endswith(".png")]
    y = np.array([f.split(os.sep)[-2] for f in files])
    trains = list(splits(y, options.splits, options.train))
    print(f"{len(files)} pictures, {len(names)} classes, {options.train} of each for training, "
          f"{len(trains)} splits")
    print(f"{'':44s} {'sluice svm':13s}   {'sklearn svm':13s}   {'sluice 1-nn':13s}")

    with tempfile.TemporaryDirectory() as scratch:
        for name, command, kind in FIXED:
            if options.only not in name:
                continue
            row = Row(name)
            vectors = Vectors(options.sluice, command, files)
            for train in trains:
                row.add(options.sluice, vectors, y, train, kind, scratch)
            row.print()
        dictionary = os.path.join(scratch, "textons.safetensors")
        for bank, clusters in (t.split(":") for t in options.textons.split(",") if t):
            row = Row(f"textons of {bank}, {clusters} a class")
            if options.only not in row.name:
                continue
            for seed, train in enumerate(trains):
                subprocess.run([options.sluice, "texton", "train", "--bank", bank, "--clusters",
                                clusters, "--seed", str(seed), "--labels", "by-folder", "-o",
                                dictionary, *(f for f, t in zip(files, train) if t)], check=True)
                vectors = Vectors(options.sluice, ["texture", "--textons", dictionary], files)
                row.add(options.sluice, vectors, y, train, CHI2, scratch)
            row.print()
        for points, count in (t.split(":") for t in options.words.split(",") if t):
            row = Row(f"{count} words of SIFT, {points}")
            if options.only not in row.name:
                continue
            for seed, train in enumerate(trains):
                subprocess.run([options.sluice, "bow", "train", "--points", points, "--words",
                                count, "--seed", str(seed), "-o", dictionary,
                                *(f for f, t in zip(files, train) if t)], check=True)
                vectors = Vectors(options.sluice, ["bow", "--words", dictionary], files)
                row.add(options.sluice, vectors, y, train, CHI2, scratch)
            row.print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
