#!/usr/bin/env python3
"""Texture classification on KTH-TIPS (gray): a table of accuracies.

  kth.py SLUICE FOLDER [--splits 10] [--train 20]

FOLDER has one subfolder for each of the ten materials. For each split, so many pictures of each
class are drawn for training (numpy, seed = number of the split) and all others are the test.
Dictionaries of textons are learnt from the training pictures of their split alone. Vectors are made
by sluice; classifiers are scikit-learn's SVC (its C and gamma the same for all splits, written in
the table) and 1-nearest neighbour with the chi-square or Euclidean distance. Mean and standard
deviation over the splits."""
import argparse
import io
import os
import subprocess
import sys
import tempfile
import time

for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
import numpy as np
from sklearn.svm import SVC


def vectors(sluice, command, files):
    """The vectors of pictures, in their order."""
    listing = "\n".join(files).encode()
    out = subprocess.run([sluice, *command, "--files-from", "-", "-f", "npy", "--meta", "never"],
                         input=listing, stdout=subprocess.PIPE, check=True).stdout
    stream = io.BytesIO(out)
    rows = []
    while stream.tell() < len(out):
        rows.append(np.lib.format.read_array(stream))
    return np.array(rows, dtype=np.float64)


def chi2(a, b):
    """Half the sum of (x - y)^2 / (x + y), all rows of a against all of b."""
    result = np.empty((len(a), len(b)))
    for i, row in enumerate(a):
        result[i] = 0.5 * np.sum((row - b) ** 2 / (row + b + 1e-12), axis=1)
    return result


def l2(a, b):
    return np.sqrt(np.maximum(0, (a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * a @ b.T))


def nearest(distance, x, y, train):
    d = distance(x[~train], x[train])
    return np.mean(y[train][d.argmin(1)] == y[~train])


def rbf_svm(x, y, train, c, gamma):
    """Standardised features; gamma as a share of 1 / number of features."""
    mean, deviation = x[train].mean(0), x[train].std(0)
    z = (x - mean) / np.where(deviation > 0, deviation, 1)
    model = SVC(C=c, gamma=gamma / x.shape[1]).fit(z[train], y[train])
    return model.score(z[~train], y[~train])


def chi2_svm(x, y, train, c, gamma):
    """exp(-gamma chi2 / mean chi2 of the training pictures), Zhang et al., IJCV 2007."""
    own = chi2(x[train], x[train])
    scale = gamma / own.mean()
    model = SVC(C=c, kernel="precomputed").fit(np.exp(-scale * own), y[train])
    return model.score(np.exp(-scale * chi2(x[~train], x[train])), y[~train])


def splits(y, count, each):
    for seed in range(count):
        random = np.random.default_rng(seed)
        train = np.zeros(len(y), bool)
        for name in np.unique(y):
            train[random.permutation(np.flatnonzero(y == name))[:each]] = True
        yield train


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sluice")
    parser.add_argument("folder")
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--train", type=int, default=20)
    parser.add_argument("--textons", default="10,40", help="textons of a class, a row for each")
    parser.add_argument("--only", default="", help="rows whose name has this")
    options = parser.parse_args()

    folder = options.folder
    names = sorted(n for n in os.listdir(folder) if os.path.isdir(os.path.join(folder, n)))
    files = [os.path.join(folder, n, f) for n in names for f in sorted(os.listdir(os.path.join(folder, n)))
             if f.endswith(".png")]
    y = np.array([f.split(os.sep)[-2] for f in files])
    trains = list(splits(y, options.splits, options.train))
    print(f"{len(files)} pictures, {len(names)} classes, {options.train} of each for training, "
          f"{len(trains)} splits")

    def row(name, start, scores):
        print(f"{name:64s} {100 * np.mean(scores):5.1f} +- {100 * np.std(scores):3.1f}   "
              f"{time.time() - start:6.1f} s", flush=True)

    fixed = [
        ("lm means and spreads (texture --bank lm)", ["texture", "--bank", "lm"], "rbf"),
        ("lm, means of the responses alone (--stats mean)", ["texture", "--bank", "lm", "--stats", "mean"], "rbf"),
        ("schmid (texture --bank schmid)", ["texture", "--bank", "schmid"], "rbf"),
        ("mr8 (texture --bank mr8)", ["texture", "--bank", "mr8"], "rbf"),
        ("gabor (texture --bank gabor)", ["texture", "--bank", "gabor"], "rbf"),
        ("lbp uniform 8,1 (lbp)", ["lbp"], "chi2"),
        ("lbp riu2 16,2", ["lbp", "--points", "16", "--radius", "2", "--mapping", "riu2"], "chi2"),
    ]
    for name, command, kind in fixed:
        if options.only not in name:
            continue
        start = time.time()
        try:
            x = vectors(options.sluice, command, files)
        except subprocess.CalledProcessError:
            continue
        if kind == "rbf":
            row(name + ", RBF SVM C=100 gamma=.3/n", start, [rbf_svm(x, y, t, 100, 0.3) for t in trains])
            row(name + ", 1-NN l2, standardised", start,
                [nearest(l2, (x - x[t].mean(0)) / (x[t].std(0) + 1e-12), y, t) for t in trains])
        else:
            row(name + ", chi2 SVM C=100", start, [chi2_svm(x, y, t, 100, 1) for t in trains])
            row(name + ", 1-NN chi2", start, [nearest(chi2, x, y, t) for t in trains])

    for clusters in options.textons.split(","):
        for bank in ("mr8", "lm"):
            name = f"textons {bank}, {clusters} a class"
            if options.only not in name:
                continue
            start = time.time()
            svm, knn = [], []
            for number, train in enumerate(trains):
                with tempfile.TemporaryDirectory() as scratch:
                    dictionary = os.path.join(scratch, "textons.safetensors")
                    learnt = [f for f, t in zip(files, train) if t]
                    subprocess.run([options.sluice, "texton", "train", "--bank", bank, "--clusters", clusters,
                                    "--seed", str(number), "--labels", "by-folder", "-o", dictionary, *learnt],
                                   check=True)
                    x = vectors(options.sluice, ["texture", "--textons", dictionary], files)
                svm.append(chi2_svm(x, y, train, 100, 1))
                knn.append(nearest(chi2, x, y, train))
            row(name + ", chi2 SVM C=100", start, svm)
            row(name + ", 1-NN chi2", start, knn)
    return 0


if __name__ == "__main__":
    sys.exit(main())
