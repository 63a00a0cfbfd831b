#!/usr/bin/env python3
"""GFLOP/s of lib/gemm beside NumPy's BLAS (OpenBLAS where it is installed), shape by shape, by
processor time summed over threads, which a busy machine disturbs less than the clock.

usage: bench/gemm/run.py BUILD_DIR [REPEATS]

The two take turns, so that a busy machine slows both; the table has the best and the median of each
one's turns. BUILD_DIR holds bench/sluice_bench (cmake --preset bench).
"""
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys

# Settings for another processor, left in the environment, make OpenBLAS half as fast.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

PEER = """
import sys, time, numpy as np
m, n, k, transposed = map(int, sys.argv[1:5])
a = np.full((m, k), 0.5, np.float32); b = np.full((k, n), 0.25, np.float32); c = np.empty((m, n), np.float32)
if transposed:
    b = np.ascontiguousarray(b.T).T
flops = 2.0 * m * n * k
count = max(1, int(min(5e9 / flops, 2e9 / (a.nbytes + b.nbytes + c.nbytes))))
np.dot(a, b, out=c)
start = time.process_time()
for _ in range(count):
    np.dot(a, b, out=c)
print(flops * count / (time.process_time() - start) * 1e-9)
"""


def ours(program, name):
    """GFLOP/s of one benchmark."""
    run = subprocess.run(
        [program, f"--benchmark_filter=^{re.escape(name)}$", "--benchmark_format=json", "--benchmark_min_time=0.05"],
        capture_output=True, text=True, check=True)
    return json.loads(run.stdout)["benchmarks"][0]["GFLOP/s"]


def peer(shape, threads):
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    run = subprocess.run([sys.executable, "-c", PEER, *shape], capture_output=True, text=True, check=True, env=environment)
    return float(run.stdout)


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    program = str(pathlib.Path(sys.argv[1]) / "bench" / "sluice_bench")
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    listed = subprocess.run([program, "--benchmark_list_tests", "--benchmark_filter=^GemmOf/"], capture_output=True, text=True, check=True)
    print("| rows x columns x depth | threads | sluice best, median | BLAS best, median | sluice / BLAS (best, median) |")
    print("|---|---|---|---|---|")
    for name in listed.stdout.split():
        *shape, threads, transposed = name.split("/")[1:6]
        turns = [(ours(program, name), peer([*shape, transposed], threads)) for _ in range(repeats)]
        mine, theirs = zip(*turns)
        median = [statistics.median(v) for v in (mine, theirs)]
        print(f"| {'x'.join(shape)}{', B transposed' if transposed == '1' else ''} | {threads} | {max(mine):.1f}, {median[0]:.1f} | {max(theirs):.1f}, {median[1]:.1f} |"
              f" {max(mine) / max(theirs):.2f}, {median[0] / median[1]:.2f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
