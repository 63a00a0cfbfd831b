#!/usr/bin/python3
"""Writes linear.txt: weights of linear classifiers on 60 examples, by scikit-learn and liblinear.

The examples: 3 classes, 4 features, label r mod 3; feature k of example r is
((r * (7 + 3 k) + k * k) mod 17) / 17, plus 0.5 where k is the label. Blocks: the name and c, then
for each class its weights and its bias.
"""
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.svm import LinearSVC

r = np.arange(60)[:, None]
k = np.arange(4)[None, :]
x = ((r * (7 + 3 * k) + k * k) % 17) / 17.0
y = np.arange(60) % 3
x[np.arange(60), y] += 0.5


def block(out, name, c, weights, bias):
    out.write(f"{name} {c}\n")
    for w, b in zip(weights, bias):
        out.write(" ".join(f"{n:.9g}" for n in [*w, b]) + "\n")


with open(pathlib.Path(__file__).with_name("linear.txt"), "w") as out:
    for c in (0.1, 10):
        m = LogisticRegression(C=c, tol=1e-10, max_iter=10000).fit(x, y)
        # Adding one vector to all classes' weights changes no probability: the mean is taken away.
        block(out, "softmax", c, m.coef_, m.intercept_ - m.intercept_.mean())
        for name, options in (
            ("squared-hinge", dict(loss="squared_hinge")),
            ("hinge", dict(loss="hinge")),
            ("crammer-singer", dict(multi_class="crammer_singer")),
        ):
            m = LinearSVC(C=c, tol=1e-8, max_iter=10000000, **options).fit(x, y)
            block(out, name, c, m.coef_, m.intercept_)
        t = np.where(y[:, None] == np.arange(3), 1.0, -1.0)
        m = Ridge(alpha=1 / c).fit(x, t)
        block(out, "squares", c, m.coef_, m.intercept_)
    m = LogisticRegression(C=1, penalty="l1", solver="saga", tol=1e-10, max_iter=1000000).fit(x, y)
    block(out, "softmax-l1", 1, m.coef_, m.intercept_ - m.intercept_.mean())
    m = LogisticRegression(
        C=1, penalty="elasticnet", l1_ratio=0.5, solver="saga", tol=1e-10, max_iter=1000000
    ).fit(x, y)
    block(out, "softmax-elastic", 1, m.coef_, m.intercept_ - m.intercept_.mean())
