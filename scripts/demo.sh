#!/bin/sh
# The main job on real pictures: noise, denoise, edges, one fused run, and a page of before and after.
# Prints every command it runs, so that it can be copied. Pictures: the samples, or IMAGE.
# usage: [IMAGE=photo.jpg] scripts/demo.sh path/to/sluice
set -eu
sluice=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
source=$(cd "$(dirname "$0")/.." && pwd)
out=$source/out/demo
mkdir -p "$out"
cd "$source"

# Shows a command the way a user would type it, then runs it.
run() {
  printf '$ %s\n' "$1"
  PATH="$(dirname "$sluice"):$PATH" sh -c "$1"
}

if [ -n "${IMAGE:-}" ]; then
  pictures=$IMAGE
else
  pictures="data/samples/street.png data/samples/shapes.png data/samples/cells.png"
fi

pages=""
# Small samples side by side as they are; a photo's page at a size to look at.
tile=480x360
[ -z "${IMAGE:-}" ] || tile=900x700
for picture in $pictures; do
  stem=$(basename "$picture")
  stem=${stem%.*}
  to=out/demo/$stem
  case $out in "$source"/*) ;; *) to=$out/$stem ;; esac
  run "sluice noise --salt-pepper 5% --gaussian 4% '$picture' -o $to-noisy.png"
  run "sluice median --radius 1 $to-noisy.png | sluice bilateral --sigma-space 2 --sigma-range 12% > $to-clean.png"
  run "sluice canny --low 0.05 --high 0.12 $to-noisy.png > $to-noisy-edges.png"
  run "sluice canny --low 0.05 --high 0.12 $to-clean.png > $to-edges.png"
  run "sluice run 'median --radius 1 | gaussian --sigma 1.4 | sobel | normalize' --depth u8 '$picture' -o $to-sobel.png"
  run "sluice montage --columns 3 --captions --tile $tile '$picture' $to-noisy.png $to-clean.png $to-noisy-edges.png $to-edges.png $to-sobel.png -o $to-page.png"
  pages="$pages $to-page.png"
done
echo
echo "Look at:$pages"
