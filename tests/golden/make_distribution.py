#!/usr/bin/python3
"""Writes distribution.txt: NumPy's statistics of the samples k^2 mod 251, k = 0 ... 999.

min max mean deviation, then percentiles 0 1 12.5 50 90 99.9 100, then a histogram of 7 bins over
[20, 230].
"""
import pathlib

import numpy as np

samples = (np.arange(1000) ** 2 % 251).astype(np.float64)
numbers = [samples.min(), samples.max(), samples.mean(), samples.std()]
numbers += list(np.percentile(samples, [0, 1, 12.5, 50, 90, 99.9, 100]))
numbers += list(np.histogram(samples, 7, (20, 230))[0])
with open(pathlib.Path(__file__).with_name("distribution.txt"), "w") as out:
    out.write("\n".join(f"{n:.12g}" for n in numbers) + "\n")
