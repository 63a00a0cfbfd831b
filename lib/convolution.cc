#include "lib/convolution.h"

#include <utility>

#include "lib/buffer.h"
#include "lib/conv_problem.h"

namespace sluice {

struct ConvPlan {
  ConvShape shape;
  ConvProblem problem;
  ConvWay way;
  Buffer packed;
};

Result<Convolution> Convolution::Create(const ConvShape& shape, const float* weights,
                                        ConvMethod method) {
  SLUICE_RETURN_IF_ERROR(shape.Check());
  ConvPlan plan;
  plan.shape = shape;
  plan.problem = ConvProblem::Of(shape);
  plan.way = ChooseConvWay(plan.problem, method);
  SLUICE_ASSIGN_OR_RETURN(plan.packed,
                          Buffer::Allocate(PackedConvSize(plan.problem, plan.way) * sizeof(float)));
  PackConvWeights(plan.problem, plan.way, ConvWeights::Of(shape, weights),
                  reinterpret_cast<float*>(plan.packed.data()));
  return Convolution(std::make_shared<const ConvPlan>(std::move(plan)));
}

const ConvShape& Convolution::shape() const { return plan_->shape; }

void Convolution::Forward(const float* input, float* output, int64_t batch,
                          const ConvEpilogue& epilogue) const {
  ConvProblem problem = plan_->problem;
  problem.batch = batch;
  RunConv(problem, plan_->way, reinterpret_cast<const float*>(plan_->packed.data()), input, output,
          epilogue);
}

}  // namespace sluice
