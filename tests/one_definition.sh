#!/bin/sh
# Kernels of different files share one namespace for each SIMD target. Two templates (or inline
# functions) with the same name and parameters would be merged by the linker without a word, and one
# file would run the other's code: this finds them. The cure is an anonymous namespace.
#   tests/one_definition.sh BUILD_FOLDER
set -eu
merged=$(
  find "$1" -name '*.o' -path '*/sluice_*.dir/*' ! -path '*/sluice_tests.dir/*' |
    while read -r object; do
      nm "$object" 2> /dev/null | awk -v file="${object##*/}" \
        '$2 ~ /^[WVu]$/ && $3 ~ /6sluice[0-9]+N_/ { print $3, file }'
    done | sort -u |
    awk '{ count[$1]++; files[$1] = files[$1] " " $2 }
         END { for (name in count) if (count[name] > 1) print name ":" files[name] }' | c++filt
)
[ -z "$merged" ] || { echo "the same kernel in several files:"; echo "$merged"; exit 1; }
