// The examples of a data set as a stream of frames.
#ifndef SLUICE_DATA_DATA_SOURCE_H_
#define SLUICE_DATA_DATA_SOURCE_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "data/data_set.h"
#include "lib/row_reader.h"

namespace sluice {

// What is given of each entry of a set with maps of labels: the map follows its picture.
enum class Give { kBoth, kPictures, kLabels };

// The entries `chosen` in that order, loaded one at a time. After an error the next call goes on
// with the next entry.
std::unique_ptr<Source> MakeDataSource(std::shared_ptr<const DataSet> set,
                                       std::vector<int64_t> chosen, Give give = Give::kBoth);

}  // namespace sluice

#endif  // SLUICE_DATA_DATA_SOURCE_H_
