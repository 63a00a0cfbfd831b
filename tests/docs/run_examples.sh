#!/bin/sh
# Runs the examples of a page of documentation: every block fenced with ```sh, from top to bottom, in
# one scratch folder that holds the project's sample pictures and copies of them under the names
# that the examples use.
#   tests/docs/run_examples.sh SLUICE PAGE.md
# A line <!-- needs: PROGRAM... --> before a block skips it where one of the programs is not
# installed; <!-- not run --> skips it always.
set -eu
sluice=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
page=$2
samples=$(cd "$(dirname "$0")/../../data/samples" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

mkdir "$scratch/bin" "$scratch/work" "$scratch/blocks"
ln -s "$sluice" "$scratch/bin/sluice"
PATH=$scratch/bin:$PATH

# Blocks, one a file: N.sh, and N.needs with the programs it needs.
awk -v folder="$scratch/blocks" '
  /^<!-- needs: .* -->$/ { needs = $0; sub(/^<!-- needs: /, "", needs); sub(/ -->$/, "", needs); next }
  /^<!-- not run -->$/ { skip = 1; next }
  /^```sh$/ && !inside { inside = 1; name = sprintf("%s/%03d", folder, ++count); next }
  /^```$/ && inside {
    inside = 0
    if (!skip) print needs > (name ".needs")
    needs = ""; skip = 0; next
  }
  inside && !skip { print > (name ".sh") }
' "$page"

cd "$scratch/work"
# The pictures that examples speak of.
sluice=$scratch/bin/sluice
cp "$samples"/*.png .
mkdir scans photos shots out data
for picture in in photo scan; do
  cp street.png $picture.png
  "$sluice" convert $picture.png -o $picture.jpg
done
"$sluice" convert street.png -o street.jpg
for i in 1 2 3; do
  cp cells.png scans/page$i.png
  cp street.png shots/shot$i.png
  cp street.jpg photos/photo$i.jpg
done

failed=0
for needs in "$scratch"/blocks/*.needs; do
  [ -e "$needs" ] || continue
  block=${needs%.needs}.sh
  [ -e "$block" ] || continue
  missing=no
  for program in $(cat "$needs"); do
    command -v "$program" > /dev/null || missing=yes
  done
  if [ $missing = yes ]; then
    echo "skipped, needs $(cat "$needs"):"
    cat "$block"
  elif ! sh -eu "$block" > "$scratch/log" 2>&1; then
    echo "failed:"
    cat "$block"
    echo "said:"
    cat "$scratch/log"
    failed=1
  fi
done
exit $failed
