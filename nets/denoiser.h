// Nets that take noise out of pictures (Zhang et al., Beyond a Gaussian denoiser, IEEE TIP 2017).
#ifndef SLUICE_NETS_DENOISER_H_
#define SLUICE_NETS_DENOISER_H_

#include <map>
#include <memory>
#include <string>

#include "lib/frame.h"
#include "lib/model_file.h"
#include "lib/row_filter.h"
#include "lib/status.h"
#include "nets/tiled_net.h"
#include "nets/trained_net.h"

namespace sluice {

// Fails unless the net gives pictures of the size and the channels that it takes.
Status CheckDenoisingNet(const Net& net);

class Denoiser {
 public:
  // Fails as CheckDenoisingNet.
  static Result<Denoiser> Create(TrainedNet net, std::string sigma,
                                 std::map<std::string, std::string> notes);

  // A model file of kind `denoiser`: the net (see TrainedNet::Save), `sigma` and notes.
  Result<ModelFile> ToFile() const;
  static Result<Denoiser> FromFile(const ModelFile& file);

  // What it was trained for: "25", or "5..50", in units of 1/255 of full scale.
  const std::string& sigma() const { return sigma_; }
  int channels() const { return static_cast<int>(net_->net().input().channels); }

  // The picture without its noise, of the same sample type. A net for one channel takes each
  // channel by itself; alpha stays as it is. Fails when the number of channels does not fit, and
  // when memory is short.
  Result<Frame> Apply(Frame in) const;

 private:
  Denoiser() = default;
  Status ApplyTo(const Frame& in, int channel, Frame* out) const;

  std::shared_ptr<const TrainedNet> net_;  // stays where it is, as TiledNet wants
  std::string sigma_;
  std::map<std::string, std::string> notes_;
};

// Applies a denoiser to every frame.
std::unique_ptr<FrameFilter> MakeDenoise(Denoiser denoiser);

}  // namespace sluice

#endif  // SLUICE_NETS_DENOISER_H_
