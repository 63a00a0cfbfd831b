#include "filters/convolve.h"

#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "filters/kernel.h"
#include "tools/command.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct Options {
  ConvolveOptions convolve;
  std::vector<std::string> kernels;  // text, or @file
  bool bank = false;
};

Status ParsePad(const std::string& text, ConvolveOptions* options) {
  if (text == "same" || text == "valid" || text == "full") {
    options->pad_mode = text == "same"    ? PadMode::kSame
                        : text == "valid" ? PadMode::kValid
                                          : PadMode::kFull;
    return Status::Ok();
  }
  Result<int> pad = ParseInteger(text, {0, 1 << 20});
  if (!pad.ok()) {
    return Status::Usage("expected same, valid, full or a number of pixels, got " + Quoted(text));
  }
  options->pad_mode = PadMode::kFixed;
  options->pad = *pad;
  return Status::Ok();
}

Status ParseStride(const std::string& text, ConvolveOptions* options) {
  SLUICE_ASSIGN_OR_RETURN(const SizeOption stride, ParseSize(text));
  options->stride_x = stride.width;
  options->stride_y = stride.height;
  options->stride_z = text.find('x') == std::string::npos ? stride.width : 1;
  return Status::Ok();
}

Result<std::vector<std::unique_ptr<Stage>>> Stages(const Options& o) {
  ConvolveOptions options = o.convolve;
  if (o.kernels.empty()) {
    return Status::Usage("--kernel is needed", "for example --kernel '1 2 1;2 4 2;1 2 1'");
  }
  for (const std::string& text : o.kernels) {
    if (text.starts_with('@')) {
      SLUICE_ASSIGN_OR_RETURN(std::vector<Kernel> kernels, LoadKernels(text.substr(1), o.bank));
      std::move(kernels.begin(), kernels.end(), std::back_inserter(options.kernels));
    } else {
      SLUICE_ASSIGN_OR_RETURN(Kernel kernel, ParseKernel(text));
      options.kernels.push_back(std::move(kernel));
    }
  }
  std::vector<std::unique_ptr<Stage>> stages;
  stages.push_back(MakeConvolveStage(options));
  return stages;
}

}  // namespace

Command ConvolveCommand() {
  Command c;
  auto* o = c.Own(Options{});
  c.name = "convolve";
  c.group = "filter";
  c.summary = "correlate or convolve with any kernel";
  c.description =
      "Every result is the sum of the samples under the kernel, each times its weight: "
      "correlation, "
      "which nets call convolution; --flip turns the kernel by 180 degrees first, which is true "
      "convolution.\n\n"
      "A kernel is written as numbers (also 1/9) separated by blanks or commas, its rows by ';' "
      "and "
      "its planes by '|', or comes from a file (@FILE) of such text, with line ends between rows, "
      "or "
      "of one or several arrays or pictures. Results lie at every --stride-th position from the "
      "first one that --pad allows; there are floor((n + before + after - f) / stride) + 1 of them "
      "along an axis of n samples with f taps; -v says when a stride leaves samples at the end "
      "unread. What the kernel sees beyond the edge is made up by "
      "--border.\n\n"
      "The sample type is kept: results below 0 and above full scale saturate. Convert to f32 "
      "first "
      "to keep them (sluice convert --depth f32). Kernels of whole numbers are exact on u8 and "
      "u16; "
      "other results are within 1/32 of a step before they are rounded. Kernels that are products "
      "of "
      "a column and a row, or sums of few such products, are recognised and computed so.\n\n"
      "Several kernels make several channels: those of the first kernel, then those of the second. "
      "With --channels sum, responses of the input's channels are added up, with a plane of the "
      "kernel for each channel (or one for all), as in a layer of a net.\n\n"
      "Arrays of one dimension take kernels of one row; volumes take kernels of several planes, or "
      "of "
      "one for each slice by itself.";
  c.examples = {"sluice convolve --kernel '1 2 1;2 4 2;1 2 1' --normalize < in.png > soft.png",
                "sluice convolve --kernel '-1 0 1' --bias 50% photo.jpg -o relief.png",
                "sluice convolve --kernel @motion.txt --normalize shots/*.png -o '{stem}.png'"};
  std::string unused;
  Option& kernel = c.Text("--kernel", "TEXT|@FILE", &unused,
                          "the weights: '1 0 -1;2 0 -2;1 0 -1', or a file; again for more kernels");
  kernel.repeatable = true;
  kernel.set = [o](const std::string& text) -> Status {
    if (!text.starts_with('@')) SLUICE_RETURN_IF_ERROR(ParseKernel(text).status());
    o->kernels.push_back(text);
    return Status::Ok();
  };
  c.Flag("--bank", &o->bank, "the first dimension of a kernel file counts kernels");
  c.Flag("--normalize", &o->convolve.normalize, "divide each kernel by its sum");
  c.Number("--scale", "S", &o->convolve.scale, "multiply the kernels by S", {-1e30, 1e30});
  c.Fraction("--bias", "B", &o->convolve.bias,
             "add B to every result, a fraction of full scale or a percentage", {-1e6, 1e6});
  c.Flag("--flip", &o->convolve.flip, "turn the kernels by 180 degrees: true convolution");
  Option& stride = c.Text("--stride", "N|WxH", &unused, "take every N-th position, in pixels");
  stride.default_text = "1";
  stride.set = [o](const std::string& text) { return ParseStride(text, &o->convolve); };
  Option& pad =
      c.Text("--pad", "same|valid|full|N", &unused,
             "how far the kernel reaches over the edges: so that the size stays the same, "
             "not at all, as far as it touches the picture, or N pixels");
  pad.default_text = "same";
  pad.set = [o](const std::string& text) { return ParsePad(text, &o->convolve); };
  c.Choice("--channels", {"each", "sum"}, &o->convolve.channels,
           "each channel by itself, or the sum of the channels' responses");
  c.Choice("--accumulate", {"f32", "f64"}, &o->convolve.accumulate,
           "the type that products are added up in");
  c.BorderOption(&o->convolve.border);
  c.linear = true;
  c.stages = [o] { return Stages(*o); };
  return c;
}

}  // namespace sluice
