// Frames out of files and pipes.
#ifndef SLUICE_LIB_SOURCE_H_
#define SLUICE_LIB_SOURCE_H_

#include <memory>
#include <string>
#include <vector>

#include "lib/codec.h"
#include "lib/row_reader.h"

namespace sluice {

struct SourceOptions {
  DecodeOptions decode;
  bool allow_empty = false;  // an input without any frame is no error
};

// The frames of all files in `paths` ("-" is standard input), in order; each file may hold several
// frames. Files are opened one at a time, when their turn comes, and rows are decoded as they are
// asked for, so that memory does not grow with the number of files.
//
// Bytes of no known format behind a PNG or JPEG frame in a file are ignored, as cameras put them
// there; behind any other frame, and in a pipe, they are an error.
//
// Sets each frame's index (its number in the whole stream, from 0), path and index in its file.
// Messages of errors, in Next and in the rows, name the file and, from a file's second frame on,
// the frame's number in it, from 0: "a.ppm: frame 1: truncated: ...". After an error the next call
// of Next goes on with the next file: what is left of the bad one is skipped, because nothing tells
// where its next frame would start.
std::unique_ptr<Source> MakeFileSource(std::vector<std::string> paths, SourceOptions options = {});

// The frames in `in`, called `name` in messages.
std::unique_ptr<Source> MakeReaderSource(ByteReader in, std::string name,
                                         SourceOptions options = {});

// What messages call a path: "stdin" for "-".
std::string InputName(const std::string& path);

}  // namespace sluice

#endif  // SLUICE_LIB_SOURCE_H_
