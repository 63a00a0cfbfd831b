// Data sets of feature vectors and series in text files. Frames have axes n and are f32; names are
// the numbers of the examples, "00042".
#ifndef SLUICE_DATA_VECTOR_FILES_H_
#define SLUICE_DATA_VECTOR_FILES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "data/data_set.h"

namespace sluice {

struct CsvOptions {
  char separator = ',';
  // The column with the labels: "last", "none", its number from 1, or its name in the header.
  std::string label_column = "last";
  // Whether the first record names the columns. By default it does if one of its fields outside the
  // column of labels begins with a letter and is no number.
  std::optional<bool> header;
};

// Records of numbers (RFC 4180: quoted fields, "" for a quote in one, line breaks in one). All have
// as many fields; all but the label are numbers.
Result<std::unique_ptr<DataSet>> OpenCsv(const std::string& path, const CsvOptions& options = {});

// Lines of the UCR archive (Dau et al., The UCR time series archive, 2018): the label, then the
// series, with tabs, commas or blanks between.
Result<std::unique_ptr<DataSet>> OpenUcr(const std::string& path);

// Lines LABEL INDEX:VALUE ... of libsvm (Chang and Lin, LIBSVM, 2011): indices from 1 on, rising;
// those left out are 0. Vectors are as long as the greatest index, or `dimensions` long.
Result<std::unique_ptr<DataSet>> OpenLibsvm(const std::string& path,
                                            std::optional<int64_t> dimensions = std::nullopt);

}  // namespace sluice

#endif  // SLUICE_DATA_VECTOR_FILES_H_
