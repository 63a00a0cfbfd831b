#!/bin/sh
# Renders the sample pictures of this folder. The scenes are the same on every machine; run it again
# after a change to data/synth/.
# usage: data/samples/make.sh path/to/sluice
set -eu
sluice=$1
here=$(dirname "$0")
render() {
  "$sluice" synth --scene "$1" --size "$2" --seed "$3" --png-compression 9 -o "$here/$1.png"
}
render street 480x360 2
render shapes 480x360 3
render textures 300x240 5
render cells 288x216 1
render digits 512x384 1
