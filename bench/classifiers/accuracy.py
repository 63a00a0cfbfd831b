#!/usr/bin/env python3
"""Accuracy of classifiers and nets on real data, through the commands a user would type.

Prints a table of pipe, seconds (by the clock and of the processor, training and test together, pictures
described anew) and accuracy, beside the least that is expected, and fails when one falls short. The data
are MNIST (Y. LeCun et al. 1998), CIFAR-10 (A. Krizhevsky 2009), the ORL faces (F. Samaria, A. Harter
1994), heart beats of the UCR archive (H. A. Dau et al. 2018) and KTH-TIPS (M. Fritz et al. 2004), in
folders of --data; solids are made by solids.py (bench/nets) beforehand. Rows whose data or command are
not there are left out.

  bench/classifiers/accuracy.py classifiers|nets [--sluice build/release/sluice] [--data $SLUICE_DATA]
                                [--only REGEX] [--out bench/results/accuracy.md]
"""
import argparse
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

# What is read for training and for the test: a kind of `sluice data`, a folder or file, options.
MNIST = ("MNIST 60k / 5k", "mnist mnist --split train", "mnist mnist --split test")
SMALL = ("MNIST 10k / 5k", "mnist mnist --split train --shuffle --take 10000", "mnist mnist --split test")
CIFAR = ("CIFAR-10 10k / 2k", "cifar10 cifar-10 --split train", "cifar10 cifar-10 --split test")
FACES = ("ORL faces", "folders orl-faces --holdout 50% --part train", "folders orl-faces --holdout 50% --part test")
ECG200 = ("ECG200", "ucr ecg-1d/ECG200/ECG200_TRAIN.tsv", "ucr ecg-1d/ECG200/ECG200_TEST_even.tsv")
ECG5000 = ("ECG5000, 30 % held out", "ucr ecg-1d/ECG5000/ECG5000_TRAIN_even.tsv --holdout 30% --part train",
           "ucr ecg-1d/ECG5000/ECG5000_TRAIN_even.tsv --holdout 30% --part test")
KTH = ("KTH-TIPS, half held out", "folders kth-tips-gray --holdout 50% --part train",
       "folders kth-tips-gray --holdout 50% --part test")
VOLUMES = ("solids 2000 / 600", "folders solids/train/volumes", "folders solids/test/volumes")

# Name, data, description, training, the least accuracy; perhaps what learns from the pictures first.
ROWS = {"classifiers": [
    ("kNN, k = 3, pixels", MNIST, "pixels", "knn train --k 3", 0.965),
    ("softmax, pixels", MNIST, "pixels", "softmax train", 0.92),
    ("linear SVM, pixels", MNIST, "pixels", "svm train", 0.91),
    ("RBF SVM, pixels", SMALL, "pixels", "svm train --kernel rbf --c 10 --gamma 0.025", 0.955),
    ("MLP 256-128, pixels", MNIST, "pixels", "mlp train", 0.98),
    ("HOG + linear SVM", MNIST, "hog --cell 4 --signed", "svm train", 0.98),
    ("random forest, 100 trees", MNIST, "pixels", "forest train --trees 100", 0.96),
    ("AdaBoost", SMALL, "pixels", "adaboost train", 0.80),
    ("naive Bayes, pixels, 40 axes", MNIST, "pixels", "bayes train --preprocess pca:40", None),
    ("kNN, pixels", CIFAR, "pixels", "knn train --k 5", 0.29),
    ("softmax, pixels", CIFAR, "pixels", "softmax train --preprocess standardize --c 0.001", 0.33),
    ("HOG + linear SVM", CIFAR, "hog", "svm train", 0.47),
    ("bag of visual words + linear SVM", CIFAR, "bow --words words.safetensors --grid 2 --root", "svm train --c 1", 0.42,
     "bow train --cell 3 --step 2 -o words.safetensors"),
    ("kNN on 40 axes, 5 pictures a person", FACES, "pixels", "knn train --k 1 --preprocess pca:40", 0.90),
], "nets": [
    ("LeNet-5", MNIST, "", "net train --net lenet5 --epochs 10 --shift 2", 0.991),
    ("MLP of the zoo", MNIST, "", "net train --net mlp --epochs 15", 0.983),
    ("small net", CIFAR, "", "net train --net cifar --epochs 18 --rate 0.003 --mirror --shift 4", 0.72),
    ("ResNet-20", CIFAR, "", "net train --net resnet20 --epochs 30 --optimizer momentum --rate 0.1 --warm-up 1 "
     "--weight-decay 0.0005 --mirror --shift 4", 0.76),
    ("1 nearest neighbour", ECG5000, "", "knn train --k 1", None),
    ("1-D net", ECG5000, "", "net train --net ecg1d --epochs 40", 0.94),
    ("1 nearest neighbour", ECG200, "", "knn train --k 1", None),
    ("filter bank + RBF SVM", KTH, "texture --bank lm", "svm train --kernel rbf", None),
    ("small net", KTH, "", "net train --net cifar --set width=16 --set dropout=0.4 --size 96x96 --batch 16 --epochs 60 "
     "--mirror --shift 8 --zoom 0.2 --brightness 0.1 --contrast 0.2", None),
    ("3-D net", VOLUMES, "", "net train --net volume3d --epochs 16 --batch 16 --rate 0.003", 0.98),
    ("1-D net", ECG200, "", "net train --net ecg1d --input 96x1 --epochs 150 --noise 0.1", 0.87),
]}


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
    kind, place, *options = text.split()
    return [sluice, "data", kind, str(data / place), *options]


