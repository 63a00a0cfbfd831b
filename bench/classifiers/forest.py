#!/usr/bin/env python3
"""Times of random forests beside scikit-learn on MNIST's pixels.

usage: bench/classifiers/forest.py SLUICE [--bench FOREST_BENCH] [--data $SLUICE_DATA/mnist] [--trees N] [--rows N]
       [--repeats N] [--turns N]

The two take turns with one and two threads on the same 60000 x 784 numbers; the table has the medians
of wall time and of processor time (which a busy machine disturbs less; it is summed over threads).
Ours are whole runs of the program SLUICE, reading the vectors and writing the model included. Its time
of prediction is the difference of `predict` on all training rows and on 10000 of them, brought to 10000
rows, so that loading the model is left out but reading vectors is not; scikit-learn predicts from
memory. FOREST_BENCH (bench/sluice_forest_bench of cmake --preset bench) predicts from memory, too: the
same 10000 rows, --turns turns each.
"""
import argparse
import gzip
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import numpy as np
    import sklearn
    from sklearn.ensemble import RandomForestClassifier
except ImportError as error:
    print(f"bench/classifiers/forest: skipped: {error}", file=sys.stderr)
    sys.exit(0)


def idx(folder, part, kind, offset):
    with gzip.open(pathlib.Path(folder) / f"{part}-{kind}-ubyte.gz") as file:
        return np.frombuffer(file.read(), np.uint8, offset=offset)


def run(*words):
    """Wall and processor seconds of a program, and what it prints."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    output = subprocess.run(words, check=True, capture_output=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, output


def timed(function):
    start, cpu = time.perf_counter(), time.process_time()
    result = function()
    return time.perf_counter() - start, time.process_time() - cpu, result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sluice")
    parser.add_argument("--bench")
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--data", default=os.path.join(os.environ.get("SLUICE_DATA", "../shared/data"), "mnist"))
    parser.add_argument("--trees", type=int, default=100)
    parser.add_argument("--rows", type=int, default=60000)
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    x = idx(args.data, "train", "images-idx3", 16).reshape(-1, 784).astype(np.float32)[: args.rows] / np.float32(255)
    y = idx(args.data, "train", "labels-idx1", 8)[: args.rows]
    x_test = idx(args.data, "t10k", "images-idx3", 16).reshape(-1, 784).astype(np.float32) / np.float32(255)
    y_test = idx(args.data, "t10k", "labels-idx1", 8)
    print(f"scikit-learn {sklearn.__version__}; {args.trees} trees, {len(x)} x 784, {args.repeats} runs each\n")
    print("| threads | what | scikit-learn s (cpu) | sluice s (cpu) | ratio (cpu) | accuracy % of each |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for split, take, file in (("train", args.rows, "train.npy"), ("train", 10000, "few.npy"), ("test", 10**6, "test.npy")):
            subprocess.run(f"'{args.sluice}' data mnist '{args.data}' --split {split} --take {take} |"
                           f" '{args.sluice}' pixels > '{folder / file}'", shell=True, check=True)
        model = str(folder / "model.safetensors")
        for threads in (1, 2):
            peer, ours = ({"train": [], "predict": [], "predict from memory": []} for _ in range(2))
            for repeat in range(args.repeats):
                forest = RandomForestClassifier(args.trees, n_jobs=threads, random_state=repeat)
                peer["train"].append(timed(lambda: forest.fit(x, y)))
                queries = np.resize(x_test, (10000, 784))
                queries.tofile(folder / "few.f32")
                peer["predict"].append(timed(lambda: forest.predict(queries)))
                ours["train"].append(run(args.sluice, "forest", "train", "-j", str(threads), "--seed", str(repeat),
                                         "--trees", str(args.trees), str(folder / "train.npy"), "-o", model))
                all_rows, few = (run(args.sluice, "forest", "predict", "-j", str(threads), "-m", model, str(folder / file))
                                 for file in ("train.npy", "few.npy"))
                scale = 10000 / max(1, len(x) - 10000)
                ours["predict"].append([max(0.0, a - b) * scale for a, b in zip(all_rows[:2], few[:2])])
                for _ in range(args.turns if args.bench else 0):
                    peer["predict from memory"].append(timed(lambda: forest.predict(queries)))
                    times = run(args.bench, model, str(folder / "few.f32"), str(threads), str(folder / "out.i32"))[2]
                    ours["predict from memory"].append([float(t) for t in times.split()])
            report = run(args.sluice, "forest", "eval", "-m", model, str(folder / "test.npy"))[2].decode()
            accuracy = next(line.split()[1] for line in report.splitlines() if line.startswith("accuracy"))
            peer_accuracy = 100 * np.mean(forest.predict(x_test) == y_test)
            for what in [what for what in peer if peer[what]]:
                wall, cpu = ([statistics.median(r[i] for r in runs[what]) for runs in (peer, ours)] for i in (0, 1))
                print(f"| {threads} | {what} | {wall[0]:.3g} ({cpu[0]:.3g}) | {wall[1]:.3g} ({cpu[1]:.3g}) |"
                      f" **{wall[0] / wall[1]:.1f}** ({cpu[0] / cpu[1]:.1f}) | {peer_accuracy:.2f}, {accuracy} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
