#!/usr/bin/env python3
"""Support vector machines with a Gaussian kernel beside scikit-learn's SVC (libsvm).

usage: bench/classifiers/rbf_svm.py BUILD_DIR [DATA_DIR] [REPEATS] [C] [GAMMA]

10000 examples to learn from and 10000 to predict: where DATA_DIR is given, a folder with MNIST's IDX
files, the first training pictures, and the test pictures filled up with the training pictures that
follow; otherwise overlapping random clouds, 10 classes of 784 numbers. The two programs
take turns, so that a busy machine slows both, and have a cache of 1 GiB; times are medians. BUILD_DIR holds
bench/sluice_kernel_svm_bench (cmake --preset bench).
"""
import contextlib
import gzip
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from sklearn.svm import SVC


def idx(folder, name, offset):
    path = pathlib.Path(folder) / name
    data = path.read_bytes() if path.exists() else gzip.decompress((path.parent / (name + ".gz")).read_bytes())
    return np.frombuffer(data, np.uint8, offset=offset)


def mnist(folder):
    part = lambda name: (
        idx(folder, f"{name}-images-idx3-ubyte", 16).reshape(-1, 784).astype(np.float32) / 255,
        idx(folder, f"{name}-labels-idx1-ubyte", 8).astype(np.int32))
    x, y = part("train")
    x_test, y_test = part("t10k")
    fill = slice(10000, 20000 - min(len(y_test), 10000))
    return x[:10000], y[:10000], np.concatenate([x_test, x[fill]])[:10000], np.concatenate([y_test, y[fill]])[:10000]


def clouds():
    random = np.random.default_rng(0)
    centres = random.random((10, 784), np.float32)
    y = random.integers(0, 10, 20000).astype(np.int32)
    x = (centres[y] + 2 * random.standard_normal((20000, 784), np.float32)).astype(np.float32)
    return x[:10000], y[:10000], x[10000:], y[10000:]


def objective(m, x, gamma):
    """The sum of all pairs' dual objectives, from scikit-learn's coefficients."""
    starts = np.concatenate([[0], np.cumsum(m.n_support_)])
    v = m.support_vectors_.astype(np.float64)
    total, count = 0.0, len(m.n_support_)
    for a in range(count):
        for b in range(a + 1, count):
            first, second = slice(starts[a], starts[a + 1]), slice(starts[b], starts[b + 1])
            signed = np.concatenate([m.dual_coef_[b - 1, first], m.dual_coef_[a, second]])
            rows = np.concatenate([v[first], v[second]])[signed != 0]
            signed = signed[signed != 0]
            squares = (rows * rows).sum(1)
            k = np.exp(-gamma * np.maximum(squares[:, None] + squares[None] - 2 * rows @ rows.T, 0))
            total += signed @ k @ signed / 2 - np.abs(signed).sum()
    return total


@contextlib.contextmanager
def stopwatch(times, what):
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    times[what].append(time.perf_counter() - wall)
    times[what + "-cpu"].append(time.process_time() - cpu)


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    arguments = dict(enumerate(sys.argv))
    program = str(pathlib.Path(sys.argv[1]) / "bench" / "sluice_kernel_svm_bench")
    folder, repeats = arguments.get(2, ""), int(arguments.get(3, 1))
    c, gamma = float(arguments.get(4, 5)), float(arguments.get(5, 0.03 if folder else 1 / (784 * 4)))
    x, y, x_test, y_test = mnist(folder) if folder else clouds()
    names = ["scikit-learn", "sluice, 1 thread", f"sluice, {os.cpu_count()} threads"]
    times = {name: {what: [] for what in ("train", "train-cpu", "predict", "predict-cpu")} for name in names}
    facts = {}
    with tempfile.TemporaryDirectory() as work:
        path = lambda name: os.path.join(work, name)
        x.tofile(path("x"))
        y.tofile(path("y"))
        x_test.tofile(path("t"))
        for _ in range(repeats):
            for name, threads in ((names[1], 1), (names[2], 0)):
                command = [program, path("x"), path("y"), path("t"), "784", "10", path("o"), f"c={c}", f"gamma={gamma}", f"threads={threads}"]
                lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
                told = dict(line.replace(":", "").rsplit(" ", 1) for line in lines)
                for what in times[name]:
                    times[name][what].append(float(told[what]))
                answers = np.fromfile(path("o"), np.int32)
                facts[name] = (float(told["objective"]), told["support vectors"], answers)
            with stopwatch(times[names[0]], "train"):
                m = SVC(C=c, gamma=gamma, cache_size=1024).fit(x, y)
            with stopwatch(times[names[0]], "predict"):
                answers = m.predict(x_test)
            facts[names[0]] = (objective(m, x, gamma), len(m.support_), answers)
    medians = {name: {what: statistics.median(values) for what, values in times[name].items()} for name in names}
    print(f"{len(x)} examples, {len(x_test)} predicted, C {c:g}, gamma {gamma:g}, turns: {repeats}\n")
    print("| program | train s (cpu) | predict s (cpu) | times faster: train (cpu), predict (cpu) | objective |"
          " support vectors | accuracy | other answers |")
    print("|---|---|---|---|---|---|---|---|")
    for name in names:
        mine, ratio = medians[name], {what: medians[names[0]][what] / value for what, value in medians[name].items()}
        value, vectors, answers = facts[name]
        pair = lambda numbers, what, digits: f"{numbers[what]:.{digits}f} ({numbers[what + '-cpu']:.{digits}f})"
        print(f"| {name} | {pair(mine, 'train', 2)} | {pair(mine, 'predict', 2)} | {pair(ratio, 'train', 1)},"
              f" {pair(ratio, 'predict', 1)} | {value:.4f} | {vectors} | {(answers == y_test).mean():.4f} |"
              f" {(answers != facts[names[0]][2]).sum()} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
