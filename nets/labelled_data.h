// Examples with a class each, as data that nets learn from.
#ifndef SLUICE_NETS_LABELLED_DATA_H_
#define SLUICE_NETS_LABELLED_DATA_H_

#include <cstdint>
#include <span>
#include <vector>

#include "lib/matrix.h"
#include "nets/augmentation.h"
#include "nets/shape.h"
#include "nets/training_data.h"

namespace sluice {

class LabelledData : public NetData {
 public:
  // Rows of numbers, each of the given shape, and the class of each; both must outlive this. They
  // are changed at random as `augmentation` says.
  LabelledData(ConstMatrix rows, const int* labels, const Shape& shape,
               const Augmentation& augmentation = {}, uint64_t seed = 0);

  int64_t count() const override { return rows_.rows; }
  LossTarget target() const override { return LossTarget::kLabels; }
  int64_t target_size() const override { return 1; }
  NetBatch Make(std::span<const int64_t> examples, uint64_t step) const override;

 private:
  void Mix(uint64_t step, NetBatch* batch) const;

  const ConstMatrix rows_;
  const int* const labels_;
  const Shape shape_;
  const Augmentation augmentation_;
  const uint64_t seed_;
  std::vector<float> axes_;  // of colours
};

}  // namespace sluice

#endif  // SLUICE_NETS_LABELLED_DATA_H_
