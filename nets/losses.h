// What training makes small: losses of a net's results over a batch.
#ifndef SLUICE_NETS_LOSSES_H_
#define SLUICE_NETS_LOSSES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/status.h"
#include "nets/net_text.h"
#include "nets/shape.h"

namespace sluice {

// What the results should have been: the one that BatchLoss::target() asks for.
struct LossTargets {
  const int* labels = nullptr;     // classes: batch x places of the output
  const float* numbers = nullptr;  // batch x output
};

enum class LossTarget {
  kLabels,   // a class for each place; negative ones do not count
  kNumbers,  // a number for each of the output
  kExample,  // a label for each example, whatever the shape of the output
};

class BatchLoss {
 public:
  virtual ~BatchLoss() = default;

  virtual LossTarget target() const = 0;
  // Fails for labels that are no class of the output; Value expects none.
  virtual Status Check(const LossTargets& /*targets*/, int64_t /*batch*/) const {
    return Status::Ok();
  }
  // The mean over all that counts in the batch, in f64; each loss says over what. Writes its
  // derivatives by the output (batch x output) to `d_output` unless it is null. The same for any
  // number of threads.
  virtual double Value(const float* output, const LossTargets& targets, int64_t batch,
                       float* d_output) const = 0;
};

// Of the words of a net file's `loss` line, such as "softmax smoothing 0.1" (none: softmax), for
// results of shape `output`. Fails, with line and column, for anything else.
Result<std::unique_ptr<BatchLoss>> MakeLoss(const std::vector<Word>& words, const Shape& output);

// All of them, for people: name, usage, what it is.
struct LossType {
  std::string name;     // "softmax"
  std::string usage;    // "softmax [smoothing 0]"
  std::string summary;  // in a line
};
std::vector<LossType> LossTypes();

}  // namespace sluice

#endif  // SLUICE_NETS_LOSSES_H_
