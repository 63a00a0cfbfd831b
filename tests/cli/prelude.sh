# Helpers for the scripts of the tests.

# gray WIDTH HEIGHT SAMPLE... : an 8-bit picture on stdout, as plain PGM.
gray() {
  printf 'P2\n%s %s\n255\n' "$1" "$2"
  shift 2
  echo "$@"
}

# rgba WIDTH HEIGHT SAMPLE... : an 8-bit picture with alpha on stdout, as PAM.
rgba() {
  printf 'P7\nWIDTH %s\nHEIGHT %s\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n' "$1" "$2"
  shift 2
  for sample in "$@"; do printf "\\$(printf %03o "$sample")"; done
}

# bytes : stdin as decimal numbers, for the samples of binary pictures.
bytes() { od -An -v -tu1 -w16 | sed 's/^ *//; s/  */ /g'; }

# floats : the f32 samples of an NPY array on stdin.
floats() { tail -c +129 | od -An -v -tf4 -w16 | sed 's/^ *//; s/  */ /g'; }

# check COMMAND... : runs it and prints its exit status.
check() {
  echo "$ $*" >&2
  "$@"
  echo "exit $?" >&2
}
