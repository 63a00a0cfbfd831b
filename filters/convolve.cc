#include "filters/convolve.h"

#include <algorithm>
#include <string>
#include <utility>

#include "filters/convolve_method.h"
#include "filters/kernel_bank.h"
#include "filters/unread.h"

namespace sluice {
namespace {

class Convolve : public RowFilter {
 public:
  Convolve(const ConvolveOptions& options, int dimensions)
      : options_(options), dimensions_(dimensions) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    SLUICE_ASSIGN_OR_RETURN(const KernelBank bank,
                            MakeKernelBank(options_, dimensions_, in.channels));
    SLUICE_ASSIGN_OR_RETURN(geometry_, MakeConvolveGeometry(options_, dimensions_, bank, in));
    kernel_height_ = bank.height;
    remark_ = UnreadRemark(geometry_.UnreadColumns(bank), geometry_.UnreadRows(bank));
    method_ = MakeConvolveMethod(geometry_, bank);
    return geometry_.out;
  }

  RowRange InputRows(RowRange out) const override {
    const int tile = method_->TileRows();
    const int begin = out.begin / tile * tile;
    const int64_t end = (int64_t{out.end} + tile - 1) / tile * tile;
    return geometry_.InputRows(
        {begin, static_cast<int>(std::min<int64_t>(end, geometry_.out.height))}, kernel_height_);
  }
  Border border() const override { return options_.border; }
  int MinBandRows() const override { return std::max(method_->TileRows(), kernel_height_); }

  std::string Remark() const override { return remark_; }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    method_->Rows(&in, out, band);
  }

 private:
  ConvolveOptions options_;
  int dimensions_;
  ConvolveGeometry geometry_;
  int kernel_height_ = 1;
  std::string remark_;
  std::unique_ptr<ConvolveMethod> method_;
};

}  // namespace

int64_t ConvolvedSize(int64_t n, int64_t f, int64_t before, int64_t after, int64_t stride) {
  const int64_t free = n + before + after - f;
  return free < 0 ? 0 : free / stride + 1;
}

std::unique_ptr<RowFilter> MakeConvolveRows(const ConvolveOptions& options, int dimensions) {
  return std::make_unique<Convolve>(options, dimensions);
}

std::unique_ptr<RowFilter> MakeConvolve(const ConvolveOptions& options) {
  return MakeConvolveRows(options, 2);
}

}  // namespace sluice
