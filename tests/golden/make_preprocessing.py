#!/usr/bin/python3
"""Writes preprocessing.txt: the steps of preprocessing by scikit-learn.

The examples are those of make_trees.py, 160 to learn from. Blocks "steps N" have what becomes of
examples 160 ... 199; principal axes may be turned round.
"""
import pathlib

import numpy as np
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, Normalizer, StandardScaler

r = np.arange(200)[:, None]
k = np.arange(5)[None, :]
x = ((r * (7 + 3 * k) + k * k) % 101) / 128.0
x[np.arange(200), np.arange(200) % 4] += 0.375


class Zca:
    """By its definition: white numbers turned back. As in Whiten."""

    def fit(self, x, y=None):
        self.mean = x.mean(axis=0)
        values, vectors = np.linalg.eigh(np.cov(x.T))
        self.turn = vectors @ np.diag((values + 1e-4 * values.max()) ** -0.5) @ vectors.T
        return self

    def transform(self, x):
        return (x - self.mean) @ self.turn


class Whiten(PCA):
    """scikit-learn divides by the deviation alone; sluice adds a part of the greatest variance."""

    def transform(self, x):
        return super().transform(x) / np.sqrt(self.explained_variance_ + 1e-4 * self.explained_variance_[0])


STEPS = {
    "mean": StandardScaler(with_std=False),
    "standardize": StandardScaler(),
    "minmax": MinMaxScaler(),
    "l2": Normalizer(),
    "root": FunctionTransformer(np.sqrt),
    "pca": PCA(),
    "pca:3": PCA(3),
    "pca:90%": PCA(0.9),
    "pca-whiten": Whiten(),
    "zca": Zca(),
    "standardize,pca:2": make_pipeline(StandardScaler(), PCA(2)),
    "l2,minmax": make_pipeline(Normalizer(), MinMaxScaler()),
}
with open(pathlib.Path(__file__).with_name("preprocessing.txt"), "w") as out:
    for name, step in STEPS.items():
        result = step.fit(x[:160]).transform(x[160:])
        out.write(f"steps {name} {result.shape[1]}\n")
        np.savetxt(out, result, fmt="%.9g")
