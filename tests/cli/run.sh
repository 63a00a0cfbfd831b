#!/bin/sh
# Runs one test of the program: a script and what it must print.
#   tests/cli/run.sh [--refresh] SLUICE FOLDER
# FOLDER/cmd is a shell script. It runs in an empty folder with `sluice` on the PATH; its standard
# output, standard error and exit status must be those of FOLDER/stdout, FOLDER/stderr (both empty
# if there is no such file) and FOLDER/exit (0 if there is none). --refresh writes these files.
# prelude.sh has helpers for the scripts. EXEC_PREFIX="valgrind -q" runs the program under another
# one. Exit status 77 of the script skips the test.
set -u
refresh=no
if [ "$1" = --refresh ]; then refresh=yes; shift; fi
sluice=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
folder=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT

mkdir "$scratch/bin" "$scratch/work"
printf '#!/bin/sh\nexec %s "%s" "$@"\n' "${EXEC_PREFIX:-}" "$sluice" > "$scratch/bin/sluice"
chmod +x "$scratch/bin/sluice"
unset SLUICE_THREADS SLUICE_MAX_PIXELS
if [ -n "${SLUICE_TARGETS:-}" ] && ! "$sluice" -V > /dev/null 2>&1; then
  echo "this machine or this build has no $SLUICE_TARGETS"
  exit 77
fi
(
  cd "$scratch/work" || exit 1
  PATH=$scratch/bin:$PATH SLUICE=$sluice TOP=$here/../.. LC_ALL=C \
    sh -c '. "$1/prelude.sh"; . "$2/cmd"' sh "$here" "$folder" \
    < /dev/null > "$scratch/stdout" 2> "$scratch/stderr"
)
status=$?
if [ $status -eq 77 ]; then
  cat "$scratch/stdout" "$scratch/stderr"
  exit 77
fi
echo $status > "$scratch/exit"

failed=0
for part in stdout stderr exit; do
  expected=$folder/$part
  if [ $refresh = yes ]; then
    rm -f "$expected"
    if [ $part = exit ]; then
      [ $status -eq 0 ] || cp "$scratch/exit" "$expected"
    elif [ -s "$scratch/$part" ]; then
      cp "$scratch/$part" "$expected"
    fi
    continue
  fi
  if [ ! -e "$expected" ]; then
    expected=$scratch/none
    if [ $part = exit ]; then echo 0 > "$expected"; else : > "$expected"; fi
  fi
  if ! diff -u "$expected" "$scratch/$part"; then
    echo "$(basename "$folder"): $part is not as expected"
    failed=1
  fi
done
exit $failed
