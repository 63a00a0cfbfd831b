#!/usr/bin/python3
"""Training steps beside PyTorch's, in turns.

usage: bench/nets/train.py BUILD_DIR [THREADS] [TASK...]

Both sides train the same net (as many parameters) with SGD and momentum 0.9 on random pictures in
batches of 64, in a process each, which does as many steps as it is told and says what they took.
With one thread medians of processor time; with more the shortest times by the clock. Memory is the
greatest of the process, libraries included. PyTorch is Debian's python3-torch; where it is missing
our times alone are printed.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
# Name, net, steps a round, rounds.
TASKS = [("lenet5", "lenet5", 50, 15), ("resnet18-cifar", str(HERE / "resnet18-cifar.net"), 1, 9)]
BATCH = 64


def torch_worker(task: str, threads: int) -> None:
    """Answers lines of step counts as sluice_train_bench does."""
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    torch.manual_seed(1)

    class Residual(nn.Module):
        def __init__(self, before, kernels, stride):
            super().__init__()
            self.way = nn.Sequential(
                nn.Conv2d(before, kernels, 3, stride, 1, bias=False), nn.BatchNorm2d(kernels),
                nn.ReLU(inplace=True), nn.Conv2d(kernels, kernels, 3, 1, 1, bias=False),
                nn.BatchNorm2d(kernels))
            self.short = nn.Sequential()
            if stride > 1 or before != kernels:
                self.short = nn.Sequential(nn.Conv2d(before, kernels, 1, stride, bias=False),
                                           nn.BatchNorm2d(kernels))

        def forward(self, x):
            return torch.relu_(self.way(x) + self.short(x))

    if task == "lenet5":
        size, channels = 28, 1
        net = nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(inplace=True), nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5), nn.ReLU(inplace=True), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(400, 120), nn.ReLU(inplace=True), nn.Linear(120, 84), nn.ReLU(inplace=True),
            nn.Linear(84, 10))
    else:
        size, channels = 32, 3
        layers = [nn.Conv2d(3, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64),
                  nn.ReLU(inplace=True)]
        before = 64
        for kernels, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
            layers += [Residual(before, kernels, stride), Residual(kernels, kernels, 1)]
            before = kernels
        net = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10))
    pictures = torch.rand(1024, channels, size, size)
    labels = torch.arange(1024) % 10
    loss = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    print(sum(p.numel() for p in net.parameters()), flush=True)
    import resource
    for line in sys.stdin:
        processor, clock = time.process_time(), time.perf_counter()
        for _ in range(int(line)):
            rows = torch.randint(0, 1024, (BATCH,))
            optimizer.zero_grad(set_to_none=True)
            loss(net(pictures[rows]), labels[rows]).backward()
            optimizer.step()
        print(time.process_time() - processor, time.perf_counter() - clock,
              resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)


class Side:
    """A process that trains."""

    def __init__(self, command):
        environment = {k: v for k, v in os.environ.items()
                       if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=environment)
        self.parameters = int(self.process.stdout.readline() or 0)
        self.times = []
        self.memory = 0

    def steps(self, count, threads):
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        processor, clock, memory = self.process.stdout.readline().split()
        self.memory = int(memory)
        return float(processor if threads == 1 else clock) / count

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def measure(build, name, net, steps, rounds, threads):
    sides = [Side([build / "bench" / "sluice_train_bench", net, str(BATCH), str(threads)])]
    try:
        import torch  # noqa: F401
        sides.append(Side([sys.executable, __file__, "--torch", name, str(threads)]))
        if sides[0].parameters != sides[1].parameters:
            sys.exit(f"{name}: {sides[0].parameters} parameters, PyTorch {sides[1].parameters}")
    except ImportError:
        pass
    for side in sides:
        side.steps(2, threads)
    for _ in range(rounds):
        for side in sides:
            side.times.append(side.steps(steps, threads))
    take = statistics.median if threads == 1 else min
    cells = []
    for side in sides:
        cells.append(f"{take(side.times) * 1e3:.2f} ms, {side.memory / 1024:.0f} MiB")
        side.end()
    if len(sides) > 1:
        ratios = [b / a for a, b in zip(sides[0].times, sides[1].times)]
        ratio = take(ratios) if threads == 1 else take(sides[1].times) / take(sides[0].times)
        cells.append(f"{ratio:.2f}")
    print(f"| {name} | {threads} | " + " | ".join(cells) + " |", flush=True)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--torch":
        return torch_worker(sys.argv[2], int(sys.argv[3]))
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    print("| net, batch of 64 | threads | ours | PyTorch | its time over ours |\n|---|---|---|---|---|")
    for name, net, steps, rounds in TASKS:
        if len(sys.argv) < 4 or name in sys.argv[3:]:
            measure(pathlib.Path(sys.argv[1]), name, net, steps, rounds, threads)


if __name__ == "__main__":
    main()
