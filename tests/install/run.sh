#!/bin/sh
# Installs the project into a scratch folder and builds and runs a program against it.
# usage: tests/install/run.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
source=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cmake --install "$build" --prefix "$scratch/prefix" > /dev/null
cmake -S "$source" -B "$scratch/build" -G Ninja -DCMAKE_PREFIX_PATH="$scratch/prefix" > /dev/null
cmake --build "$scratch/build" > "$scratch/log" || { cat "$scratch/log"; exit 1; }
"$scratch/build/consumer"
"$scratch/prefix/bin/sluice" --version > /dev/null
