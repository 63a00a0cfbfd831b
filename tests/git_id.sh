#!/bin/sh
# The header with the commit: what it says outside a git checkout and within a foreign one, on a
# commit and beside it, and that it is not written again when nothing has changed.
#   tests/git_id.sh CMAKE
set -eu
cmake=$1
script=$(cd "$(dirname "$0")/../cmake" && pwd)/git_id.cmake
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
header() { "$cmake" -D SOURCE="$1" -D OUT="$scratch/id.h" -P "$script"; }
expect() {
  grep -Eqx "#define SLUICE_GIT_ID \"$2\"" "$scratch/id.h" ||
    { echo "$1: got $(cat "$scratch/id.h"), want $2"; exit 1; }
}

mkdir -p "$scratch/source/inner"
header "$scratch/source"
expect "no checkout" unknown
command -v git > /dev/null || exit 0

unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE  # of a hook that runs the tests
git() {
  command git -C "$scratch/source" -c user.name=test -c user.email=test@localhost \
    -c commit.gpgsign=false -c core.hooksPath=/dev/null "$@"
}
git init -q
echo one > "$scratch/source/file"
git add file
git commit -q -m first
git tag v1
header "$scratch/source"
expect "a commit" '[0-9a-f]{7,40}'
touch -d 2000-01-01 "$scratch/id.h"
header "$scratch/source"
[ -n "$(find "$scratch/id.h" ! -newermt 2000-01-02)" ] || { echo "written again"; exit 1; }
echo two > "$scratch/source/file"
header "$scratch/source"
expect "a changed file" '[0-9a-f]{7,40}-dirty'
header "$scratch/source/inner"
expect "a folder in a foreign checkout" unknown
