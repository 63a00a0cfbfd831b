#include "filters/pad.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "lib/limits.h"
#include "lib/saturate.h"

namespace sluice {
namespace {

class Pad : public RowFilter {
 public:
  explicit Pad(const PadOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    PadOptions& o = options_;
    if (o.left < 0 || o.right < 0 || o.top < 0 || o.bottom < 0) {
      return Status::Usage("a picture cannot be padded by a negative number of pixels",
                           "crop makes a picture smaller");
    }
    if (o.width > 0 || o.height > 0) SLUICE_RETURN_IF_ERROR(SidesFromSize(in));
    const int64_t width = int64_t{in.width} + o.left + o.right;
    const int64_t height = int64_t{in.height} + o.top + o.bottom;
    SLUICE_RETURN_IF_ERROR(
        CheckSize(uint64_t(width), uint64_t(height), uint64_t(in.channels), Limits{UINT64_MAX}));
    in_ = in;
    PictureInfo out = in;
    out.width = static_cast<int>(width);
    out.height = static_cast<int>(height);
    return out;
  }

  // Mirrored rows come in reverse order, so that the rows they are made of must stay in the window:
  // above the picture the first ones until it begins, near its end the last ones.
  RowRange InputRows(RowRange out) const override {
    const RowRange rows = {out.begin - options_.top, out.end - options_.top};
    const BorderMode mode = options_.border.mode;
    if (mode != BorderMode::kMirror && mode != BorderMode::kReflect) return rows;
    return {std::min(rows.begin, std::max(0, in_.height - 1 - options_.bottom)),
            std::max(rows.end, std::min(in_.height, options_.top + 1))};
  }
  Border border() const override { return options_.border; }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    for (int y = out.begin; y < out.end; ++y) {
      VisitDType(in_.dtype, [&](auto zero) {
        using T = decltype(zero);
        PadRow(in.Row<T>(y - options_.top), in_.width, in_.channels, options_.left, options_.right,
               options_.border.mode, FromFraction<T>(options_.border.constant), band.Row<T>(y));
      });
    }
  }

 private:
  Status SidesFromSize(const PictureInfo& in) {
    PadOptions& o = options_;
    const int width = o.width > 0 ? o.width : in.width;
    const int height = o.height > 0 ? o.height : in.height;
    if (width < in.width || height < in.height) {
      return Status::Failed("the picture of " + std::to_string(in.width) + "x" +
                                std::to_string(in.height) + " is larger than " +
                                std::to_string(width) + "x" + std::to_string(height),
                            "crop makes a picture smaller");
    }
    const Offset at = Place(o.gravity, width - in.width, height - in.height);
    o.left = at.x;
    o.top = at.y;
    o.right = width - in.width - at.x;
    o.bottom = height - in.height - at.y;
    return Status::Ok();
  }

  PadOptions options_;
  PictureInfo in_;
};

}  // namespace

std::unique_ptr<RowFilter> MakePad(const PadOptions& options) {
  return std::make_unique<Pad>(options);
}

}  // namespace sluice
