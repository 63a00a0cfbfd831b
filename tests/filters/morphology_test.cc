#include "filters/morphology.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/golden.h"
#include "tests/kernel_check.h"
#include "tests/reference/morphology.h"

namespace sluice {
namespace {

constexpr DType kAllTypes[] = {DType::kU8, DType::kU16, DType::kF32};
constexpr MorphologyOp kAllOps[] = {
    MorphologyOp::kErode,    MorphologyOp::kDilate, MorphologyOp::kOpen,    MorphologyOp::kClose,
    MorphologyOp::kGradient, MorphologyOp::kTopHat, MorphologyOp::kBlackHat};

Frame Filtered(const Frame& in, const MorphologyOptions& options) {
  auto filter = MakeMorphology(options);
  return FilterFrame(*filter, in).value();
}

std::string Describe(const MorphologyOptions& o) {
  return "op " + std::to_string(static_cast<int>(o.op)) + ", " + std::to_string(o.width) + "x" +
         std::to_string(o.height) + (o.shape == MorphologyShape::kDisc ? " disc" : " rect") +
         ", border " + BorderName(o.border);
}

struct Window {
  MorphologyShape shape;
  int width;
  int height;
};

std::vector<Window> Windows() {
  const auto rect = MorphologyShape::kRect;
  const auto disc = MorphologyShape::kDisc;
  return {{rect, 3, 3},  {rect, 1, 1}, {rect, 2, 2},  {rect, 5, 1},  {rect, 1, 4},
          {rect, 17, 6}, {disc, 3, 3}, {disc, 7, 7},  {disc, 1, 5},  {disc, 9, 5},
          {disc, 1, 1},  {rect, 4, 9}, {disc, 5, 11}, {rect, 6, 17}, {disc, 13, 3}};
}

TEST_CASE("morphology equals its reference on every target, type, size and border",
          "[morphology]") {
  size_t turn = 0;
  for (const DType dtype : kAllTypes) {
    for (const int channels : {1, 2, 3, 5}) {
      for (const int width : {1, 2, 5, 16, 33, 70}) {
        const Frame in = RandomPicture(width, 1 + width % 7, channels, dtype);
        for (const MorphologyOp op : kAllOps) {
          // Every window with every border and operation, but not in every size.
          const Window w = Windows()[turn % 15];
          const MorphologyOptions options{op, w.shape, w.width, w.height, AllBorders()[turn % 5]};
          turn += 4;
          INFO(Describe(options));
          const Frame want = reference::Morphology(in, options);
          ForEachTarget([&] { CheckSameFrame(Filtered(in, options), want); });
        }
      }
    }
  }
}

TEST_CASE("morphology is the same from every driver", "[morphology]") {
  size_t turn = 0;
  for (const MorphologyOp op : kAllOps) {
    for (const Border& border : AllBorders()) {
      for (const int size : {2, 5, 12}) {
        const bool disc = size == 5;
        const MorphologyOptions options{op, disc ? MorphologyShape::kDisc : MorphologyShape::kRect,
                                        size, size, border};
        const Frame in = RandomPicture(19, 9 + size, 2, kAllTypes[turn++ % 3]);
        INFO(Describe(options));
        CheckSameFrame(CheckDrivers([&] { return MakeMorphology(options); }, in),
                       reference::Morphology(in, options));
      }
    }
  }
}

TEST_CASE("morphology crosses the boundaries of tiles and bands", "[morphology]") {
  for (const DType dtype : kAllTypes) {
    for (const auto shape : {MorphologyShape::kRect, MorphologyShape::kDisc}) {
      const MorphologyOptions options{MorphologyOp::kOpen, shape, 9, 5, {BorderMode::kMirror, 0}};
      const Frame wide = RandomPicture(1100, 4, 2, dtype);
      const Frame high = RandomPicture(3, 190, 1, dtype);
      const Frame want_wide = reference::Morphology(wide, options);
      const Frame want_high = reference::Morphology(high, options);
      ForEachTarget([&] {
        CheckSameFrame(Filtered(wide, options), want_wide);
        CheckSameFrame(Filtered(high, options), want_high);
      });
    }
  }
  // Windows without reach to one side end exactly at the row's padding.
  for (const int width : {64, 1024, 1088}) {
    const Frame in = RandomPicture(width, 3, 1, DType::kU8);
    const MorphologyOptions options{MorphologyOp::kErode, MorphologyShape::kRect, 2, 1, {}};
    CheckSameFrame(Filtered(in, options), reference::Morphology(in, options));
  }
}

TEST_CASE("erosion and dilation are dual", "[morphology]") {
  for (const auto shape : {MorphologyShape::kRect, MorphologyShape::kDisc}) {
    const Frame in = RandomPicture(61, 43, 3, DType::kU8);
    const auto inverted = [](const Frame& from) {
      Frame to = from.Clone().value();
      for (int64_t y = 0; y < from.info().row_count(); ++y) {
        for (int64_t i = 0; i < from.info().row_samples(); ++i) {
          to.Row<uint8_t>(y)[i] = static_cast<uint8_t>(255 - from.Row<uint8_t>(y)[i]);
        }
      }
      return to;
    };
    const MorphologyOptions erode{MorphologyOp::kErode, shape, 7, 5, {}};
    const MorphologyOptions dilate{MorphologyOp::kDilate, shape, 7, 5, {}};
    CheckSameFrame(inverted(Filtered(in, erode)), Filtered(inverted(in), dilate));
  }
}

TEST_CASE("opening and closing are idempotent and keep a constant", "[morphology]") {
  for (const auto shape : {MorphologyShape::kRect, MorphologyShape::kDisc}) {
    for (const DType dtype : kAllTypes) {
      for (const auto op : {MorphologyOp::kOpen, MorphologyOp::kClose}) {
        const MorphologyOptions options{op, shape, 5, 9, {}};
        const Frame once = Filtered(RandomPicture(50, 40, 1, dtype), options);
        CheckSameFrame(Filtered(once, options), once);
      }
    }
  }
}

TEST_CASE("an impulse grows into the window's shape", "[morphology]") {
  Frame in = Frame::Create(FrameInfo::Picture(9, 7, 1, DType::kU8)).value();
  for (int y = 0; y < 7; ++y) std::fill_n(in.Row<uint8_t>(y), 9, uint8_t{0});
  in.Row<uint8_t>(3)[4] = 1;
  const auto pixels = [&](MorphologyShape shape, int width, int height) {
    const Frame out = Filtered(in, {MorphologyOp::kDilate, shape, width, height, {}});
    std::string text;
    for (int y = 0; y < 7; ++y) {
      for (int x = 0; x < 9; ++x) text += out.Row<uint8_t>(y)[x] != 0 ? '#' : '.';
      text += '\n';
    }
    return text;
  };
  CHECK(pixels(MorphologyShape::kRect, 3, 2) ==
        ".........\n.........\n...###...\n...###...\n.........\n.........\n.........\n");
  CHECK(pixels(MorphologyShape::kDisc, 5, 5) ==
        ".........\n....#....\n...###...\n..#####..\n...###...\n....#....\n.........\n");
}

TEST_CASE("f32 morphology sorts NaN above infinity", "[morphology]") {
  Frame in = RandomPicture(20, 9, 1, DType::kF32);
  const float inf = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  in.Row<float>(2)[3] = nan;
  in.Row<float>(5)[12] = -nan;
  in.Row<float>(5)[13] = -inf;
  in.Row<float>(0)[0] = inf;
  in.Row<float>(8)[19] = -0.0f;
  for (const MorphologyOp op : kAllOps) {
    const MorphologyOptions options{op, MorphologyShape::kRect, 3, 3, {}};
    INFO(Describe(options));
    const Frame want = reference::Morphology(in, options);
    ForEachTarget([&] { CheckSameFrame(Filtered(in, options), want); });
  }
}

// tests/golden/make_morphology.py
TEST_CASE("morphology is SciPy's", "[morphology]") {
  const std::vector<GoldenBlock> blocks = ReadGolden("morphology.txt");
  const Frame in = GoldenPicture(blocks[0], 11, 7, DType::kU16);
  const std::vector<std::string> names = {"erode",    "dilate", "open",    "close",
                                          "gradient", "tophat", "blackhat"};
  for (size_t i = 1; i < blocks.size(); ++i) {
    const std::vector<std::string>& header = blocks[i].header;
    CAPTURE(header);
    const auto op = std::find(names.begin(), names.end(), header[0]) - names.begin();
    const MorphologyOptions options{
        static_cast<MorphologyOp>(op),
        header[1] == "disc" ? MorphologyShape::kDisc : MorphologyShape::kRect,
        int(blocks[i].parameter(2)),
        int(blocks[i].parameter(3)),
        {BorderMode::kClamp, 0}};
    CheckSameFrame(Filtered(in, options), GoldenPicture(blocks[i], 11, 7, DType::kU16));
  }
  CHECK(blocks.size() == 1 + 28);
}

TEST_CASE("morphology refuses windows that make no sense", "[morphology]") {
  const PictureInfo picture{8, 8, 1, DType::kU8};
  const auto error = [&](MorphologyShape shape, int width, int height) {
    return MakeMorphology({MorphologyOp::kErode, shape, width, height, {}})
        ->Prepare(picture)
        .status();
  };
  CHECK(error(MorphologyShape::kRect, 0, 1).is_usage());
  CHECK(error(MorphologyShape::kDisc, 4, 5).is_usage());
  CHECK(error(MorphologyShape::kRect, 1, 100000).is_usage());
  CHECK(error(MorphologyShape::kRect, 10000, 10000).is_usage());
  CHECK(error(MorphologyShape::kDisc, 5, 5).ok());
}

}  // namespace
}  // namespace sluice
