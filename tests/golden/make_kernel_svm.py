#!/usr/bin/python3
"""Writes kernel_svm.txt: support vector machines with kernels, by scikit-learn (libsvm).

The examples: 4 classes, 5 features, label r mod 4; feature k of example r is
((r * (7 + 3 k) + k * k) mod 101) / 101, plus 0.4 where k is the label; r = 0 ... 119 to learn from,
r = 120 ... 159 to judge. Blocks: kernel, c, gamma, coef0, degree; then the sum of all pairs' dual
objectives; the number of support vectors of each class; the biases of the 6 pairs; for each of the
40 examples 6 decisions and the predicted class.
"""
import pathlib

import numpy as np
from sklearn.metrics.pairwise import chi2_kernel
from sklearn.svm import SVC

r = np.arange(160)[:, None]
k = np.arange(5)[None, :]
x = ((r * (7 + 3 * k) + k * k) % 101) / 101.0
labels = np.arange(160) % 4
x[np.arange(160), labels] += 0.4
x, x_test, y = x[:120], x[120:], labels[:120]


def matrix(kernel, gamma, coef0, degree, a, b):
    if kernel == "chi2":
        return chi2_kernel(a, b, gamma=gamma)
    if kernel == "rbf":
        return np.exp(-gamma * ((a[:, None] - b[None]) ** 2).sum(-1))
    return (gamma * a @ b.T + coef0) ** degree if kernel == "poly" else a @ b.T


def objective(m, kernel_matrix):
    """Sum over pairs of the dual objective, from the coefficients."""
    starts = np.concatenate([[0], np.cumsum(m.n_support_)])
    total = 0
    for a in range(4):
        for b in range(a + 1, 4):
            first, second = (slice(starts[c], starts[c + 1]) for c in (a, b))
            rows = np.concatenate([m.support_[first], m.support_[second]])
            signed = np.concatenate([m.dual_coef_[b - 1, first], m.dual_coef_[a, second]])
            total += signed @ kernel_matrix[np.ix_(rows, rows)] @ signed / 2 - np.abs(signed).sum()
    return total


with open(pathlib.Path(__file__).with_name("kernel_svm.txt"), "w") as out:
    for kernel, c, gamma, coef0, degree in (
        ("rbf", 1, 2, 0, 1),
        ("rbf", 100, 0.7, 0, 1),
        ("poly", 3, 0.5, 1, 3),
        ("chi2", 5, 1.5, 0, 1),
        ("linear", 1, 1, 0, 1),
    ):
        parameters = (kernel, gamma, coef0, degree)
        train = matrix(*parameters, x, x)
        m = SVC(C=c, kernel="precomputed", tol=1e-6, decision_function_shape="ovo").fit(train, y)
        test = matrix(*parameters, x_test, x)
        out.write(f"{kernel} {c} {gamma} {coef0} {degree}\n{objective(m, train):.12g}\n")
        out.write(" ".join(map(str, m.n_support_)) + "\n")
        out.write(" ".join(f"{b:.9g}" for b in m.intercept_) + "\n")
        for decisions, answer in zip(m.decision_function(test), m.predict(test)):
            out.write(" ".join(f"{d:.9g}" for d in decisions) + f" {answer}\n")
