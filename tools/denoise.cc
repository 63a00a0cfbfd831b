// denoise: takes noise out of pictures with a trained net.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "nets/denoiser.h"
#include "tools/command.h"
#include "tools/dictionary.h"

namespace sluice {

Command DenoiseCommand() {
  Command c;
  auto* model = c.Own(Dictionary{});
  c.name = "denoise";
  c.group = "filter";
  c.summary = "take noise out with a trained net";
  c.description =
      "Applies a net that sluice denoise train made: each pixel of the result depends on a "
      "neighbourhood as wide as the net's receptive field (sluice net info MODEL). Pictures may "
      "have any size; they are worked on in tiles that overlap by that field, so that memory stays "
      "bounded and the result does not depend on them. A model for gray pictures takes each colour "
      "channel by itself. Alpha stays as it is; the sample type is kept.\n"
      "The model removes noise of the strength it was trained for; sluice net info tells it.";
  c.examples = {
      "sluice noise --gaussian 9.8% photo.jpg | sluice denoise -m dncnn.safetensors "
      "> clean.png",
      "sluice denoise -m dncnn.safetensors scan.png -o clean.png",
      "sluice denoise -m dncnn.safetensors scans/*.png -o 'out/{stem}.png'"};
  Option& option = c.File("--model", model, "the model, by sluice denoise train");
  option.letter = 'm';
  c.stages = [model]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    if (model->path.empty()) {
      return Status::Usage("--model is needed", "-m dncnn.safetensors, by sluice denoise train");
    }
    SLUICE_ASSIGN_OR_RETURN(Denoiser denoiser, LoadDictionary<Denoiser>(*model));
    return OneStage(MakeDenoise(std::move(denoiser)));
  };
  return c;
}

}  // namespace sluice
