// Responses as a frame, and a bank as a picture.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "features/bank_responses.h"
#include "features/descriptor.h"
#include "filters/montage.h"
#include "filters/transpose.h"
#include "lib/scratch.h"

namespace sluice {

void ResponseTile::Interleave(int row, int count, float* out) const {
  constexpr size_t kColumns = 64;  // at a time, so that what is turned stays in L1
  Scratch<float> groups((kColumns + 4) * kGroup);
  for (size_t begin = 0; begin < size_t(width); begin += kColumns) {
    const size_t columns = std::min(kColumns, size_t(width) - begin);
    for (int k = 0; k < count; k += kGroup) {
      const auto channels = static_cast<size_t>(std::min(kGroup, count - k));
      RowsToGroups(Row(k, row) + begin, plane_stride, columns, groups.data());
      for (size_t i = 0; i < columns; ++i) {
        std::memcpy(out + (begin + i) * size_t(count) + size_t(k), groups.data() + i * kGroup,
                    channels * sizeof(float));
      }
    }
  }
}

namespace {

class BankFilter : public FrameFilter {
 public:
  BankFilter(FilterBank bank, Border border) : responses_(std::move(bank), border) {}

  Result<Frame> Apply(Frame in) override {
    if (!in.info().is_picture()) {
      return Status::Failed("expects a picture, got a " + in.info().Describe(),
                            "--axes says how an array's dimensions are meant");
    }
    SLUICE_ASSIGN_OR_RETURN(const Image<float> gray, GrayPicture(in));
    FrameInfo info = in.info();
    const PictureInfo was = info.picture();
    PictureInfo picture;
    picture.width = was.width;
    picture.height = was.height;
    picture.channels = responses_.count();
    picture.dtype = DType::kF32;
    picture.index = was.index;
    info.set_picture(picture);
    SLUICE_ASSIGN_OR_RETURN(Frame out, Frame::Create(std::move(info)));
    SLUICE_RETURN_IF_ERROR(responses_.ForEachTile(gray.view(), [&](const ResponseTile& tile) {
      for (int y = 0; y < tile.height; ++y) {
        float* const row = out.Row<float>(tile.y + y);
        tile.Interleave(y, responses_.count(), row + size_t(tile.x) * size_t(responses_.count()));
      }
    }));
    return out;
  }

 private:
  BankResponses responses_;
};

}  // namespace

std::unique_ptr<FrameFilter> MakeBankFilter(FilterBank bank, Border border) {
  return std::make_unique<BankFilter>(std::move(bank), border);
}

Result<Frame> BankPicture(const FilterBank& bank) {
  std::vector<MontageTile> tiles;
  for (const BankKernel& kernel : bank.kernels) {
    double largest = 0;
    for (const double w : kernel.weights) largest = std::max(largest, std::abs(w));
    SLUICE_ASSIGN_OR_RETURN(Frame picture,
                            Frame::Create(FrameInfo::Picture(bank.size, bank.size, 3, DType::kU8)));
    for (int y = 0; y < bank.size; ++y) {
      for (int x = 0; x < bank.size; ++x) {
        const double w = kernel.weights[size_t(y) * size_t(bank.size) + size_t(x)];
        const double gray = 127.5 + (largest > 0 ? 127.5 * w / largest : 0);
        std::fill_n(picture.Row<uint8_t>(y) + 3 * x, 3,
                    static_cast<uint8_t>(std::lround(std::clamp(gray, 0.0, 255.0))));
      }
    }
    MontageTile tile;
    tile.picture = std::move(picture);
    tiles.push_back(std::move(tile));
  }
  MontageOptions options;
  options.gap = 2;
  return MakeMontage(std::move(tiles), options);
}

}  // namespace sluice
