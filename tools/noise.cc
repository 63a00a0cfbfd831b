#include "filters/noise.h"

#include <string>

#include "tools/command.h"
#include "tools/values.h"

namespace sluice {
namespace {

// An option that adds a step; the steps are done in the order of the options.
void Step(Command* command, NoiseOptions* options, const std::string& name,
          const std::string& value, NoiseKind kind, Range range, const std::string& help) {
  const auto set = [options, kind, range](const std::string& text) -> Status {
    SLUICE_ASSIGN_OR_RETURN(const float amount, kind == NoiseKind::kPoisson
                                                    ? ParseFloat(text, range)
                                                    : ParseFraction(text, range));
    options->steps.push_back({kind, amount});
    return Status::Ok();
  };
  command->Custom(name, value, set, help).repeatable = true;
}

}  // namespace

Command NoiseCommand() {
  Command c;
  auto* o = c.Own(NoiseOptions{});
  c.name = "noise";
  c.group = "filter";
  c.summary = "add noise";
  c.description =
      "Adds the kinds of noise that are asked for, in the order of the options, to every sample by "
      "itself; alpha stays as it is. The result is rounded and limited to the sample type's range "
      "once, at the end; f32 is not limited. The same seed gives the same noise on every machine "
      "and for any number of threads; the frames of a stream get different noise. The numbers "
      "come from Philox4x32-10 (Salmon et al., SC 2011).";
  c.examples = {"sluice noise --gaussian 5% photo.jpg | sluice bilateral > clean.png",
                "sluice noise --salt-pepper 0.1 --seed 7 in.png -o noisy.png",
                "sluice noise --poisson 200 --gaussian 1% in/*.png -o 'out/{stem}.png'"};
  Step(&c, o, "--gaussian", "SD", NoiseKind::kGaussian, {0.0},
       "add normal numbers with this standard deviation, a fraction of full scale or a percentage");
  Step(&c, o, "--speckle", "SD", NoiseKind::kSpeckle, {0.0},
       "multiply by 1 plus normal numbers with this standard deviation");
  Step(&c, o, "--poisson", "PEAK", NoiseKind::kPoisson, {0.0, 1e9, true},
       "count photons: PEAK of them on average at full scale; fewer are noisier");
  Step(&c, o, "--salt-pepper", "P", NoiseKind::kSaltPepper, {0.0, 1.0},
       "make a fraction P of the samples black or white, half of them each");
  Step(&c, o, "--impulse", "P", NoiseKind::kImpulse, {0.0, 1.0},
       "give a fraction P of the samples any value, all equally likely");
  c.Unsigned("--seed", "N", &o->seed, "which random numbers");
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    if (o->steps.empty()) {
      return Status::Usage("which noise?",
                           "--gaussian SD, --speckle SD, --poisson PEAK, --salt-pepper P or "
                           "--impulse P");
    }
    return OneStage(MakeNoise(*o));
  };
  return c;
}

}  // namespace sluice
