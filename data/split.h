// The parts that published data sets come in.
#ifndef SLUICE_DATA_SPLIT_H_
#define SLUICE_DATA_SPLIT_H_

namespace sluice {

enum class Split { kTrain, kTest, kAll };

}  // namespace sluice

#endif  // SLUICE_DATA_SPLIT_H_
