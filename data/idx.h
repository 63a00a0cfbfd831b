// MNIST, Fashion-MNIST and whatever else comes as pairs of IDX files (LeCun, Cortes and Burges, The
// MNIST database): pictures n x height x width or n x height x width x channels of bytes, and one
// byte a picture that is its class. Either may be packed by gzip.
#ifndef SLUICE_DATA_IDX_H_
#define SLUICE_DATA_IDX_H_

#include <memory>
#include <string>
#include <vector>

#include "data/data_set.h"
#include "data/split.h"

namespace sluice {

struct IdxOptions {
  // What the labels 0, 1, ... are called; empty: their numbers. A label beyond is an error.
  std::vector<std::string> class_names;
};

// The files train-images-idx3-ubyte and train-labels-idx1-ubyte, t10k-... for the test split, of a
// folder; with .gz, or a dot before idx, as well. Names: "train-00042", "test-00042".
Result<std::unique_ptr<DataSet>> OpenMnist(const std::string& folder, Split split,
                                           const IdxOptions& options = {});

// Any such pair of files. Names: "00042".
Result<std::unique_ptr<DataSet>> OpenIdxPair(const std::string& images, const std::string& labels,
                                             const IdxOptions& options = {});

}  // namespace sluice

#endif  // SLUICE_DATA_IDX_H_
