#include "tools/io_options.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "tools/values.h"

namespace sluice {
namespace {

const std::vector<std::string> kWhen = {"auto", "always", "never"};

Option& Grouped(Option& option, OptionGroup group, char letter = 0) {
  option.group = group;
  option.letter = letter;
  return option;
}

Option& InputOutput(Option& option, char letter = 0) {
  return Grouped(option, OptionGroup::kInputOutput, letter);
}

Option& General(Option& option, char letter = 0) {
  return Grouped(option, OptionGroup::kGeneral, letter);
}

// A flag that sets *target to false.
Option& OffFlag(Command* c, const std::string& name, bool* target, const std::string& help) {
  Option& o = c->Flag(name, target, help);
  o.set = [target](const std::string&) {
    *target = false;
    return Status::Ok();
  };
  return o;
}

Option& CountOption(Command* c, const std::string& name, uint64_t kilo, uint64_t* target,
                    const std::string& help) {
  Option& o = c->Unsigned(name, "N", target, help);
  o.set = [target, kilo](const std::string& text) -> Status {
    SLUICE_ASSIGN_OR_RETURN(*target, ParseCount(text, kilo));
    return Status::Ok();
  };
  return o;
}

// What holds for inputs of any kind, data sets too.
void AddReadingOptions(Command* c, IoOptions* o) {
  InputOutput(OffFlag(c, "--no-orient", &o->decode.orient,
                      "leave JPEGs and PNGs as stored, don't turn them upright by EXIF"));
  InputOutput(c->Flag("--fail-fast", &o->fail_fast, "stop at the first input that fails"));
  Option& pixels = InputOutput(CountOption(c, "--max-pixels", 1000, &o->decode.limits.max_pixels,
                                           "refuse frames with more pixels; k, M, G: thousands"));
  pixels.default_text = "536870912";
}

void AddInputOptions(Command* c, IoOptions* o) {
  InputOutput(c->Text("--files-from", "LIST", &o->files_from,
                      "also read the files named in LIST, one a line; - is stdin"));
  InputOutput(
      c->Flag("--null", &o->null_separated, "the names in LIST end with NUL (find -print0)"), '0');
  InputOutput(c->Text("--axes", "AXES", &o->decode.axes,
                      "what an NPY array's dimensions are: hw, hwc, chw, dhw, dhwc or n"))
      .default_text = "by tag or rank";
  InputOutput(c->Flag("--allow-truncated", &o->decode.allow_truncated,
                      "take truncated pictures; what is missing is black"));
  InputOutput(c->Flag("--allow-empty", &o->allow_empty, "an input without frames is no error"));
}

void AddDepthOption(Command* c, IoOptions* o) {
  InputOutput(c->Choice(
                  "--depth", {"u8", "u16", "f32"}, -1, [o](int i) { o->depth = DType(i); },
                  "sample type of the output; values are rounded once"))
      .default_text = "the input's, f32 for gradients";
}

void AddFrameOutputOptions(Command* c, IoOptions* o) {
  const std::vector<std::string> formats = {"png", "jpg", "pnm", "pbm", "pgm",   "ppm",
                                            "pam", "pfm", "npy", "csv", "libsvm"};
  InputOutput(c->Choice(
                  "--format", formats, -1, [=](int i) { o->format = FormatByName(formats[i]); },
                  "format of the output"),
              'f')
      .default_text = "by the output's name; PNG in files, PNM or NPY in pipes";
  AddDepthOption(c, o);
  InputOutput(c->Integer("--quality", "N", &o->encode.jpeg_quality, "of JPEG, 1 to 100", {1, 100}));
  InputOutput(c->Integer("--png-compression", "N", &o->encode.png_compression,
                         "effort of PNG: 0 stored, 1 fast, 2 to 9 smaller and slower", {0, 9}));
  InputOutput(c->Choice("--meta", kWhen, &o->encode.meta,
                        "write the line of metadata (name, label) into PNM and NPY"));
  InputOutput(c->Flag("--strip", &o->encode.strip, "drop ICC profiles"));
}

void AddLinearOptions(Command* c, IoOptions* o) {
  c->Choice(
      "--alpha", {"premultiplied", "straight"}, 0, [o](int i) { o->premultiply = i == 0; },
      "how alpha enters: as the weight of the colours, or as one more channel");
  c->Flag("--linear", &o->linear_light,
          "work in linear light: undo the sRGB curve around the filter");
}

void AddGeneralOptions(Command* c, IoOptions* o) {
  General(c->Integer("--threads", "N", &o->threads,
                     "threads; 0: one for each core; never changes the result", {0, 1024}),
          'j');
  General(CountOption(c, "--max-memory", 1024, &o->max_memory,
                      "refuse to take more memory for pictures, bytes; k, M, G: 1024s"))
      .default_text = "3/4 of the machine's";
  General(c->Choice("--progress", kWhen, &o->progress, "show progress on stderr"));
  General(c->Choice("--color", kWhen, &o->color, "colour in messages"));
  General(c->Flag("--quiet", &o->quiet, "no warnings, no progress"), 'q');
  General(c->Flag("--verbose", &o->verbose, "say on stderr what is done to each frame"), 'v');
  General(c->Flag("-h", &o->short_help, "show the most needed help")).stops = true;
  General(c->Flag("--help", &o->help, "show all help")).stops = true;
  General(c->Flag("--version", &o->version, "show version and commit of sluice, and its libraries"),
          'V')
      .stops = true;
}

}  // namespace

void AddIoOptions(Command* c, IoOptions* o) {
  if (c->linear) AddLinearOptions(c, o);
  InputOutput(c->Text("--output", "FILE", &o->output,
                      "write to FILE, - for stdout; {stem}, {name}, {ext} and {index} stand for "
                      "parts of each input's name"),
              'o');
  if (c->text && c->json) {
    InputOutput(c->Flag("--json", &o->json, "write JSON, one object a line"));
  }
  if (!c->text || c->frames_instead) AddFrameOutputOptions(c, o);
  InputOutput(
      c->Flag("--force", &o->force, "write pictures to a terminal, or over one of the inputs"));
  if (!c->positional.empty()) {
    if (!c->source || c->stages) AddInputOptions(c, o);
    // A command that reads no frames at all has none of these.
    if (!c->source || !c->text || c->frames_instead) AddReadingOptions(c, o);
  }
  if (c->describes || c->labels) {
    InputOutput(c->Text("--labels", "by-folder|TABLE", &o->labels,
                        "label each frame by its folder, or from lines of name TAB label"))
        .default_text = "the frames' own";
  }
  AddGeneralOptions(c, o);
}

void AddStepOptions(Command* c, IoOptions* o) {
  if (c->linear) AddLinearOptions(c, o);
  AddDepthOption(c, o);
}

Status ApplyEnvironment(IoOptions* options) {
  if (const char* threads = std::getenv("SLUICE_THREADS")) {
    const Result<int> count = ParseInteger(threads, {0, 1024});
    if (!count.ok()) return count.status().WithContext("SLUICE_THREADS");
    options->threads = *count;
  }
  if (const char* pixels = std::getenv("SLUICE_MAX_PIXELS")) {
    const Result<uint64_t> count = ParseCount(pixels, 1000);
    if (!count.ok()) return count.status().WithContext("SLUICE_MAX_PIXELS");
    options->decode.limits.max_pixels = *count;
  }
  return Status::Ok();
}

}  // namespace sluice
