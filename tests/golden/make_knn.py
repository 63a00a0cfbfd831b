#!/usr/bin/python3
"""Writes knn.txt: neighbours and shares of votes on 90 examples of 4 classes, by scikit-learn.

Number j of example i is ((7 i i + 13 j + 5 i j) mod 101 + i / 128) / 128, its class is
(i i + (i / 3)) mod 4; the 20 queries are the same formula at i = 200 ... 219 less 200 in the sum.
All of these numbers are exact in f32. Chi-squared distances: sklearn's additive_chi2_kernel, negated.
"""
import pathlib

import numpy as np
from sklearn.metrics.pairwise import additive_chi2_kernel
from sklearn.neighbors import KNeighborsClassifier


def features(first, count):
    i = np.arange(first, first + count)[:, None]
    j = np.arange(11)[None, :]
    return ((7 * i * i + 13 * j + 5 * i * j) % 101 + (i % 100) / 128) / 128


x, queries = features(0, 90), features(200, 20)
labels = np.array([(i * i + i // 3) % 4 for i in range(90)])
chi2 = lambda a, b: -additive_chi2_kernel(a[None], b[None])[0, 0]
lines = []
for name, metric in (("l1", "manhattan"), ("l2", "euclidean"), ("cosine", "cosine"), ("chi2", chi2)):
    for weights in ("uniform", "distance"):
        knn = KNeighborsClassifier(7, weights=weights, algorithm="brute", metric=metric).fit(x, labels)
        if weights == "uniform":
            distances, indices = knn.kneighbors(queries)
            wide, _ = knn.kneighbors(queries, 8)
            assert np.diff(wide, axis=1).min() > 1e-5, "ties have no one order"
            lines += [f"indices {name}", *(" ".join(map(str, row)) for row in indices)]
            lines += [f"distances {name}", *(" ".join(f"{d:.9g}" for d in row) for row in distances)]
        lines += [f"votes {name} {weights}", *(" ".join(f"{p:.9g}" for p in row) for row in knn.predict_proba(queries))]
pathlib.Path(__file__).with_name("knn.txt").write_text("\n".join(lines) + "\n")
