#include "tools/views.h"

#include <cstdint>
#include <string>
#include <utility>

#include "filters/crop.h"
#include "filters/flip.h"
#include "lib/row_filter.h"

namespace sluice {
namespace {

struct ViewsWord {
  const char* word;
  int count;
};
constexpr ViewsWord kViews[] = {{"whole", 1}, {"mirror", 2}, {"crops:5", 5}, {"crops:10", 10}};

int SevenEighths(int side) { return static_cast<int>((int64_t{side} * 7 + 4) / 8); }

Result<std::vector<Frame>> FiveCrops(const Frame& picture, SizeOption crop) {
  const PictureInfo info = picture.info().picture();
  if (crop.width == 0) crop = {SevenEighths(info.width), SevenEighths(info.height)};
  const int x = info.width - crop.width;
  const int y = info.height - crop.height;
  if (x < 0 || y < 0) {
    return Status::Failed("expected a picture no smaller than its crops, " +
                          std::to_string(crop.width) + "x" + std::to_string(crop.height) +
                          ", got a " + picture.info().Describe());
  }
  const int corners[5][2] = {{0, 0}, {x, 0}, {0, y}, {x, y}, {x / 2, y / 2}};
  std::vector<Frame> crops;
  for (const auto& corner : corners) {
    CropOptions options;
    options.width = crop.width;
    options.height = crop.height;
    options.x = corner[0];
    options.y = corner[1];
    SLUICE_ASSIGN_OR_RETURN(Frame view, FilterFrame(*MakeCrop(options), picture));
    crops.push_back(std::move(view));
  }
  return crops;
}

}  // namespace

void ViewsOption(Command* command, Views* views) {
  std::vector<std::string> words;
  for (const ViewsWord& view : kViews) words.emplace_back(view.word);
  command->Choice(
      "--views", words, views,
      "what of each picture is looked at, for mean scores: it and its mirror image; its "
      "corners and centre; these mirrored, too");
}

int CountOf(Views views) { return kViews[static_cast<int>(views)].count; }

Result<std::vector<Frame>> ViewsOf(Frame picture, Views views, SizeOption crop) {
  std::vector<Frame> list;
  if (views != Views::kWhole && !picture.info().is_picture()) {
    return Status::Failed("--views needs pictures, got a " + picture.info().Describe());
  }
  if (views == Views::kFiveCrops || views == Views::kTenCrops) {
    SLUICE_ASSIGN_OR_RETURN(list, FiveCrops(picture, crop));
  } else {
    list.push_back(std::move(picture));
  }
  if (views == Views::kMirror || views == Views::kTenCrops) {
    const size_t count = list.size();
    for (size_t i = 0; i < count; ++i) {
      SLUICE_ASSIGN_OR_RETURN(Frame mirrored, FilterFrame(*MakeFlipHorizontal(), list[i]));
      list.push_back(std::move(mirrored));
    }
  }
  return list;
}

}  // namespace sluice
