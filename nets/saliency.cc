#include "nets/saliency.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace sluice {

Result<std::vector<float>> ScoreGradient(const TrainedNet& trained, const float* example,
                                         int64_t output) {
  NetRunOptions options;
  options.derivatives = true;
  NetRun run = trained.Run(options);
  SLUICE_RETURN_IF_ERROR(run.Forward(example, 1));
  std::vector<float> d_output(size_t(trained.net().output().count()), 0.0F);
  d_output[size_t(output)] = 1;
  std::vector<float> gradient(size_t(trained.net().input().count()));
  const float* const d_head = d_output.data();
  SLUICE_RETURN_IF_ERROR(run.Backward({&d_head, 1}, {}, gradient.data()));
  return gradient;
}

std::vector<float> StrongestChannels(const Shape& shape, const std::vector<float>& gradient) {
  std::vector<float> map(static_cast<size_t>(shape.places()), 0.0F);
  const auto channels = static_cast<size_t>(shape.channels);
  for (size_t i = 0; i < gradient.size(); ++i) {
    float& strongest = map[i / channels];
    strongest = std::max(strongest, std::abs(gradient[i]));
  }
  return map;
}

}  // namespace sluice
