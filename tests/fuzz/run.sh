#!/bin/sh
# Runs a fuzzer for some seconds, starting from small files of every format.
# usage: tests/fuzz/run.sh FUZZER SECONDS
set -eu
fuzzer=$1
seconds=$2
source=$(cd "$(dirname "$0")/../.." && pwd)
data=${SLUICE_DATA:-$source/../shared/data}
work=$source/out/fuzz
mkdir -p "$work/corpus" "$work/found"
find "$source/data/samples" "$source/tests" -size -64k \
  \( -name '*.png' -o -name '*.npy' -o -name '*.p?m' \) -exec cp -f {} "$work/corpus/" \; 2> /dev/null
if [ -d "$data/conformance" ]; then
  find "$data/conformance" -type f -size -16k | head -n 400 | while read -r file; do
    cp -f "$file" "$work/corpus/$(printf '%s' "$file" | cksum | cut -d' ' -f1)"
  done
fi
"$fuzzer" -max_total_time="$seconds" -rss_limit_mb=1024 -timeout=10 -max_len=65536 \
  -artifact_prefix="$work/found/" "$work/corpus"
