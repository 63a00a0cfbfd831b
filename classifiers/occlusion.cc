#include "classifiers/occlusion.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "lib/matrix.h"
#include "lib/tensor.h"

namespace sluice {
namespace {

constexpr int64_t kMostRows = 256;                  // covered examples at a time
constexpr int64_t kMostNumbers = int64_t{1} << 24;  // of them, about

using Places = std::array<int64_t, 3>;

// Calls body(place) for the places of a patch that begins at `first`, within the shape.
template <class Body>
void ForPlaces(const Shape& shape, const Places& first, int64_t patch, const Body& body) {
  Places end;
  for (size_t axis = 0; axis < 3; ++axis) {
    end[axis] = std::min(shape.size[axis], first[axis] + patch);
  }
  for (int64_t z = first[0]; z < end[0]; ++z) {
    for (int64_t y = first[1]; y < end[1]; ++y) {
      for (int64_t x = first[2]; x < end[2]; ++x) {
        body((z * shape.size[1] + y) * shape.size[2] + x);
      }
    }
  }
}

std::vector<float> ChannelMeans(const Shape& shape, const float* x) {
  const auto channels = static_cast<size_t>(shape.channels);
  std::vector<double> sums(channels, 0.0);
  for (int64_t i = 0; i < shape.count(); ++i) sums[size_t(i) % channels] += double(x[i]);
  std::vector<float> means;
  means.reserve(channels);
  for (const double sum : sums) means.push_back(static_cast<float>(sum / double(shape.places())));
  return means;
}

}  // namespace

std::vector<int64_t> PatchStarts(int64_t size, int64_t patch, int64_t stride) {
  const int64_t last = std::max<int64_t>(0, size - patch);
  std::vector<int64_t> starts;
  for (int64_t start = 0; start < last; start += stride) starts.push_back(start);
  starts.push_back(last);
  return starts;
}

Result<Occlusion> Occlude(const Model& model, const Shape& shape, const float* x, int label,
                          const OcclusionOptions& options) {
  const int64_t longest = *std::max_element(shape.size.begin(), shape.size.end());
  const int64_t patch = options.patch > 0 ? options.patch : std::max<int64_t>(1, longest / 5);
  const int64_t stride = options.stride > 0 ? options.stride : std::max<int64_t>(1, patch / 4);
  const int64_t count = shape.count();

  Occlusion result;
  SLUICE_ASSIGN_OR_RETURN(const Tensor whole, model.Scores({x, 1, count, count}));
  const auto classes = static_cast<int>(model.classes.size());
  result.label = label >= 0 ? label : BestClass(whole.data(), classes);
  result.score = result.least = whole.data()[result.label];

  std::vector<Places> starts;
  for (const int64_t z : PatchStarts(shape.size[0], patch, stride)) {
    for (const int64_t y : PatchStarts(shape.size[1], patch, stride)) {
      for (const int64_t x0 : PatchStarts(shape.size[2], patch, stride))
        starts.push_back({z, y, x0});
    }
  }
  const std::vector<float> means = ChannelMeans(shape, x);
  std::vector<double> falls(static_cast<size_t>(shape.places()), 0.0);
  std::vector<int> covers(falls.size(), 0);
  const int64_t rows = std::clamp<int64_t>(kMostNumbers / count, 1, kMostRows);
  const auto total = static_cast<int64_t>(starts.size());
  for (int64_t begin = 0; begin < total; begin += rows) {
    const int64_t now = std::min(rows, total - begin);
    SLUICE_ASSIGN_OR_RETURN(Tensor covered, Tensor::Create({now, count}));
    for (int64_t i = 0; i < now; ++i) {
      float* const row = covered.data() + i * count;
      std::copy_n(x, count, row);
      ForPlaces(shape, starts[size_t(begin + i)], patch, [&](int64_t place) {
        std::copy(means.begin(), means.end(), row + place * shape.channels);
      });
    }
    SLUICE_ASSIGN_OR_RETURN(const Tensor scores, model.Scores(AsMatrix(std::as_const(covered))));
    for (int64_t i = 0; i < now; ++i) {
      const float score = AsMatrix(scores).row(i)[result.label];
      result.least = std::min(result.least, score);
      ForPlaces(shape, starts[size_t(begin + i)], patch, [&](int64_t place) {
        falls[size_t(place)] += double(result.score) - double(score);
        ++covers[size_t(place)];
      });
    }
  }
  for (size_t i = 0; i < falls.size(); ++i) {
    result.falls.push_back(static_cast<float>(falls[i] / std::max(1, covers[i])));
  }
  return result;
}

}  // namespace sluice
