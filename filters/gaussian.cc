#include "filters/gaussian.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "filters/gaussian_kernel.h"
#include "filters/gaussian_u8.h"
#include "filters/multirate.h"
#include "filters/separable.h"

namespace sluice {
namespace {

Status CheckAxis(const char* axis, double sigma, double truncate, int order) {
  const auto name = [&](const char* what) { return std::string(what) + " along " + axis; };
  if (!std::isfinite(sigma) || sigma < 0.0) {
    return Status::Usage(name("sigma") + " must be finite and at least 0, got " +
                         std::to_string(sigma));
  }
  constexpr int kMaxHalfWidth = SeparableKernel::kMaxTaps / 2;
  if (truncate * sigma > kMaxHalfWidth) {
    return Status::Usage(name("a half width") + " of " + std::to_string(truncate * sigma) +
                         " pixels is more than the limit of " + std::to_string(kMaxHalfWidth));
  }
  if (order < 0 || order > 2) {
    return Status::Usage(name("the order of the derivative") + " must be 0, 1 or 2, got " +
                         std::to_string(order));
  }
  return Status::Ok();
}

std::vector<float> Floats(const std::vector<double>& values) {
  return {values.begin(), values.end()};
}

// Chooses the implementation when it knows the picture, and passes everything on to it.
class Gaussian : public RowFilter {
 public:
  explicit Gaussian(const GaussianOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    const GaussianOptions& o = options_;
    if (!std::isfinite(o.truncate) || o.truncate <= 0.0) {
      return Status::Usage("truncate must be finite and above 0, got " +
                           std::to_string(o.truncate));
    }
    SLUICE_RETURN_IF_ERROR(CheckAxis("rows", o.sigma_x, o.truncate, o.order_x));
    SLUICE_RETURN_IF_ERROR(CheckAxis("columns", o.sigma_y, o.truncate, o.order_y));
    SLUICE_ASSIGN_OR_RETURN(filter_, Choose(in));
    return filter_->Prepare(in);
  }

  RowRange InputRows(RowRange out) const override { return filter_->InputRows(out); }
  Border border() const override { return options_.border; }
  int MinBandRows() const override { return filter_->MinBandRows(); }
  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    filter_->Rows(in, out, band);
  }

 private:
  Result<std::unique_ptr<RowFilter>> Choose(const PictureInfo& in) const {
    const GaussianOptions& o = options_;
    const bool derivative = o.order_x > 0 || o.order_y > 0;
    const SeparableOutput output =
        derivative || o.f32 ? SeparableOutput::kF32 : SeparableOutput::kSameType;
    const std::vector<double> column =
        GaussianTaps(o.sigma_y, GaussianRadius(o.sigma_y, o.truncate), o.order_y);
    const std::vector<double> row =
        GaussianTaps(o.sigma_x, GaussianRadius(o.sigma_x, o.truncate), o.order_x);

    if (o.method != GaussianMethod::kFir && !derivative) {
      std::optional<MultirateAxis> wide_column = ChooseMultirateAxis(column, o.sigma_y);
      std::optional<MultirateAxis> wide_row = ChooseMultirateAxis(row, o.sigma_x);
      if (wide_column || wide_row) {
        return MakeMultirate(wide_column ? std::move(*wide_column) : FineAxis(column),
                             wide_row ? std::move(*wide_row) : FineAxis(row), o.border, output);
      }
    }
    if (o.method == GaussianMethod::kMultirate) {
      return Status::Usage(derivative ? "the multirate method has no derivatives"
                                      : "sigma " + std::to_string(std::max(o.sigma_x, o.sigma_y)) +
                                            " with truncate " + std::to_string(o.truncate) +
                                            " is too narrow for the multirate method",
                           "--method auto takes the weights themselves then");
    }
    if (in.dtype == DType::kU8 && output == SeparableOutput::kSameType &&
        column.size() <= kMaxFixedTaps && row.size() <= kMaxFixedTaps) {
      return MakeGaussianU8(FixedGaussian(column), FixedGaussian(row), o.border);
    }
    return MakeSeparable(CenteredKernel(Floats(column), Floats(row)), o.border, output);
  }

  GaussianOptions options_;
  std::unique_ptr<RowFilter> filter_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeGaussian(const GaussianOptions& options) {
  return std::make_unique<Gaussian>(options);
}

}  // namespace sluice
