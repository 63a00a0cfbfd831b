#!/bin/sh
# Makes the pictures of the README from the samples.
# usage: docs/pictures/make.sh path/to/sluice
set -eu
sluice=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")"
samples=../../data/samples
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

page() { # NAME PICTURE...: side by side, small
  name=$1
  shift
  "$sluice" montage --columns "$#" --tile 300x225 --captions "$@" --png-compression 9 -o "$name"
}

"$sluice" noise --salt-pepper 5% --gaussian 4% $samples/street.png -o "$scratch/noisy.png"
"$sluice" median "$scratch/noisy.png" -o "$scratch/median.png"
"$sluice" run 'gaussian --sigma 1 | canny' "$scratch/median.png" -o "$scratch/edges.png"
page edges.png $samples/street.png "$scratch/noisy.png" "$scratch/edges.png"

"$sluice" run 'gray | threshold --otsu | morph --op open --radius 2' $samples/cells.png -o "$scratch/mask.png"
"$sluice" run 'sobel | normalize' --depth u8 $samples/cells.png -o "$scratch/gradient.png"
page cells.png $samples/cells.png "$scratch/mask.png" "$scratch/gradient.png"

"$sluice" bilateral --sigma-space 2 --sigma-range 12% "$scratch/median.png" -o "$scratch/bilateral.png"
page denoise.png "$scratch/noisy.png" "$scratch/median.png" "$scratch/bilateral.png"
