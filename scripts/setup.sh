#!/bin/sh
# Installs the Debian packages that a job needs, only those that are missing.
# usage: scripts/setup.sh build|test|bench|fuzz|lint
set -eu

build="g++ cmake ninja-build pkg-config libpng-dev libjpeg62-turbo-dev libhwy-dev libcli11-dev \
libtbb-dev nlohmann-json3-dev libeigen3-dev zlib1g-dev"
case "${1:-build}" in
  build) packages="$build" ;;
  test) packages="$build catch2" ;;
  bench) packages="$build libbenchmark-dev" ;;
  fuzz) packages="$build clang libclang-rt-14-dev" ;;
  lint) packages="clang-format clang-tidy" ;;
  *) echo "usage: $0 build|test|bench|fuzz|lint" >&2; exit 2 ;;
esac

# On anything but Debian and its kin the packages are the user's business.
command -v dpkg-query > /dev/null || exit 0

missing=""
for package in $packages; do
  status=$(dpkg-query -W -f='${Status}' "$package" 2> /dev/null || true)
  [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  root=""
elif command -v sudo > /dev/null; then
  root="sudo"
else
  echo "$0: please install:$missing" >&2
  exit 1
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # word splitting is wanted
{
  $root apt-get update -qq
  $root apt-get install -y -qq --no-install-recommends $missing > /dev/null
}
