#!/usr/bin/python3
"""Linear classifiers on MNIST beside liblinear and scikit-learn, in one interleaved run.

usage: linear.py BENCH MNIST_DIR [REPEATS]

BENCH is build/bench/bench/sluice_linear_bench. Seconds are the medians of training, for liblinear
with reading its text file; from its CPU seconds those of a run that stops after one pass (reading,
mostly), which has a row of its own, are taken off. CPU seconds matter where others use the machine.
Objectives, mean loss + penalty / (c * examples), are computed here in f64 for all.
"""
import gzip
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

SKLEARN = """
import sys, time, warnings, numpy as np
from sklearn.linear_model import LogisticRegression
warnings.simplefilter("ignore")
x = np.fromfile("train.f32", np.float32).reshape(-1, 784)
y = np.fromfile("train.i32", np.int32)
m = LogisticRegression(C=float(sys.argv[1]), max_iter=100)
wall, cpu = time.time(), time.process_time()
m.fit(x, y)
print("seconds", time.time() - wall)
print("cpu", time.process_time() - cpu)
np.concatenate([m.coef_.ravel(), m.intercept_]).astype(np.float32).tofile(sys.argv[2])
"""


def idx(path, offset):
    return np.frombuffer(gzip.open(path).read(), np.uint8, offset=offset)


def prepare(mnist, folder):
    data = {}
    for split, prefix in (("train", "train"), ("test", "t10k")):
        x = idx(mnist / f"{prefix}-images-idx3-ubyte.gz", 16).reshape(-1, 784)
        y = idx(mnist / f"{prefix}-labels-idx1-ubyte.gz", 8).astype(np.int32)
        data[split] = (x.astype(np.float32) / np.float32(255), y)
    x, y = data["train"]
    x.tofile(folder / "train.f32")
    y.tofile(folder / "train.i32")
    with open(folder / "train.txt", "w") as out:
        for row, label in zip(x, y):
            pairs = " ".join(f"{k + 1}:{row[k]:.9g}" for k in np.nonzero(row)[0])
            out.write(f"{label} {pairs}\n")
    return data


def objective(loss, w, b, data, c, bias_penalised):
    x, y = data
    s = x.astype(np.float64) @ w.T + b
    rows = np.arange(len(y))
    own = s[rows, y][:, None]
    if loss == "softmax":
        m = s.max(1, keepdims=True)
        losses = np.log(np.exp(s - m).sum(1)) + m[:, 0] - own[:, 0]
    elif loss == "crammer-singer":
        z = s - own + 1
        z[rows, y] = 0
        losses = z.max(1)
    else:
        t = np.where(np.arange(10) == y[:, None], 1.0, -1.0)
        losses = (np.maximum(0, 1 - t * s) ** 2).sum(1)
    penalty = 0.5 * (w**2).sum() + (0.5 * (b**2).sum() if bias_penalised else 0)
    return losses.mean() + penalty / (c * len(y))


def read_liblinear(path):
    lines = open(path).read().split("\n")
    labels = [int(v) for v in next(l for l in lines if l.startswith("label")).split()[1:]]
    rows = [[float(v) for v in l.split()] for l in lines[lines.index("w") + 1 :] if l.strip()]
    table = np.zeros((785, 10))  # features missing at the end have no rows; the bias comes last
    table[: len(rows) - 1] = rows[:-1]
    table[784] = rows[-1]
    w, b = np.zeros((10, 784)), np.zeros(10)
    for column, label in enumerate(labels):
        w[label], b[label] = table[:784, column], table[784, column]
    return w, b


class Job:
    def __init__(self, name, loss, c, command, output, bias_penalised, threads):
        self.name, self.loss, self.c, self.output = name, loss, c, output
        self.command, self.bias_penalised, self.threads = command, bias_penalised, threads
        self.wall, self.cpu = [], []

    def run(self, folder):
        env = dict(os.environ, OPENBLAS_NUM_THREADS=str(self.threads))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.time()
        out = subprocess.run(self.command, cwd=folder, env=env, check=True, capture_output=True,
                             text=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        words = dict(l.split()[:2] for l in out.split("\n") if l.startswith(("seconds", "cpu")))
        self.wall.append(float(words.get("seconds", time.time() - start)))
        self.cpu.append(float(words.get("cpu", after.ru_utime - before.ru_utime)))

    def solution(self, folder):
        if self.output.endswith(".txt"):
            return read_liblinear(folder / self.output)
        p = np.fromfile(folder / self.output, np.float32).astype(np.float64)
        return p[:7840].reshape(10, 784), p[7840:]


def jobs(bench):
    def ours(name, loss, c, threads, **options):
        file = f"{name}-{threads}.f32"
        words = [f"{k}={v}" for k, v in options.items()]
        command = [bench, "train.f32", "train.i32", "784", "10", file, f"loss={loss}", f"c={c}",
                   f"threads={threads}", *words]
        return Job("sluice " + name, loss, c, command, file, loss != "softmax", threads)

    def liblinear(name, loss, c, solver, *words):
        file = f"{name}.txt"
        command = ["liblinear-train", "-s", str(solver), "-c", str(c), "-B", "1", "-q", *words,
                   "train.txt", file]
        return Job("liblinear " + name, loss, c, command, file, True, 1)

    c = 0.1
    python = ["/usr/bin/python3", "-c", SKLEARN, "1"]
    return [
        liblinear("reading", "squared-hinge", c, 1, "-e", "1e9"),
        ours("squared-hinge", "squared-hinge", c, 1),
        liblinear("squared-hinge", "squared-hinge", c, 1),
        ours("crammer-singer", "crammer-singer", c, 1),
        liblinear("crammer-singer", "crammer-singer", c, 4),
        ours("softmax", "softmax", 1, 1, epochs=100),
        ours("softmax", "softmax", 1, 2, epochs=100),
        Job("scikit-learn softmax", "softmax", 1, [*python, "sk1.f32"], "sk1.f32", False, 1),
        Job("scikit-learn softmax", "softmax", 1, [*python, "sk2.f32"], "sk2.f32", False, 2),
    ]


def main() -> int:
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    bench, mnist = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        data = prepare(mnist, folder)
        todo = jobs(bench)
        for _ in range(repeats):
            for job in todo:
                job.run(folder)
        print("| training | threads | c | seconds | CPU seconds | objective | test accuracy % |")
        print("|---|---|---|---|---|---|---|")
        reading = statistics.median(todo[0].cpu)
        for job in todo:
            w, b = job.solution(folder)
            x, y = data["test"]
            accuracy = 100 * ((x @ w.T + b).argmax(1) == y).mean()
            value = objective(job.loss, w, b, data["train"], job.c, job.bias_penalised)
            wall, cpu = statistics.median(job.wall), statistics.median(job.cpu)
            if job is not todo[0] and job.name.startswith("liblinear"):
                cpu -= reading
            print(f"| {job.name} | {job.threads} | {job.c:g} | {wall:.2f} | {cpu:.2f} | {value:.5f} "
                  f"| {accuracy:.2f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
