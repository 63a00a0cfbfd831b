#!/usr/bin/env python3
"""Accuracy of the classifiers on real data, through the commands a user would type.

Prints a table of pipe, seconds (wall time, training and test together, pictures described anew) and
accuracy, beside the least that is expected, and fails when one falls short. The data are MNIST
(Y. LeCun et al. 1998), CIFAR-10 (A. Krizhevsky 2009) and the ORL faces (F. Samaria, A. Harter
1994), in the folders mnist, cifar-10 and orl-faces of --data; rows whose data or command are not
there are left out.

  bench/classifiers/accuracy.py [--sluice build/release/sluice] [--data $SLUICE_DATA] [--only REGEX]
                                [--out bench/results/accuracy.md]
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

MNIST = ("mnist --split train", "mnist --split test")
SMALL = ("mnist --split train --shuffle --take 10000", "mnist --split test")
CIFAR = ("cifar-10 --split train", "cifar-10 --split test")
FACES = ("orl-faces --holdout 50% --part train", "orl-faces --holdout 50% --part test")

# Name, data, description, training, the least accuracy; perhaps what learns from the pictures first.
ROWS = [
    ("kNN, k = 3, pixels", MNIST, "pixels", "knn train --k 3", 0.965),
    ("softmax, pixels", MNIST, "pixels", "softmax train", 0.92),
    ("linear SVM, pixels", MNIST, "pixels", "svm train", 0.91),
    ("RBF SVM, pixels, 10,000", SMALL, "pixels", "svm train --kernel rbf --c 10 --gamma 0.025", 0.955),
    ("MLP 256-128, pixels", MNIST, "pixels", "mlp train", 0.98),
    ("HOG + linear SVM", MNIST, "hog --cell 4 --signed", "svm train", 0.98),
    ("random forest, 100 trees", MNIST, "pixels", "forest train --trees 100", 0.96),
    ("AdaBoost, 10,000", SMALL, "pixels", "adaboost train", 0.80),
    ("naive Bayes, pixels, 40 axes", MNIST, "pixels", "bayes train --preprocess pca:40", None),
    ("kNN, pixels", CIFAR, "pixels", "knn train --k 5", 0.29),
    ("softmax, pixels", CIFAR, "pixels", "softmax train --preprocess standardize --c 0.001", 0.33),
    ("HOG + linear SVM", CIFAR, "hog", "svm train", 0.47),
    ("bag of visual words + linear SVM", CIFAR, "bow --words words.safetensors --grid 2 --root", "svm train --c 1", 0.42,
     "bow train --cell 3 --step 2 -o words.safetensors"),
    ("kNN on 40 axes, 5 pictures a person", FACES, "pixels", "knn train --k 1 --preprocess pca:40", 0.90),
]
SET_NAMES = {"mnist": "MNIST 60k / 5k", "cifar-10": "CIFAR-10 10k / 2k", "orl-faces": "ORL faces"}
KINDS = {"mnist": "mnist", "cifar-10": "cifar10", "orl-faces": "folders"}


def pipe(commands, cwd):
    """Runs commands joined by pipes; returns the last one's output, or None when one failed."""
    processes = []
    feed = None
    for i, command in enumerate(commands):
        processes.append(
            subprocess.Popen(command, stdin=feed, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd))
        if feed is not None:
            feed.close()
        feed = processes[-1].stdout
    output, errors = processes[-1].communicate()
    codes = [process.wait() for process in processes]
    if any(codes):
        messages = [errors] + [process.stderr.read() for process in processes[:-1]]
        print(b"".join(messages).decode(errors="replace").strip(), file=sys.stderr)
        return None
    return output


def source(sluice, data, text):
    name, *options = text.split()
    return [sluice, "data", KINDS[name], str(data / name), *options]


def accuracy(sluice, data, row, folder):
    _, (train, test), features, training, _, *first = row
    describe = [sluice, *features.split()]
    model = os.path.join(folder, "model.safetensors")
    for command in first:
        if pipe([source(sluice, data, train), [sluice, *command.split()]], folder) is None:
            return None
    if pipe([source(sluice, data, train), describe, [sluice, *training.split(), "-o", model]], folder) is None:
        return None
    output = pipe([source(sluice, data, test), describe, [sluice, "eval", "-m", model, "--json"]], folder)
    return None if output is None else json.loads(output)["accuracy"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sluice", default="build/release/sluice")
    parser.add_argument("--data", default=os.environ.get("SLUICE_DATA", "../shared/data"))
    parser.add_argument("--only", default="", help="rows whose name or training matches")
    parser.add_argument("--out")
    arguments = parser.parse_args()
    sluice = os.path.abspath(arguments.sluice)
    data = pathlib.Path(arguments.data).resolve()

    lines = ["| data | method | command | seconds | accuracy | at least |", "|---|---|---|---|---|---|"]
    short = False
    with tempfile.TemporaryDirectory() as folder:
        for row in ROWS:
            name, (train, _), features, training, least, *_ = row
            set_name = train.split()[0]
            if not (data / set_name).is_dir() or not re.search(arguments.only, name + " " + training):
                continue
            begin = time.monotonic()
            reached = accuracy(sluice, data, row, folder)
            if reached is None:
                continue
            missed = least is not None and reached < least
            short |= missed
            goal = "" if least is None else f"{100 * least:.1f} %" + (" (missed)" if missed else "")
            lines.append(f"| {SET_NAMES[set_name]} | {name} | `{features} \\| {training}` | "
                         f"{time.monotonic() - begin:.1f} | {100 * reached:.2f} % | {goal} |")
            print(lines[-1], flush=True)
    if arguments.out:
        head = "# Accuracy of the classifiers\n\nMade by `bench/classifiers/accuracy.py`.\n\n"
        pathlib.Path(arguments.out).write_text(head + "\n".join(lines) + "\n")
    sys.exit(1 if short else 0)


main()
