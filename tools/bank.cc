#include <memory>
#include <utility>
#include <vector>

#include "features/bank_responses.h"
#include "tools/bank_options.h"
#include "tools/command.h"

namespace sluice {
namespace {

// One frame, then the end.
class FrameSource : public Source {
 public:
  explicit FrameSource(Frame frame) : rows_(MakeFrameReader(std::move(frame))) {}
  Result<std::unique_ptr<RowReader>> Next() override { return std::move(rows_); }

 private:
  std::unique_ptr<RowReader> rows_;
};

struct Settings {
  BankOptions bank;
  bool show = false;
};

}  // namespace

Command BankCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "bank";
  c.group = "describe";
  c.summary = "the responses of a bank of filters";
  c.description =
      "A stack of responses of the luminance to every filter of a bank, as one f32 frame of height "
      "x width x responses; fractions of full scale, of either sign. --show writes the filters "
      "themselves as a picture instead: middle gray is 0.\n\n"
      "lm: first and second derivatives across Gaussians three times as long as wide, at sigma "
      "sqrt(2), 2 and 2 sqrt(2) and six angles (edges 0 to 17, bars 18 to 35), eight Laplacians of "
      "Gaussians (36 to 43), four Gaussians (44 to 47); Leung and Malik, IJCV 43(1), 2001. "
      "schmid: 13 rotationally symmetric filters; Schmid, CVPR 2001. mr8: edges and bars at sigma "
      "1, 2 and 4, over six angles the largest absolute value and the greatest value; a Gaussian "
      "and its Laplacian at sigma 10; Varma and Zisserman, IJCV 62(1), 2005. All of these are "
      "49x49. gabor: "
      "magnitudes of pairs in quadrature with wavelengths 4 sqrt(2)^k and a bandwidth of one "
      "octave; Petkov and Kruizinga, Biological Cybernetics 76, 1997.\n\n"
      "Absolute weights of each filter sum to 1; all but the Gaussians have mean 0. The filters "
      "are not turned round (correlation). Results are within 2^-20 of the exact ones, times the "
      "picture's range.";
  c.examples = {"sluice bank --bank lm bricks.jpg -o responses.npy",
                "sluice bank --bank mr8 --show -o mr8.png",
                "sluice bank --bank gabor --scales 3 --orientations 8 bricks/*.png -o "
                "'{stem}.npy'"};
  AddBankOptions(&c, &o->bank);
  c.Flag("--show", &o->show, "write the filters as a picture; reads nothing");
  c.source = [o](const std::vector<std::string>& words,
                 const DecodeOptions&) -> Result<std::unique_ptr<Source>> {
    if (!o->show) return std::unique_ptr<Source>();
    if (!words.empty()) return Status::Usage("--show takes no files, got " + words.front());
    SLUICE_ASSIGN_OR_RETURN(Frame picture, BankPicture(o->bank.Bank()));
    return std::unique_ptr<Source>(std::make_unique<FrameSource>(std::move(picture)));
  };
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    if (o->show) return std::vector<std::unique_ptr<Stage>>();
    return OneStage(MakeBankFilter(o->bank.Bank(), o->bank.border));
  };
  return c;
}

}  // namespace sluice
