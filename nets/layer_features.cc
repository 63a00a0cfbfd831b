#include "nets/layer_features.h"

#include <algorithm>
#include <cstddef>

#include "nets/net_info.h"

namespace sluice {
namespace {

constexpr int64_t kMostBatch = 64;
constexpr int64_t kMostBytes = int64_t{1} << 28;  // of results at a time, about

int64_t BatchOf(const Net& net) {
  const int64_t each = std::max<int64_t>(1, DescribeNet(net).most_bytes);
  return std::clamp<int64_t>(kMostBytes / each, 1, kMostBatch);
}

NetRunOptions Wanted(int node) {
  NetRunOptions options;
  options.results = {node};
  return options;
}

// The mean of each channel, over places in their order.
void AverageOverPlaces(const float* x, const Shape& shape, float* means) {
  std::vector<double> sums(static_cast<size_t>(shape.channels), 0.0);
  for (int64_t place = 0; place < shape.places(); ++place) {
    for (double& sum : sums) sum += double(*x++);
  }
  for (size_t c = 0; c < sums.size(); ++c) {
    means[c] = static_cast<float>(sums[c] / double(shape.places()));
  }
}

}  // namespace

int PenultimateLayer(const Net& net) {
  if (net.slots().empty()) return net.heads().front().node;
  return net.nodes()[size_t(net.slots().back().node)].inputs[0];
}

LayerFeatures::LayerFeatures(const TrainedNet& trained, int node, bool flat)
    : input_(trained.net().input()),
      shape_(trained.net().nodes()[size_t(node)].shape),
      size_(flat ? shape_.count() : shape_.channels),
      batch_(BatchOf(trained.net())),
      run_(trained.Run(Wanted(node))) {}

Status LayerFeatures::Describe(const float* x, int64_t count, float* features) {
  for (int64_t begin = 0; begin < count; begin += batch_) {
    const int64_t batch = std::min(batch_, count - begin);
    SLUICE_RETURN_IF_ERROR(run_.Forward(x + begin * input_.count(), batch));
    if (size_ == shape_.count()) {
      std::copy_n(run_.output(), batch * size_, features + begin * size_);
      continue;
    }
    for (int64_t i = 0; i < batch; ++i) {
      AverageOverPlaces(run_.output() + i * shape_.count(), shape_, features + (begin + i) * size_);
    }
  }
  return Status::Ok();
}

}  // namespace sluice
