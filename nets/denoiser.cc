#include "nets/denoiser.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "lib/saturate.h"
#include "nets/noisy_patches.h"

namespace sluice {
namespace {

constexpr const char* kKind = "denoiser";
constexpr const char* kNote = "note.";

class DenoiseFilter : public FrameFilter {
 public:
  explicit DenoiseFilter(Denoiser denoiser) : denoiser_(std::move(denoiser)) {}
  Result<Frame> Apply(Frame in) override { return denoiser_.Apply(std::move(in)); }

 private:
  Denoiser denoiser_;
};

}  // namespace

Status CheckDenoisingNet(const Net& net) {
  if (net.input().axes == 2 && net.output() == net.input()) return Status::Ok();
  return Status::Failed("expected a net that gives a picture as it takes it, got one from " +
                        ShapeText(net.input()) + " to " + ShapeText(net.output()));
}

Result<Denoiser> Denoiser::Create(TrainedNet net, std::string sigma,
                                  std::map<std::string, std::string> notes) {
  SLUICE_RETURN_IF_ERROR(CheckDenoisingNet(net.net()));
  Denoiser denoiser;
  denoiser.net_ = std::make_shared<const TrainedNet>(std::move(net));
  denoiser.sigma_ = std::move(sigma);
  denoiser.notes_ = std::move(notes);
  return denoiser;
}

Result<ModelFile> Denoiser::ToFile() const {
  ModelFile file;
  file.Set("format", "sluice");
  file.Set("kind", kKind);
  file.Set("sigma", sigma_);
  for (const auto& [key, value] : notes_) file.Set(kNote + key, value);
  SLUICE_RETURN_IF_ERROR(net_->Save(&file));
  return file;
}

Result<Denoiser> Denoiser::FromFile(const ModelFile& file) {
  SLUICE_ASSIGN_OR_RETURN(const std::string kind, file.Text("kind"));
  if (kind != kKind) {
    return Status::Failed(std::string("expected a model of kind ") + kKind + ", got " + kind,
                          "sluice denoise train makes one");
  }
  SLUICE_ASSIGN_OR_RETURN(std::string sigma, file.Text("sigma"));
  SLUICE_ASSIGN_OR_RETURN(TrainedNet net, TrainedNet::Load(file, {}));
  std::map<std::string, std::string> notes;
  for (const auto& [key, value] : file.metadata()) {
    if (key.starts_with(kNote)) notes[key.substr(std::string(kNote).size())] = value;
  }
  return Create(std::move(net), std::move(sigma), std::move(notes));
}

// Denoises channel `channel` and those after it that the net takes together.
Status Denoiser::ApplyTo(const Frame& in, int channel, Frame* out) const {
  SLUICE_ASSIGN_OR_RETURN(const TiledNet tiled, TiledNet::Create(*net_));
  const PictureInfo info = in.info().picture();
  const int taken = channels();
  return VisitDType(info.dtype, [&](auto zero) {
    using T = decltype(zero);
    const float scale = 1 / DTypeTraits<T>::kFullScale;
    const auto read = [&](const TileArea& area, float* numbers) {
      for (int64_t y = area.top; y < area.top + area.height; ++y) {
        const T* pixel = in.Row<T>(y) + area.left * info.channels + channel;
        for (int64_t x = 0; x < area.width; ++x, pixel += info.channels) {
          for (int c = 0; c < taken; ++c) *numbers++ = scale * static_cast<float>(pixel[c]);
        }
      }
    };
    const auto write = [&](const TileArea& area, const float* results, int64_t stride) {
      for (int64_t y = area.top; y < area.top + area.height; ++y, results += stride) {
        T* pixel = out->Row<T>(y) + area.left * info.channels + channel;
        for (int64_t x = 0; x < area.width; ++x, pixel += info.channels) {
          for (int c = 0; c < taken; ++c) pixel[c] = FromFraction<T>(results[x * taken + c]);
        }
      }
    };
    return tiled.Run(info.height, info.width, read, write);
  });
}

Result<Frame> Denoiser::Apply(Frame in) const {
  if (!in.info().is_picture()) {
    return Status::Failed("expected a picture, got a " + in.info().Describe());
  }
  const int colours = ColourChannels(in.info().picture());
  if (channels() != 1 && channels() != colours) {
    return Status::Failed("expected a picture of " + std::to_string(channels()) +
                          " channels, as the model learnt from, got a " + in.info().Describe());
  }
  SLUICE_ASSIGN_OR_RETURN(Frame out, in.Clone());  // alpha and attributes stay
  for (int channel = 0; channel < colours; channel += channels()) {
    SLUICE_RETURN_IF_ERROR(ApplyTo(in, channel, &out));
  }
  return out;
}

std::unique_ptr<FrameFilter> MakeDenoise(Denoiser denoiser) {
  return std::make_unique<DenoiseFilter>(std::move(denoiser));
}

}  // namespace sluice
