#include "nets/number_losses.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "nets/batch_sum.h"

namespace sluice {
namespace {

// Values of one number and the derivatives by it.
struct L1 {
  static double Value(double s, double t, double* derivative) {
    *derivative = s > t ? 1 : (s < t ? -1 : 0);
    return std::abs(s - t);
  }
};
struct L2 {
  static double Value(double s, double t, double* derivative) {
    *derivative = 2 * (s - t);
    return (s - t) * (s - t);
  }
};
struct Binary {
  static double Value(double s, double t, double* derivative) {
    // exp of numbers below 0 only, so that nothing overflows.
    const double e = std::exp(-std::abs(s));
    *derivative = (s > 0 ? 1 / (1 + e) : e / (1 + e)) - t;
    return std::max(s, 0.0) - t * s + std::log1p(e);
  }
};

template <class Kind>
class MeanLoss : public BatchLoss {
 public:
  explicit MeanLoss(const Shape& output) : count_(output.count()) {}

  LossTarget target() const override { return LossTarget::kNumbers; }

  double Value(const float* output, const LossTargets& targets, int64_t batch,
               float* d_output) const override {
    const int64_t count = batch * count_;
    const double share = 1 / double(count);
    const double sum = BatchSum(count, 1, [&](int64_t i) {
      double derivative = 0;
      const double value = Kind::Value(double(output[i]), double(targets.numbers[i]), &derivative);
      if (d_output != nullptr) d_output[i] = static_cast<float>(share * derivative);
      return value;
    });
    return share * sum;
  }

 private:
  int64_t count_;
};

class DiceLoss : public BatchLoss {
 public:
  DiceLoss(const Shape& output, double smooth)
      : places_(output.places()), channels_(output.channels), smooth_(smooth) {}

  LossTarget target() const override { return LossTarget::kNumbers; }

  double Value(const float* output, const LossTargets& targets, int64_t batch,
               float* d_output) const override {
    const int64_t count = places_ * channels_;
    const double share = 1 / double(batch * channels_);
    return share * BatchSum(batch, count, [&](int64_t n) {
             float* const d = d_output == nullptr ? nullptr : d_output + n * count;
             return Example(output + n * count, targets.numbers + n * count, share, d);
           });
  }

 private:
  // The sum over the channels of an example.
  double Example(const float* p, const float* t, double share, float* d) const {
    const auto channels = static_cast<size_t>(channels_);
    std::vector<double> overlap(channels);
    std::vector<double> all(channels);
    for (int64_t i = 0; i < places_ * channels_; ++i) {
      const size_t c = size_t(i) % channels;
      overlap[c] += double(p[i]) * double(t[i]);
      all[c] += double(p[i]) + double(t[i]);
    }
    double loss = 0;
    for (size_t c = 0; c < channels; ++c) {
      overlap[c] = 2 * overlap[c] + smooth_;
      all[c] += smooth_;
      if (all[c] > 0) loss += 1 - overlap[c] / all[c];
    }
    if (d == nullptr) return loss;
    for (int64_t i = 0; i < places_ * channels_; ++i) {
      const size_t c = size_t(i) % channels;
      const double derivative = (overlap[c] / all[c] - 2 * double(t[i])) / all[c];
      d[i] = all[c] > 0 ? static_cast<float>(share * derivative) : 0.0F;
    }
    return loss;
  }

  int64_t places_;
  int64_t channels_;
  double smooth_;
};

template <class Kind>
Result<std::unique_ptr<BatchLoss>> MakeMeanLoss(LayerArguments& arguments, const Shape& output) {
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  return std::unique_ptr<BatchLoss>(std::make_unique<MeanLoss<Kind>>(output));
}

}  // namespace

Result<std::unique_ptr<BatchLoss>> MakeL1Loss(LayerArguments& arguments, const Shape& output) {
  return MakeMeanLoss<L1>(arguments, output);
}
Result<std::unique_ptr<BatchLoss>> MakeL2Loss(LayerArguments& arguments, const Shape& output) {
  return MakeMeanLoss<L2>(arguments, output);
}
Result<std::unique_ptr<BatchLoss>> MakeBinaryLoss(LayerArguments& arguments, const Shape& output) {
  return MakeMeanLoss<Binary>(arguments, output);
}

Result<std::unique_ptr<BatchLoss>> MakeDiceLoss(LayerArguments& arguments, const Shape& output) {
  const double smooth = arguments.KeyNumber("smooth", 1, 0, 1e9);
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  return std::unique_ptr<BatchLoss>(std::make_unique<DiceLoss>(output, smooth));
}

}  // namespace sluice
