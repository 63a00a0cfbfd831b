#!/usr/bin/env python3
"""Times of exact 5-nearest-neighbour search beside FAISS (IndexFlatL2): random vectors and MNIST.

usage: bench/classifiers/knn.py BUILD_DIR [--data $SLUICE_DATA/mnist] [--rows N] [--queries N] [--repeats N]

60000 rows of 784 numbers, 10000 queries. The two take turns on the same data with one and two
threads; the table has the medians of wall time and of processor time (which a busy machine disturbs
less; it is summed over threads), and the share of equal neighbours. BUILD_DIR holds
bench/sluice_bench (cmake --preset bench). The time of sluice includes making the projections that its
first search needs; neither includes copying the rows into an index.

Random vectors are uniform and independent: the worst case, no projection can rule anything out. MNIST
searches the 60000 training digits (or as many as there are in --data) for the test digits (repeated if
there are fewer than --queries).
"""
import argparse
import gzip
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

# Settings for another processor, left in the environment, make OpenBLAS half as fast.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

try:
    import faiss
    import numpy as np
except ImportError as error:
    print(f"bench/classifiers/knn: skipped: {error}", file=sys.stderr)
    sys.exit(0)


def blas():
    """What FAISS multiplies with."""
    maps = pathlib.Path("/proc/self/maps").read_text()
    return "OpenBLAS" if "openblas" in maps else "another BLAS than OpenBLAS: not the fastest FAISS"


def mnist(folder, part):
    with gzip.open(pathlib.Path(folder) / f"{part}-images-idx3-ubyte.gz") as file:
        return np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784).astype(np.float32) / 255


def faiss_search(index, queries, threads):
    faiss.omp_set_num_threads(threads)
    wall, cpu = time.perf_counter(), time.process_time()
    _, neighbours = index.search(queries, 5)
    return time.perf_counter() - wall, time.process_time() - cpu, neighbours


def sluice_search(program, folder, threads):
    environment = {**os.environ, "SLUICE_BENCH_KNN": folder, "SLUICE_BENCH_COLUMNS": "784"}
    run = subprocess.run(
        [program, f"--benchmark_filter=^Knn/{threads}/", "--benchmark_format=json"],
        capture_output=True, text=True, check=True, env=environment)
    row = json.loads(run.stdout)["benchmarks"][0]
    neighbours = np.fromfile(pathlib.Path(folder) / "neighbours.i32", np.int32).reshape(-1, 5)
    return row["real_time"] / 1e3, row["cpu_time"] / 1e3, neighbours


def main():
    parser = argparse.ArgumentParser(description="kNN beside FAISS")
    parser.add_argument("build")
    parser.add_argument("--data", default=os.path.join(os.environ.get("SLUICE_DATA", "../shared/data"), "mnist"))
    parser.add_argument("--rows", type=int, default=60000)
    parser.add_argument("--queries", type=int, default=10000)
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    program = str(pathlib.Path(args.build) / "bench" / "sluice_bench")
    random = np.random.default_rng(0)
    sets = {"random": (random.random((args.rows, 784), np.float32), random.random((args.queries, 784), np.float32))}
    if (pathlib.Path(args.data) / "train-images-idx3-ubyte.gz").exists():
        queries = np.resize(mnist(args.data, "t10k"), (args.queries, 784))
        sets["MNIST"] = (mnist(args.data, "train")[: args.rows], queries)
    print(f"FAISS {faiss.__version__} with {blas()}\n")
    print("| data | threads | FAISS s (cpu) | sluice s (cpu) | FAISS / sluice (cpu) | equal neighbours |")
    print("|---|---|---|---|---|---|")
    for name, (rows, queries) in sets.items():
        index = faiss.IndexFlatL2(784)
        index.add(rows)
        with tempfile.TemporaryDirectory() as folder:
            rows.tofile(pathlib.Path(folder) / "rows.f32")
            queries.tofile(pathlib.Path(folder) / "queries.f32")
            for threads in (1, 2):
                peer, ours = [], []
                for _ in range(args.repeats):
                    peer.append(faiss_search(index, queries, threads))
                    ours.append(sluice_search(program, folder, threads))
                equal = np.mean(peer[0][2] == ours[0][2])
                wall = [statistics.median(run[0] for run in runs) for runs in (peer, ours)]
                cpu = [statistics.median(run[1] for run in runs) for runs in (peer, ours)]
                print(f"| {name} {len(rows)} x 784, {len(queries)} queries | {threads} | {wall[0]:.2f} ({cpu[0]:.2f})"
                      f" | {wall[1]:.2f} ({cpu[1]:.2f}) | **{wall[0] / wall[1]:.2f}** ({cpu[0] / cpu[1]:.2f})"
                      f" | {equal:.4%} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
