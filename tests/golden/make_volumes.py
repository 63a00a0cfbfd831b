#!/usr/bin/python3
"""Writes volumes.txt: small volumes in files of all types of numbers, and what NiBabel reads in them.

Blocks are a line "volume NAME HEX", the file's name and bytes, and its numbers, x fastest. NIfTI
files are made of NiBabel's headers and read back by NiBabel; NRRD files are written by Teem's unu.
"""
import gzip
import io
import pathlib
import subprocess
import tempfile

import nibabel
import numpy as np

SHAPE = (3, 2, 2)
TYPES = "uint8 int8 uint16 int16 uint32 int32 uint64 int64 float32 float64".split()
UNU = dict(uint8="uchar", int8="signed char", uint16="ushort", int16="short", uint32="uint", int32="int",
           uint64="ulonglong", int64="longlong", float32="float", float64="double")
blocks = []


def block(name, data, numbers):
    blocks.append(f"volume {name} {data.hex()}")
    # Seventeen digits are a double's, which readers round to f32 once.
    blocks.append(" ".join(f"{n:.17g}" for n in numbers))


def numbers_of(kind, count):
    """Both ends of the type's range, and what f32 cannot hold."""
    if kind.startswith("float"):
        ends = [1 / 3, -1e-30, 3e38, -0.1, 16777217.0]
    else:
        ends = [np.iinfo(kind).min, np.iinfo(kind).max, min(16777217, np.iinfo(kind).max), 1, 0]
    return np.array(ends + list(range(2, 2 + count - len(ends))), kind)


def nifti(name, kind, order, slope, inter, shape=SHAPE):
    header = nibabel.Nifti1Header(endianness=order)
    header.set_data_dtype(kind)
    header.set_data_shape(shape)
    header.set_slope_inter(slope, inter)
    header["vox_offset"] = 352
    header["magic"] = b"n+1"
    if kind in ("RGB", "RGBA"):
        raw = bytes(range(7, 7 + len(kind) * int(np.prod(shape))))
    else:
        raw = numbers_of(kind, int(np.prod(shape))).astype(np.dtype(kind).newbyteorder(order)).tobytes()
    data = header.binaryblock + bytes(4) + raw
    image = nibabel.Nifti1Image.from_bytes(data)
    if kind in ("RGB", "RGBA"):
        read = np.stack([np.asarray(image.dataobj)[c] for c in kind]).astype(float)  # channels first
    else:
        read = image.get_fdata()
    block(name, gzip.compress(data, mtime=0), read.ravel(order="F"))


for kind in TYPES:
    nifti(f"{kind}-little.nii.gz", kind, "<", None, None)
    nifti(f"{kind}-big.nii.gz", kind, ">", None, None)
    nifti(f"{kind}-scaled.nii.gz", kind, "<>"[len(kind) % 2], 0.001, -16777)
nifti("rgb.nii.gz", "RGB", "<", None, None)
nifti("rgba.nii.gz", "RGBA", ">", None, None)
nifti("series.nii.gz", "int16", ">", 2.5, 0, (2, 3, 1, 2))
nifti("slice.nii.gz", "uint16", "<", None, None, (3, 4))
nifti("five.nii.gz", "uint8", "<", None, None, (2, 2, 2, 2, 1))

with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    for i, kind in enumerate(TYPES):
        numbers = numbers_of(kind, 12)
        (folder / "raw").write_bytes(numbers.tobytes())
        made = ["teem-unu", "make", "-i", str(folder / "raw"), "-t", UNU[kind], "-s", "3", "2", "2",
                "-e", "raw", "-en", "little"]
        subprocess.run([*made, "-o", str(folder / "made.nrrd")], check=True, stderr=subprocess.DEVNULL)
        for name, options in (("little", ["-e", "raw", "-en", "little"]), ("big", ["-e", "raw", "-en", "big"]),
                              ("gzip", ["-e", "gzip", "-en", "big"]), ("ascii", ["-e", "ascii"])):
            if name == "ascii" and kind in ("float32", "float64"):
                continue  # unu writes too few digits
            out = folder / "out.nrrd"
            subprocess.run(["teem-unu", "save", "-f", "nrrd", *options, "-i", str(folder / "made.nrrd"), "-o",
                            str(out)], check=True, stderr=subprocess.DEVNULL)
            block(f"{kind}-{name}.nrrd", out.read_bytes(), numbers.astype(np.float64))
pathlib.Path(__file__).with_name("volumes.txt").write_text("\n".join(blocks) + "\n")
