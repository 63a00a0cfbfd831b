// denoise train: learns to take noise out of pictures.
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/net_classifier.h"
#include "lib/digest.h"
#include "lib/folds.h"
#include "nets/denoiser.h"
#include "nets/noisy_patches.h"
#include "nets/resumable_training.h"
#include "tools/command.h"
#include "tools/dictionary.h"
#include "tools/filter_chain.h"
#include "tools/io.h"
#include "tools/net_options.h"
#include "tools/report.h"
#include "tools/report_model.h"
#include "tools/training_log.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct DenoiseTraining {
  NetSettings settings = DefaultNetSettings("dncnn");
  NoisyPatchOptions patches;
  int patch_count = 6400;
  std::string sigma = "25";
  std::string log;
  std::string report;
};

using Pictures = std::vector<std::shared_ptr<const Frame>>;

// "25", or "5..50".
Status ParseSigma(const std::string& text, DenoiseTraining* training) {
  const Range range{0, 255};
  const size_t dots = text.find("..");
  SLUICE_ASSIGN_OR_RETURN(training->patches.sigma_low, ParseNumber(text.substr(0, dots), range));
  training->patches.sigma_high = training->patches.sigma_low;
  if (dots != std::string::npos) {
    SLUICE_ASSIGN_OR_RETURN(training->patches.sigma_high,
                            ParseNumber(text.substr(dots + 2), range));
  }
  if (training->patches.sigma_high < training->patches.sigma_low) {
    return Status::Usage("expected LOW..HIGH, got " + Quoted(text));
  }
  training->sigma = text;
  return Status::Ok();
}

Result<Pictures> ReadPictures(Io& io) {
  Pictures pictures;
  SLUICE_RETURN_IF_ERROR(LearnFromPictures(io, [&](const Frame& frame) -> Status {
    if (!frame.info().is_picture()) {
      return Status::Failed("expected a picture, got a " + frame.info().Describe());
    }
    SLUICE_ASSIGN_OR_RETURN(Frame copy, frame.Clone());
    pictures.push_back(std::make_shared<const Frame>(std::move(copy)));
    return Status::Ok();
  }));
  return pictures;
}

std::string DigestOf(const Pictures& pictures) {
  Digester digest;
  for (const auto& picture : pictures) {
    const FrameInfo& info = picture->info();
    const auto bytes = size_t(info.row_samples()) * SampleSize(info.dtype);
    digest.Add(info.shape.data(), info.shape.size() * sizeof(info.shape[0]));
    for (int64_t y = 0; y < info.row_count(); ++y) digest.Add(picture->RowBytes(y), bytes);
  }
  return digest.Text();
}

// Pictures to learn from, and others to judge by.
Status KeepBackPictures(const Pictures& all, double share, Pictures* train, Pictures* kept) {
  const std::vector<bool> held = StratifiedHoldout(std::vector<int>(all.size()), share, 0);
  for (size_t i = 0; i < all.size(); ++i) (held[i] ? kept : train)->push_back(all[i]);
  if (!train->empty() && (share == 0 || !kept->empty())) return Status::Ok();
  return Status::Usage("--validation leaves nothing to learn from, or to judge by, of " +
                       std::to_string(all.size()) + " pictures");
}

// Of differences of numbers from 0 to 1.
double Psnr(double mean_square) { return -10 * std::log10(mean_square); }

