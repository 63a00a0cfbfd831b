// What the headers of volume formats say, and the volumes behind them.
#ifndef SLUICE_DATA_VOLUME_SET_H_
#define SLUICE_DATA_VOLUME_SET_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "data/data_file.h"
#include "data/data_set.h"

namespace sluice {

enum class NumberType { kU8, kI8, kU16, kI16, kU32, kI32, kU64, kI64, kF32, kF64 };

size_t NumberSize(NumberType type);

struct VolumeHeader {
  std::string path;    // what messages and frames call the file
  std::string format;  // "NIfTI", "NRRD"
  NumberType type = NumberType::kU8;
  bool big_endian = false;
  // Sizes; 1 where there is no such axis. Channels are the fastest, volumes the slowest.
  uint64_t channels = 1;
  uint64_t width = 1;
  uint64_t height = 1;
  uint64_t depth = 1;
  uint64_t volumes = 1;
  bool picture = false;  // there is no axis d
  double slope = 1;
  double intercept = 0;
  // Where the numbers are: in a file from a byte on, or here, if the file is null.
  std::unique_ptr<DataFile> file;
  uint64_t offset = 0;
  std::vector<float> numbers;
};

// Checks the sizes and how much the file holds.
Result<std::unique_ptr<DataSet>> MakeVolumeSet(VolumeHeader header);

Result<VolumeHeader> ReadNiftiHeader(const std::string& path);
Result<VolumeHeader> ReadNrrdHeader(const std::string& path);

}  // namespace sluice

#endif  // SLUICE_DATA_VOLUME_SET_H_
