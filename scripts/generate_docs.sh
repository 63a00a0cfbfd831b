#!/bin/sh
# Writes what is made from what the program says of itself: man/*.1, completions/*, docs/cli.md,
# docs/net-layers.md.
#   scripts/generate_docs.sh SLUICE [--check]
# --check compares with the files that are there instead, and fails if they are not the same.
set -eu
sluice=$1
mode=${2:-write}
top=$(cd "$(dirname "$0")/.." && pwd)
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

mkdir -p "$new/man" "$new/completions" "$new/docs"
"$sluice" --dump-options man sluice > "$new/man/sluice.1"
"$sluice" --dump-options names | while read -r name; do
  "$sluice" --dump-options man "$name" > "$new/man/sluice-$(echo "$name" | tr ' ' -).1"
done
"$sluice" --dump-options bash > "$new/completions/sluice.bash"
"$sluice" --dump-options zsh > "$new/completions/_sluice"
"$sluice" --dump-options fish > "$new/completions/sluice.fish"
"$sluice" --dump-options markdown > "$new/docs/cli.md"
"$sluice" net info --words > "$new/docs/net-layers.md"

if [ "$mode" = --check ]; then
  diff -ru "$top/man" "$new/man"
  diff -ru "$top/completions" "$new/completions"
  diff -u "$top/docs/cli.md" "$new/docs/cli.md"
  diff -u "$top/docs/net-layers.md" "$new/docs/net-layers.md"
else
  rm -rf "$top/man" "$top/completions"
  mkdir -p "$top/docs"
  cp -R "$new/man" "$new/completions" "$top/"
  cp "$new/docs/cli.md" "$new/docs/net-layers.md" "$top/docs/"
fi
