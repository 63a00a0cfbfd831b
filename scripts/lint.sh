#!/bin/sh
# clang-tidy over the files changed since a revision (default: all tracked sources).
# usage: scripts/lint.sh BUILD_DIR [REVISION]
set -eu
build=$1
if [ $# -gt 1 ]; then
  files=$(git diff --name-only --diff-filter=d "$2" -- '*.cc')
else
  files=$(git ls-files 'lib/*.cc' 'filters/*.cc' 'features/*.cc' 'classifiers/*.cc' 'data/*.cc' 'tools/*.cc')
fi
[ -n "$files" ] || exit 0
# shellcheck disable=SC2086  # one word a file
printf '%s\n' $files | xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p "$build" && echo "lint: ok"