Result<Denoiser> Train(DenoiseTraining& training, Io& io) {
  NetSettings& settings = training.settings;
  SLUICE_ASSIGN_OR_RETURN(const Net checked, CheckNetSettings(&settings));
  SLUICE_RETURN_IF_ERROR(CheckDenoisingNet(checked).WithContext(settings.net));
  SLUICE_ASSIGN_OR_RETURN(const Pictures pictures, ReadPictures(io));
  if (pictures.empty()) return Status::Failed("expected pictures to learn from, got none");
  Pictures learnt;
  Pictures kept;
  SLUICE_RETURN_IF_ERROR(KeepBackPictures(pictures, settings.validation, &learnt, &kept));
  NoisyPatchOptions options = training.patches;
  options.count = training.patch_count;
  options.seed = settings.train.seed;
  SLUICE_ASSIGN_OR_RETURN(const NoisyPatches data, NoisyPatches::Create(learnt, options));
  std::unique_ptr<NoisyPatches> validation;
  if (!kept.empty()) {
    options.count = std::max<int64_t>(1, std::llround(training.patch_count * settings.validation));
    SLUICE_ASSIGN_OR_RETURN(NoisyPatches patches, NoisyPatches::Create(kept, options));
    if (patches.channels() != data.channels()) {
      return Status::Failed("some pictures are gray and some are not", "sluice gray makes all so");
    }
    validation = std::make_unique<NoisyPatches>(std::move(patches));
  }

  NetRecipe recipe{settings.text, {}};
  recipe.options.values = settings.values;
  recipe.options.auxiliary = true;
  recipe.options.input = Shape{2, {1, options.patch, options.patch}, data.channels()};
  Result<Net> net = recipe.Build();
  if (!net.ok()) return net.status().WithContext(settings.net);
  TrainingLog log;
  SLUICE_RETURN_IF_ERROR(log.Open(training.log, &io));
  ReportFile report(training.report);
  report.report().title = io.command().name;
  report.report().facts = {{"options", GivenOptions(io.command())},
                           {"sigma", training.sigma},
                           {"pictures", std::to_string(pictures.size())},
                           {"data", DigestOf(pictures)}};
  SLUICE_RETURN_IF_ERROR(report.Follow(&log));
  const TrainProgress progress = log.Listener();
  NetScore last;
  const auto on_epoch = [&](const NetEpoch& epoch, const NetState&) {
    last = epoch.validation.value_or(epoch.score);
    progress.on_value("psnr", Psnr(epoch.score.loss));
    if (epoch.validation) progress.on_value("validation_psnr", Psnr(epoch.validation->loss));
    TellEpoch(epoch, progress);
    return progress.on_epoch(epoch.epoch, epoch.score.loss);
  };
  Result<NetState> state = TrainFrom(settings.start, *net, data, validation.get(), settings.train,
                                     {on_epoch, progress.on_fraction});
  if (!state.ok()) return state.status().WithContext(settings.net);
  SLUICE_RETURN_IF_ERROR(log.Close());
  std::map<std::string, std::string> notes = {{"options", GivenOptions(io.command())},
                                              {"pictures", std::to_string(pictures.size())},
                                              {"data", DigestOf(pictures)},
                                              {"epochs", std::to_string(state->epochs)}};
  if (last.loss > 0) {
    notes["psnr"] =
        FormatNumber(float(Psnr(last.loss))) + " dB on " +
        (validation == nullptr ? "the patches of the last epoch" : "pictures kept back");
  }
  SLUICE_ASSIGN_OR_RETURN(TrainedNet trained,
                          TrainedNet::FromTraining(*net, std::move(recipe), *state));
  if (report.wanted()) {
    SLUICE_RETURN_IF_ERROR(ReportNet(trained, io, &report.report()));
    SLUICE_RETURN_IF_ERROR(report.Finish());
  }
  Result<Denoiser> denoiser =
      Denoiser::Create(std::move(trained), training.sigma, std::move(notes));
  return denoiser.ok() ? std::move(denoiser) : denoiser.status().WithContext(settings.net);
}

}  // namespace

Command DenoiseTrainCommand() {
  Command c;
  auto* o = c.Own(DenoiseTraining{});
  o->settings.train.batch = 32;
  c.name = "denoise train";
  c.group = "learn";
  c.summary = "train a net that takes noise out of pictures";
  c.description =
      "Learns from clean pictures: patches of them, from places chosen at random, turned by "
      "quarter "
      "turns and mirrored, get Gaussian noise, new each time, and the net learns to find the patch "
      "without it (Zhang et al., Beyond a Gaussian denoiser, IEEE TIP 2017). Patches are fractions "
      "of full scale; noise is not limited to what samples can hold. The net is DnCNN, smaller "
      "with "
      "--set, or any net file whose result is a picture like its input and whose loss compares "
      "numbers (l1, l2). All pictures must have as many channels; gray ones make a model that "
      "takes any channel by itself. The model is for sluice denoise; the same pictures, options "
      "and seed give the same bytes, for any number of threads.";
  c.examples = {
      "sluice gray photos/*.png | sluice denoise train --sigma 25 -o dncnn.safetensors",
      "sluice denoise train --set layers=8 --set features=32 --epochs 5 photo.jpg -o "
      "small.safetensors",
      "sluice denoise train --sigma 5..50 --validation 0.1 --log log.jsonl photos/*.png -o "
      "blind.safetensors"};
  DeclareNet(&c, &o->settings);
  c.Custom(
       "--sigma", "S", [o](const std::string& text) { return ParseSigma(text, o); },
       "standard deviation of the noise, in units of 1/255 of full scale; LOW..HIGH: each patch "
       "has "
       "its own")
      .default_text = "25";
  c.Integer("--patch", "N", &o->patches.patch, "learn from patches of NxN pixels", {1, 4096});
  c.Integer("--patches", "N", &o->patch_count, "patches an epoch", {1, 1 << 30});
  DeclareSteps(&c, &o->settings.train);
  DeclareStart(&c, &o->settings, "share of the pictures");
  TrainingLog::DeclareOption(&c, &o->log);
  DeclareReport(&c, &o->report);
  WritesDictionary(&c, [o](Io& io) -> Status {
    SLUICE_ASSIGN_OR_RETURN(const Denoiser denoiser, Train(*o, io));
    SLUICE_ASSIGN_OR_RETURN(const ModelFile file, denoiser.ToFile());
    return file.Write(io.output());
  });
  c.labels = false;
  return c;
}

}  // namespace sluice
