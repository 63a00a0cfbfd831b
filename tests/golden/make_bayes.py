#!/usr/bin/python3
"""Writes bayes.txt: Gaussian naive Bayes by scikit-learn.

The examples are those of make_trees.py, 160 to learn from, but number 3 is 0 for all of class 1.
Blocks "bayes SMOOTHING UNIFORM_PRIOR" have the logarithms of the joint probabilities of each class
for examples 160 ... 199.
"""
import pathlib

import numpy as np
from sklearn.naive_bayes import GaussianNB

r = np.arange(200)[:, None]
k = np.arange(5)[None, :]
x = ((r * (7 + 3 * k) + k * k) % 101) / 128.0
labels = np.arange(200) % 4
x[np.arange(200), labels] += 0.375
x[labels == 1, 3] = 0
# Class 3 is rarer.
learn = np.array([i for i in range(160) if i % 8 != 7])

with open(pathlib.Path(__file__).with_name("bayes.txt"), "w") as out:
    for smoothing in (1e-3, 0.1):
        for uniform in (0, 1):
            priors = np.full(4, 0.25) if uniform else None
            model = GaussianNB(priors=priors, var_smoothing=smoothing).fit(x[learn], labels[learn])
            out.write(f"bayes {smoothing} {uniform}\n")
            np.savetxt(out, model._joint_log_likelihood(x[160:]), fmt="%.9g")
