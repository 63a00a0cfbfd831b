// The header of NumPy's array files: element type, order, shape, and a comment.
#ifndef SLUICE_LIB_CODECS_NPY_HEADER_H_
#define SLUICE_LIB_CODECS_NPY_HEADER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/byte_io.h"
#include "lib/status.h"

namespace sluice {

// What one element of the file is. A complex number counts as two elements of its parts.
struct NpyElement {
  char kind = 'f';  // b(ool), i(nteger), u(nsigned), f(loat)
  size_t size = 4;  // bytes: 1, 2, 4 or 8
  bool big_endian = false;
  bool complex = false;
  // "u8", "i64", "f16", "bool", "c64": the bits of the whole.
  std::string Name() const;
};

struct NpyHeader {
  NpyElement element;
  bool fortran_order = false;
  std::vector<uint64_t> shape;
  std::string comments;  // without '#', a newline after each
};

// Reads from the magic to the first element. Refuses Python objects, records, text and dates, and
// headers above 64 KiB.
Result<NpyHeader> ReadNpyHeader(ByteReader& in);

// Parses the dictionary: "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } # comment".
Result<NpyHeader> ParseNpyHeader(std::string_view text);

// "(2, 3)", "(5,)".
std::string ShapeText(const std::vector<uint64_t>& shape);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_NPY_HEADER_H_
