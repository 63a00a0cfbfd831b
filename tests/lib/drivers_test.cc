// The drivers of row functions, with a filter so simple that only the drivers can be wrong.
#include <catch2/catch.hpp>
#include <cstring>

#include "lib/border.h"
#include "lib/limits.h"
#include "lib/row_filter.h"
#include "lib/row_reader.h"
#include "lib/saturate.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

// Output row y is input row y * step + shift.
class PickRows : public RowFilter {
 public:
  PickRows(int shift, int step, Border border) : shift_(shift), step_(step), border_(border) {}
  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    bytes_ = size_t(in.row_samples()) * SampleSize(in.dtype);
    PictureInfo out = in;
    out.height = (in.height + step_ - 1) / step_;
    return out;
  }
  RowRange InputRows(RowRange out) const override {
    return {out.begin * step_ + shift_, (out.end - 1) * step_ + shift_ + 1};
  }
  Border border() const override { return border_; }
  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    for (int y = out.begin; y < out.end; ++y) {
      std::memcpy(band.Row<std::byte>(y), in.Row<std::byte>(y * step_ + shift_), bytes_);
    }
  }

 private:
  int shift_;
  int step_;
  Border border_;
  size_t bytes_ = 0;
};

Frame PickedByHand(const Frame& in, int shift, int step, Border border) {
  PictureInfo info = in.info().picture();
  const int height = info.height;
  info.height = (height + step - 1) / step;
  Frame out =
      Frame::Create(FrameInfo::Picture(info.width, info.height, info.channels, info.dtype)).value();
  for (int y = 0; y < info.height; ++y) {
    const int64_t from = BorderIndex(int64_t{y} * step + shift, height, border.mode);
    for (int i = 0; i < info.row_samples(); ++i) {
      out.Row<uint16_t>(y)[i] =
          from < 0 ? FromFraction<uint16_t>(border.constant) : in.Row<uint16_t>(from)[i];
    }
  }
  return out;
}

TEST_CASE("every driver gives every border row, near and far outside", "[drivers]") {
  for (const int height : {1, 2, 5, 9}) {
    const Frame in = RandomPicture(3, height, 2, DType::kU16);
    for (const Border& border : AllBorders()) {
      for (const int step : {1, 2}) {
        for (const int shift : {0, 1, -1, 3, -4, 8, -9, 13, -23, 40}) {
          INFO(BorderName(border) << " height " << height << " shift " << shift << " step "
                                  << step);
          const auto make = [&] { return std::make_unique<PickRows>(shift, step, border); };
          CheckSameFrame(CheckDrivers(make, in), PickedByHand(in, shift, step, border));
        }
      }
    }
  }
}

TEST_CASE("a volume is filtered slice by slice", "[drivers]") {
  Frame volume = Frame::Create(FrameInfo::Array({3, 4, 5, 1}, "dhwc", DType::kU16)).value();
  for (int64_t row = 0; row < 12; ++row) {
    for (int i = 0; i < 5; ++i) volume.Row<uint16_t>(row)[i] = uint16_t(row * 10 + i);
  }
  for (const int strip : {0, 1, 3}) {
    SetStripRows(strip);
    const auto stage = MakeRowStage(std::make_unique<PickRows>(2, 1, Border{BorderMode::kWrap, 0}));
    auto rows = stage->Connect(MakeFrameReader(volume.Clone().value()));
    REQUIRE(rows.ok());
    CHECK((*rows)->info().Describe() == volume.info().Describe());
    const Frame out = ReadFrame(**rows).value();
    for (int64_t row = 0; row < 12; ++row) {
      const int64_t from = row / 4 * 4 + (row % 4 + 2) % 4;
      CHECK(out.Row<uint16_t>(row)[1] == volume.Row<uint16_t>(from)[1]);
    }
  }
  SetStripRows(0);
}

TEST_CASE("an array that is no picture is refused with a reason", "[drivers]") {
  const auto stage = MakeRowStage(std::make_unique<PickRows>(0, 1, Border{}));
  Frame vector = Frame::Create(FrameInfo::Array({14}, "n", DType::kF32)).value();
  auto rows = stage->Connect(MakeFrameReader(std::move(vector)));
  REQUIRE_FALSE(rows.ok());
  CHECK(rows.status().message() == "expects a picture, got a 14 f32 array with axes n");
}

TEST_CASE("W14: rows extended by two on each side", "[drivers][worked]") {
  const std::string row = "abcde";
  const std::vector<std::pair<BorderMode, std::string>> want = {
      {BorderMode::kConstant, "00abcde00"}, {BorderMode::kClamp, "aaabcdeee"},
      {BorderMode::kReflect, "baabcdeed"},  {BorderMode::kMirror, "cbabcdedc"},
      {BorderMode::kWrap, "deabcdeab"},
  };
  for (const auto& [mode, text] : want) {
    std::vector<uint8_t> padded(9);
    PadRow(reinterpret_cast<const uint8_t*>(row.data()), 5, 1, 2, 2, mode, uint8_t{'0'},
           padded.data());
    CHECK(std::string(padded.begin(), padded.end()) == text);
  }
}

TEST_CASE("sizes are checked before memory is taken, without overflow", "[limits]") {
  const Limits limits;
  CHECK(CheckSize(1, 1, 1, limits).ok());
  CHECK_FALSE(CheckSize(0, 1, 1, limits).ok());
  CHECK_FALSE(CheckSize(65536, 65536, 1, limits).ok());
  CHECK_FALSE(CheckSize(UINT64_MAX, UINT64_MAX, UINT64_MAX, limits).ok());
  CHECK_FALSE(CheckSize(1, 1, UINT64_MAX, limits).ok());
  SetMemoryBudget(1 << 20);
  const Result<Buffer> buffer = Buffer::Allocate(size_t{2} << 20);
  SetMemoryBudget(0);
  REQUIRE_FALSE(buffer.ok());
  CHECK(buffer.status().message().find("the limit is") != std::string::npos);
}

}  // namespace
}  // namespace sluice
