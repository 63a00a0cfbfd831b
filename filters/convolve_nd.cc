// Convolution of signals and volumes.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "filters/convolve_method.h"
#include "filters/kernel_bank.h"
#include "filters/unread.h"
#include "lib/parallel.h"
#include "lib/row_window.h"

namespace sluice {
namespace {

class VolumeConvolve : public FrameFilter {
 public:
  explicit VolumeConvolve(const ConvolveOptions& options) : options_(options) {}

  Result<Frame> Apply(Frame in) override {
    FrameInfo slice = in.info();
    const int64_t depth = slice.shape.front();
    slice.shape.erase(slice.shape.begin());
    slice.axes = "hwc";
    const PictureInfo picture = slice.picture();
    SLUICE_ASSIGN_OR_RETURN(const KernelBank bank, MakeKernelBank(options_, 3, picture.channels));
    SLUICE_ASSIGN_OR_RETURN(const ConvolveGeometry geometry,
                            MakeConvolveGeometry(options_, 3, bank, picture));
    const Padding z = PaddingFor(options_, bank.depth);
    const int64_t out_depth =
        ConvolvedSize(depth, bank.depth, z.before, z.after, options_.stride_z);
    if (out_depth == 0) {
      return Status::Failed("a kernel of " + std::to_string(bank.depth) +
                                " slices doesn't fit into a volume of " + std::to_string(depth),
                            "--pad same makes room");
    }
    FrameInfo info = in.info();
    info.set_picture(geometry.out);
    info.shape.insert(info.shape.begin(), out_depth);
    info.axes = "dhwc";
    info.remark =
        UnreadRemark(geometry.UnreadColumns(bank), geometry.UnreadRows(bank),
                     UnreadSamples(depth, bank.depth, z.before, options_.stride_z, out_depth));
    SLUICE_ASSIGN_OR_RETURN(Frame out, Frame::Create(std::move(info)));

    const std::unique_ptr<ConvolveMethod> method = MakeConvolveMethod(geometry, bank);
    const RowSpace space(picture, options_.border);
    const int height = geometry.out.height;
    const int band = std::min(height, std::max(bank.height, 8));
    const int bands = (height + band - 1) / band;
    ParallelFor(out_depth * bands, 1, [&](int64_t begin, int64_t end) {
      for (int64_t piece = begin; piece < end; ++piece) {
        const int64_t to = piece / bands;
        const int first = static_cast<int>(piece % bands) * band;
        const RowRange range{first, std::min(first + band, height)};
        const RowRange needed = geometry.InputRows(range, bank.height);
        std::vector<std::vector<const std::byte*>> rows;
        std::vector<RowWindow> slices;
        for (int k = 0; k < bank.depth; ++k) {
          const int64_t from =
              BorderIndex(to * options_.stride_z + k - z.before, depth, options_.border.mode);
          if (from < 0) {  // a slice of the border's constant: so are all rows above the first
            rows.push_back(space.Window({-needed.size(), 0}, [](int) { return nullptr; }));
          } else {
            rows.push_back(space.Window(
                needed, [&](int y) { return in.RowBytes(from * picture.height + y); }));
          }
          slices.emplace_back(rows.back().data(), needed.begin);
        }
        method->Rows(slices.data(), range,
                     RowBand(out.RowBytes(to * height + first), out.stride(), first));
      }
    });
    return out;
  }

 private:
  ConvolveOptions options_;
};

class ConvolveStage : public Stage {
 public:
  explicit ConvolveStage(const ConvolveOptions& options) : options_(options) {}

  Result<std::unique_ptr<RowReader>> Connect(std::unique_ptr<RowReader> upstream) override {
    const std::string& axes = upstream->info().axes;
    if (axes == "n" || axes == "nc") return ConnectSignal(std::move(upstream));
    const bool flat = std::all_of(options_.kernels.begin(), options_.kernels.end(),
                                  [](const Kernel& kernel) { return kernel.shape.size() <= 2; });
    stage_ = axes == "dhwc" && !flat ? MakeFrameStage(std::make_unique<VolumeConvolve>(options_))
                                     : MakeRowStage(MakeConvolveRows(options_, 2));
    return stage_->Connect(std::move(upstream));
  }

 private:
  Result<std::unique_ptr<RowReader>> ConnectSignal(std::unique_ptr<RowReader> upstream) {
    FrameInfo info = upstream->info();
    FrameInfo picture = info;
    picture.shape = {1, info.shape[0], info.axes == "nc" ? info.shape[1] : 1};
    picture.axes = "hwc";
    stage_ = MakeRowStage(MakeConvolveRows(options_, 1));
    SLUICE_ASSIGN_OR_RETURN(
        std::unique_ptr<RowReader> rows,
        stage_->Connect(MakeRelabelledReader(std::move(upstream), std::move(picture))));
    const PictureInfo out = rows->info().picture();
    info.remark = rows->info().remark;
    info.shape = {out.width};
    info.axes = "n";
    if (out.channels > 1) {
      info.shape.push_back(out.channels);
      info.axes = "nc";
    }
    return MakeRelabelledReader(std::move(rows), std::move(info));
  }

  ConvolveOptions options_;
  std::unique_ptr<Stage> stage_;
};

}  // namespace

std::unique_ptr<Stage> MakeConvolveStage(const ConvolveOptions& options) {
  return std::make_unique<ConvolveStage>(options);
}

}  // namespace sluice