def accuracy(sluice, data, row, folder):
    _, (_, train, test), features, training, _, *first = row
    describe = [[sluice, *features.split()]] if features else []
    model = os.path.join(folder, "model.safetensors")
    for command in first:
        if pipe([source(sluice, data, train), [sluice, *command.split()]], folder) is None:
            return None
    if pipe([source(sluice, data, train), *describe, [sluice, *training.split(), "-o", model]], folder) is None:
        return None
    output = pipe([source(sluice, data, test), *describe, [sluice, "eval", "-m", model, "--json"]], folder)
    return None if output is None else json.loads(output)["accuracy"]


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", choices=list(ROWS))
    parser.add_argument("--sluice", default="build/release/sluice")
    parser.add_argument("--data", default=os.environ.get("SLUICE_DATA", "../shared/data"))
    parser.add_argument("--only", default="", help="rows whose data, name or training matches")
    parser.add_argument("--out")
    arguments = parser.parse_args()
    sluice = os.path.abspath(arguments.sluice)
    data = pathlib.Path(arguments.data).resolve()

    lines = ["| data | method | command | seconds | of the processor | accuracy | at least |",
             "|---|---|---|---|---|---|---|"]
    short = False
    with tempfile.TemporaryDirectory() as folder:
        for row in ROWS[arguments.rows]:
            name, (set_name, train, _), features, training, least, *_ = row
            if not (data / train.split()[1]).exists() or not re.search(
                    arguments.only, f"{set_name} {name} {training}"):
                continue
            begin, used = time.monotonic(), processor_seconds()
            reached = accuracy(sluice, data, row, folder)
            if reached is None:
                continue
            missed = least is not None and reached < least
            short |= missed
            goal = "" if least is None else f"{100 * least:.1f} %" + (" (missed)" if missed else "")
            command = " \\| ".join(part for part in (features, training) if part)
            lines.append(f"| {set_name} | {name} | `{command}` | {time.monotonic() - begin:.1f} | "
                         f"{processor_seconds() - used:.1f} | {100 * reached:.2f} % | {goal} |")
            print(lines[-1], flush=True)
    if arguments.out:
        head = f"# Accuracy of {arguments.rows}\n\nMade by `bench/classifiers/accuracy.py {arguments.rows}`.\n\n"
        pathlib.Path(arguments.out).write_text(head + "\n".join(lines) + "\n")
    sys.exit(1 if short else 0)


main()
