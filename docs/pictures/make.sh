#!/bin/sh
# Makes the pictures of the README and of the pages here, from the samples and from scenes.
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

# Pictures of docs/looking-into-nets.md.
"$sluice" synth --scene digit --size 28x28 --count 1500 -f pnm > "$scratch/train.pnm"
"$sluice" synth --scene digit --size 28x28 --count 300 --first 100000 -f pnm > "$scratch/new.pnm"
"$sluice" synth --scene digit --size 28x28 --first 100003 -o "$scratch/digit.png"
"$sluice" synth --scene digit --size 28x28 --first 100000 --count 4 -f pnm > "$scratch/four.pnm"
"$sluice" net train --net lenet5 --epochs 4 -q "$scratch/train.pnm" -o "$scratch/lenet.safetensors"
inspect() { # NAME OPTION...
  name=$1
  shift
  "$sluice" inspect -m "$scratch/lenet.safetensors" "$@" --png-compression 9 -o "$name"
}
inspect net-filters.png
inspect net-activations.png --show activations --layer relu1 "$scratch/digit.png"
inspect net-patches.png --show patches --layer relu2 --unit 0 --unit 1 --unit 2 --unit 3 "$scratch/new.pnm"
inspect net-saliency.png --show saliency "$scratch/four.pnm"
inspect net-occlusion.png --show occlusion "$scratch/four.pnm"
