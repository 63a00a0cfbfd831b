#include "nets/noisy_patches.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "lib/random.h"

namespace sluice {
namespace {

constexpr uint32_t kPatchUse = 0x706174;  // names of random sequences
constexpr uint32_t kNoiseUse = 0x6e6f69;
constexpr uint32_t kTurns = 8;  // quarter turns, mirrored or not

}  // namespace

Result<NoisyPatches> NoisyPatches::Create(std::vector<std::shared_ptr<const Frame>> pictures,
                                          const NoisyPatchOptions& options) {
  if (pictures.empty()) return Status::Failed("expected pictures to learn from, got none");
  NoisyPatches patches;
  patches.options_ = options;
  patches.channels_ = ColourChannels(pictures[0]->info().picture());
  uint64_t places = 0;
  for (const auto& picture : pictures) {
    const PictureInfo info = picture->info().picture();
    if (ColourChannels(info) != patches.channels_) {
      return Status::Failed("expected pictures of " + std::to_string(patches.channels_) +
                                (patches.channels_ == 1 ? " channel" : " channels") +
                                " as the first one, got one of " +
                                std::to_string(ColourChannels(info)),
                            "sluice gray makes all of them gray");
    }
    if (std::min(info.width, info.height) < options.patch) {
      return Status::Failed("expected pictures of " + std::to_string(options.patch) + "x" +
                                std::to_string(options.patch) + " at least, got one of " +
                                std::to_string(info.width) + "x" + std::to_string(info.height),
                            "--patch N takes smaller patches");
    }
    places += uint64_t(info.width - options.patch + 1) * uint64_t(info.height - options.patch + 1);
    patches.places_.push_back(places);
  }
  patches.pictures_ = std::move(pictures);
  return patches;
}

int64_t NoisyPatches::target_size() const {
  return int64_t(options_.patch) * options_.patch * channels_;
}

// The patch at a place, counted over all pictures, in one of eight attitudes.
void NoisyPatches::CutPatch(uint64_t place, uint32_t turn, float* to) const {
  const auto found = std::upper_bound(places_.begin(), places_.end(), place);
  const auto which = static_cast<size_t>(found - places_.begin());
  const Frame& picture = *pictures_[which];
  const PictureInfo info = picture.info().picture();
  const uint64_t inside = place - (which == 0 ? 0 : places_[which - 1]);
  const uint64_t columns = uint64_t(info.width - options_.patch + 1);
  const auto x0 = static_cast<int>(inside % columns);
  const auto y0 = static_cast<int>(inside / columns);
  const int last = options_.patch - 1;
  const float scale = 1 / FullScale(info.dtype);
  VisitDType(info.dtype, [&](auto zero) {
    for (int y = 0; y <= last; ++y) {
      for (int x = 0; x <= last; ++x) {
        int from_x = (turn & 1) != 0 ? y : x;
        int from_y = (turn & 1) != 0 ? x : y;
        if ((turn & 2) != 0) from_x = last - from_x;
        if ((turn & 4) != 0) from_y = last - from_y;
        const auto* const pixel =
            picture.Row<decltype(zero)>(y0 + from_y) + (x0 + from_x) * info.channels;
        for (int c = 0; c < channels_; ++c) *to++ = scale * static_cast<float>(pixel[c]);
      }
    }
  });
}

NetBatch NoisyPatches::Make(std::span<const int64_t> examples, uint64_t step) const {
  const auto size = static_cast<size_t>(target_size());
  const uint64_t seed = StepSeed(options_.seed, step);
  NetBatch batch;
  batch.count = static_cast<int64_t>(examples.size());
  batch.numbers.resize(examples.size() * size);
  batch.targets.resize(examples.size() * size);
  std::vector<float> noise(RandomRoom(size));
  for (size_t i = 0; i < examples.size(); ++i) {
    Random random(seed, kPatchUse + static_cast<uint32_t>(i));
    const double chosen = (random.Uniform() + random.Uniform() * 0x1p-32) * double(places_.back());
    const uint64_t place = std::min(static_cast<uint64_t>(chosen), places_.back() - 1);
    const uint32_t turn = random.Below(kTurns);
    const auto sigma =
        static_cast<float>(random.Uniform(options_.sigma_low, options_.sigma_high) / 255);
    float* const clean = batch.targets.data() + i * size;
    CutPatch(place, turn, clean);
    FillNormal({seed, static_cast<uint32_t>(i), 0, kNoiseUse}, size, noise.data());
    float* const noisy = batch.numbers.data() + i * size;
    for (size_t k = 0; k < size; ++k) noisy[k] = clean[k] + sigma * noise[k];
  }
  return batch;
}

}  // namespace sluice
