#include "nets/training_data.h"

#include <memory>
#include <string>

namespace sluice {

Result<std::unique_ptr<BatchLoss>> LossFor(const Net& net, const NetData& data) {
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<BatchLoss> loss, MakeLoss(net.loss(), net.output()));
  const bool numbers = loss->target() == LossTarget::kNumbers;
  if (numbers != (data.target() == LossTarget::kNumbers)) {
    return Status::Failed(numbers ? "the net's loss is for pictures as results, not for classes"
                                  : "the net's loss is for classes, not for pictures as results",
                          numbers ? "" : "loss l2 in the net file compares numbers");
  }
  const Shape& output = net.output();
  const int64_t wanted = numbers ? output.count() : output.places();
  if (data.target_size() == wanted) return loss;
  if (data.target_size() == 1) {
    return Status::Failed("expected a net with one result for an example, got " +
                          ShapeText(output) + ": flatten or globalpool is missing");
  }
  return Status::Failed("the net gives " + ShapeText(output) + ", the data have " +
                        std::to_string(data.target_size()) + (numbers ? " numbers" : " classes") +
                        " for an example");
}

}  // namespace sluice
