#!/usr/bin/python3
"""Writes trees.txt: decision trees and AdaBoost (SAMME) by scikit-learn.

The examples: 4 classes, 5 features, label r mod 4; feature k of example r is
((r * (7 + 3 k) + k * k) mod 101) / 128, plus 0.375 where k is the label (exact in f32); r = 0 ... 159
to learn from, r = 160 ... 199 to judge. Blocks "tree DEPTH MIN_LEAF" (depth 0: no limit) have the 4
class shares of each of examples 140 ... 199, blocks "adaboost ROUNDS DEPTH" the shares of votes.
"""
import pathlib

import numpy as np
from sklearn.ensemble import AdaBoostClassifier
from sklearn.tree import DecisionTreeClassifier

r = np.arange(200)[:, None]
k = np.arange(5)[None, :]
x = ((r * (7 + 3 * k) + k * k) % 101) / 128.0
labels = np.arange(200) % 4
x[np.arange(200), labels] += 0.375


def same_for_all_seeds(make, judge):
    """scikit-learn breaks ties at random: cases with ties have no one answer."""
    results = [judge(make(seed).fit(x[:160], labels[:160])) for seed in range(20)]
    return results[0] if np.ptp(results, axis=0).max() < 1e-9 else None


lines = []
for depth in (1, 2, 3, 4, 5, 0):
    for leaf in (1, 4, 10):
        shares = same_for_all_seeds(
            lambda seed: DecisionTreeClassifier(max_depth=depth or None, min_samples_leaf=leaf, random_state=seed),
            lambda m: m.predict_proba(x[140:]))
        print("tree", depth, leaf, "ties" if shares is None else "")
        if shares is not None:
            lines += [f"tree {depth} {leaf}", *(" ".join(f"{p:.9g}" for p in row) for row in shares)]
for rounds, depth in ((1, 1), (5, 1), (20, 1), (3, 2), (10, 2), (3, 3)):
    shares = same_for_all_seeds(
        lambda seed: AdaBoostClassifier(DecisionTreeClassifier(max_depth=depth), n_estimators=rounds,
                                        algorithm="SAMME", random_state=seed),
        lambda m: m.decision_function(x[140:]))
    print("adaboost", rounds, depth, "ties" if shares is None else "")
    if shares is not None:
        lines += [f"adaboost {rounds} {depth}", *(" ".join(f"{p:.9g}" for p in row) for row in shares)]
pathlib.Path(__file__).with_name("trees.txt").write_text("\n".join(lines) + "\n")
