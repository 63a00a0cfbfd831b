#include "filters/normalize.h"

#include "tools/command.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct Settings {
  NormalizeOptions normalize;
  bool percentile = false;
  bool moments = false;
};

Result<double> ParsePercent(std::string text) {
  if (!text.empty() && text.back() == '%') text.pop_back();
  return ParseNumber(text, {0.0, 100.0});
}

}  // namespace

Command NormalizeCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "normalize";
  c.group = "geometry";
  c.summary = "stretch the range of values to full scale";
  c.description =
      "The least sample of the picture becomes 0 and the greatest full scale, and those between "
      "them follow in proportion; or, with --percentile, the samples below which so many percent "
      "lie; or, with --mean and --sd, the samples get that mean and standard deviation. All "
      "colours "
      "change alike unless --per-channel is given; alpha, NaN and infinities stay as they are, and "
      "so does a picture whose samples are all alike. The sample type is kept; f32 is not limited "
      "to the range. Needs the whole picture in memory.";
  c.examples = {"sluice sobel in.png | sluice normalize | sluice convert --depth u8 -o edges.png",
                "sluice normalize --percentile 1,99 dark.jpg -o bright.png",
                "sluice normalize --mean 0.5 --sd 0.2 in/*.png -o 'out/{stem}.png'"};
  c.Custom(
      "--percentile", "L,H",
      [o](const std::string& text) -> Status {
        const size_t comma = text.find(',');
        if (comma == std::string::npos) {
          return Status::Usage("expected L,H in percent, got " + Quoted(text));
        }
        SLUICE_ASSIGN_OR_RETURN(o->normalize.low_percent, ParsePercent(text.substr(0, comma)));
        SLUICE_ASSIGN_OR_RETURN(o->normalize.high_percent, ParsePercent(text.substr(comma + 1)));
        if (o->normalize.low_percent >= o->normalize.high_percent) {
          return Status::Usage("expected L below H, got " + Quoted(text));
        }
        o->percentile = true;
        return Status::Ok();
      },
      "leave L percent of the samples at or below 0 and 100 - H percent at or above full scale");
  const auto moment = [o](double* target, Range range) {
    return [o, target, range](const std::string& text) -> Status {
      SLUICE_ASSIGN_OR_RETURN(const float value, ParseFraction(text, range));
      *target = static_cast<double>(value);
      o->moments = true;
      return Status::Ok();
    };
  };
  c.Custom(
      "--mean", "M", moment(&o->normalize.mean, {}),
      "the mean of the result, a fraction of full scale or a percentage (0.5 with --sd alone)");
  c.Custom("--sd", "S", moment(&o->normalize.deviation, {0.0, 1e9, true}),
           "the standard deviation of the result (0.2 with --mean alone)");
  c.Flag("--per-channel", &o->normalize.per_channel, "each channel by itself");
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    if (o->percentile && o->moments) {
      return Status::Usage("--percentile and --mean or --sd exclude one another");
    }
    if (o->moments) o->normalize.by = NormalizeOptions::By::kMoments;
    return OneStage(MakeNormalize(o->normalize));
  };
  return c;
}

}  // namespace sluice
