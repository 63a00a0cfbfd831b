#!/usr/bin/python3
"""Writes mlp.txt: the loss and the gradient of fully connected nets, by scikit-learn.

The examples are the first 23 of make_trees.py; parameter i of a net, weights of all layers (outputs
x inputs, row by row) and then the biases of all, is ((37 i + 11) mod 101 - 50) / 64. Blocks "mlp
ACTIVATION SIZES...", the loss with an L2 penalty of 0.1 and its derivatives by the parameters.
"""
import pathlib
import warnings

import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import LabelBinarizer

count = 23
r = np.arange(count)[:, None]
k = np.arange(5)[None, :]
x = ((r * (7 + 3 * k) + k * k) % 101) / 128.0
labels = np.arange(count) % 4
x[np.arange(count), labels] += 0.375

warnings.simplefilter("ignore")  # of one iteration
lines = []
for activation in ("relu", "tanh"):
    for sizes in ((5, 4), (5, 6, 4), (5, 7, 3, 4)):
        net = MLPClassifier(sizes[1:-1], activation=activation, alpha=0.1 * count, max_iter=1, solver="lbfgs")
        net.fit(x, labels)  # sets the classes and the penalty; its weights are replaced
        pairs = list(zip(sizes, sizes[1:]))
        total = sum(a * b + b for a, b in pairs)
        values = ((37 * np.arange(total) + 11) % 101 - 50) / 64
        net.coefs_, net.intercepts_, at = [], [], 0
        for a, b in pairs:
            net.coefs_.append(values[at : at + a * b].reshape(b, a).T)
            at += a * b
        for _, b in pairs:
            net.intercepts_.append(values[at : at + b])
            at += b
        activations = [x] + [None] * len(pairs)
        deltas = [None] * len(pairs)
        weights, biases = [np.empty_like(c) for c in net.coefs_], [np.empty_like(c) for c in net.intercepts_]
        # scikit-learn's penalty is alpha / (2 examples).
        loss, weights, biases = net._backprop(x, LabelBinarizer().fit_transform(labels), activations, deltas, weights, biases)
        gradient = np.concatenate([w.T.ravel() for w in weights] + list(biases))
        lines += [f"mlp {activation} " + " ".join(map(str, sizes)), f"{loss:.12g}", " ".join(f"{g:.9g}" for g in gradient)]
pathlib.Path(__file__).with_name("mlp.txt").write_text("\n".join(lines) + "\n")
