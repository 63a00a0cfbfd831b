// NAME tune: looks for the options that classify best, by cross-validation.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/evaluation.h"
#include "classifiers/model.h"
#include "lib/folds.h"
#include "lib/random.h"
#include "tools/classifier_command.h"
#include "tools/io.h"
#include "tools/json.h"
#include "tools/message.h"
#include "tools/search_space.h"
#include "tools/values.h"
#include "tools/vectors.h"

namespace sluice {
namespace {

struct TuneOptions {
  std::string preprocess;
  PictureInput pictures;
  std::vector<SearchRange> ranges;
  SearchOptions search;
  int folds = 5;
  int repeats = 1;
  uint64_t fold_seed = 0;
};

// One setting and how it did on the parts held out.
struct Trial {
  Setting setting;
  std::vector<double> accuracies;
  std::string failure;  // why it could not be trained; empty: it was

  double mean() const {
    double sum = 0;
    for (const double accuracy : accuracies) sum += accuracy;
    return accuracies.empty() ? -1 : sum / double(accuracies.size());
  }
  double deviation() const {
    if (accuracies.size() < 2) return 0;
    double sum = 0;
    for (const double accuracy : accuracies) sum += (accuracy - mean()) * (accuracy - mean());
    return std::sqrt(sum / double(accuracies.size() - 1));
  }
};

// One part of the data to learn from, the other to judge by, both preprocessed.
struct Part {
  Examples train;
  Examples test;
};

Result<Part> MakePart(const Examples& all, const std::vector<int>& fold_of, int fold, int folds,
                      const std::string& preprocess) {
  std::vector<int64_t> train;
  std::vector<int64_t> test;
  for (size_t i = 0; i < fold_of.size(); ++i) {
    (fold_of[i] == fold ? test : train).push_back(static_cast<int64_t>(i));
  }
  Part part;
  SLUICE_ASSIGN_OR_RETURN(part.train, SelectExamples(all, train));
  SLUICE_ASSIGN_OR_RETURN(part.test, SelectExamples(all, test));
  const Status trainable = CheckTrainable(part.train);
  if (!trainable.ok()) {
    return trainable.WithContext("without part " + std::to_string(fold + 1) + " of --folds " +
                                 std::to_string(folds));
  }
  if (preprocess.empty()) return part;
  SLUICE_ASSIGN_OR_RETURN(const Preprocessing learnt,
                          Preprocessing::Learn(preprocess, part.train.matrix()));
  SLUICE_ASSIGN_OR_RETURN(part.train.features, learnt.Apply(part.train.matrix()));
  SLUICE_ASSIGN_OR_RETURN(part.test.features, learnt.Apply(part.test.matrix()));
  return part;
}

Result<double> Accuracy(const Part& part, const Trainer& trainer) {
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<Classifier> classifier, trainer(part.train, {}));
  SLUICE_ASSIGN_OR_RETURN(Tensor scores,
                          Tensor::Create({part.test.count(), classifier->classes()}));
  SLUICE_RETURN_IF_ERROR(classifier->Scores(part.test.matrix(), AsMatrix(scores)));
  Evaluation evaluation(classifier->classes());
  for (int64_t i = 0; i < part.test.count(); ++i) {
    evaluation.Add(part.test.labels[size_t(i)], AsMatrix(scores).row(i));
  }
  return evaluation.accuracy();
}

// Tries settings on all parts; what was tried before is not tried again.
class Tuner {
 public:
  Tuner(Command* command, const TuneOptions& options, const Trainer& trainer,
        const std::vector<Part>& parts)
      : command_(command), options_(options), trainer_(trainer), parts_(parts) {}

  Status Try(const std::vector<Setting>& settings) {
    for (const Setting& setting : settings) {
      const bool known = std::any_of(trials_.begin(), trials_.end(),
                                     [&](const Trial& t) { return t.setting == setting; });
      if (known) continue;
      Trial trial{setting, {}, ""};
      SLUICE_RETURN_IF_ERROR(ApplySetting(setting, options_.ranges, command_));
      for (const Part& part : parts_) {
        const Result<double> accuracy = Accuracy(part, trainer_);
        if (!accuracy.ok()) {
          if (accuracy.status().is_usage()) return accuracy.status();
          trial.failure = accuracy.status().message();
          trial.accuracies.clear();
          break;
        }
        trial.accuracies.push_back(*accuracy);
      }
      trials_.push_back(std::move(trial));
    }
    return Status::Ok();
  }

  // The best first; of equal ones, the one tried first.
  std::vector<Trial> Ranked() const {
    std::vector<Trial> ranked = trials_;
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Trial& a, const Trial& b) { return a.mean() > b.mean(); });
    return ranked;
  }

 private:
  Command* command_;
  const TuneOptions& options_;
  const Trainer& trainer_;
  const std::vector<Part>& parts_;
  std::vector<Trial> trials_;
};

Result<std::vector<Trial>> Tune(Command* command, const TuneOptions& options,
                                const Trainer& trainer, Io& io) {
  if (options.ranges.empty()) {
    return Status::Usage("--vary is needed", "for example --vary c=0.01..100");
  }
  SLUICE_ASSIGN_OR_RETURN(const LabelledVectors read, ReadLabelledVectors(io, options.pictures));
  SLUICE_RETURN_IF_ERROR(CheckTrainable(read.examples));
  if (options.folds > read.examples.count()) {
    return Status::Usage("--folds: expected at most the number of examples, " +
                         std::to_string(read.examples.count()) + ", got " +
                         std::to_string(options.folds));
  }
  std::vector<Part> parts;
  for (int repeat = 0; repeat < options.repeats; ++repeat) {
    const std::vector<int> fold_of =
        StratifiedFolds(read.examples.labels, options.folds, options.fold_seed + uint64_t(repeat));
    for (int fold = 0; fold < options.folds; ++fold) {
      SLUICE_ASSIGN_OR_RETURN(
          Part part, MakePart(read.examples, fold_of, fold, options.folds, options.preprocess));
      parts.push_back(std::move(part));
    }
  }
  Tuner tuner(command, options, trainer, parts);
  std::vector<SearchRange> ranges = options.ranges;
  for (int round = 0; round <= options.search.refinements; ++round) {
    SLUICE_RETURN_IF_ERROR(tuner.Try(Settings(ranges, options.search, round)));
    const std::vector<Trial> ranked = tuner.Ranked();
    if (ranked.front().accuracies.empty()) return Status::Failed(ranked.front().failure);
    ranges = Narrowed(ranges, ranked.front().setting);
  }
  return tuner.Ranked();
}

std::string TextTable(const std::vector<Trial>& trials, const std::vector<SearchRange>& ranges) {
  std::string out;
  char cell[64];
  for (const SearchRange& range : ranges) {
    std::snprintf(cell, sizeof(cell), "%14s", range.option.c_str());
    out += cell;
  }
  out += "   accuracy  deviation\n";
  for (const Trial& trial : trials) {
    for (const std::string& value : trial.setting) {
      std::snprintf(cell, sizeof(cell), "%14s", value.substr(0, 40).c_str());
      out += cell;
    }
    if (trial.accuracies.empty()) {
      out += "   failed: " + EscapeControls(trial.failure) + "\n";
      continue;
    }
    std::snprintf(cell, sizeof(cell), "  %7.2f %%  %7.2f %%\n", 100 * trial.mean(),
                  100 * trial.deviation());
    out += cell;
  }
  out += "\nbest:";
  for (size_t i = 0; i < ranges.size(); ++i) {
    out += " --" + ranges[i].option + " " + trials.front().setting[i];
  }
  return out + "\n";
}

std::string JsonText(const std::vector<Trial>& trials, const std::vector<SearchRange>& ranges) {
  Json json;
  const auto setting = [&](const Trial& trial) {
    Json object = Json::Object();
    for (size_t i = 0; i < ranges.size(); ++i) object.Set(ranges[i].option, trial.setting[i]);
    return object;
  };
  json.Set("best", setting(trials.front()));
  json.Set("accuracy", trials.front().mean());
  Json rows = Json::Array();
  for (const Trial& trial : trials) {
    Json row = setting(trial);
    row.Set("accuracy", trial.mean());
    row.Set("deviation", trial.deviation());
    if (!trial.failure.empty()) row.Set("failure", trial.failure);
    rows.Add(std::move(row));
  }
  return json.Set("trials", rows).Line();
}

int Run(Command* command, const TuneOptions& options, const Trainer& trainer, Io& io) {
  const Result<std::vector<Trial>> trials = Tune(command, options, trainer, io);
  if (!trials.ok()) return ReportError("sluice " + command->name, trials.status());
  io.Print(io.options().json ? JsonText(*trials, options.ranges)
                             : TextTable(*trials, options.ranges));
  return io.Finish();
}

}  // namespace

Command MakeTune(const ClassifierFamily& family) {
  Command c;
  auto* o = c.Own(TuneOptions{});
  auto* trainer = c.Own(Trainer{});
  // A copy of the training options whose values the search sets; they share what they write to.
  auto* varied = c.Own(Command{});
  o->preprocess = family.preprocess;
  o->pictures.taken = family.pictures;
  c.name = family.name + " tune";
  c.group = "learn";
  c.summary = "find the best options of " + family.summary;
  c.description =
      "Trains with many settings of the options that --vary names and judges each by "
      "cross-validation: the examples are split into --folds parts of the same mixture of classes, "
      "and each part is classified by what was learnt from the others, preprocessing included.\n"
      "A range LO..HI is searched at --points places, in equal ratios if LO is above 0 (else in "
      "equal steps; LO..HI:linear asks for these), or at --trials random places with --search "
      "random. Each of --refine rounds then looks closer around the best so far.\n"
      "The table has the mean accuracy of each setting and its standard deviation over the parts; "
      "the best is written so that it can be given to train.";
  c.examples = {"sluice data mnist digits --split train --take 5000 | sluice pixels | sluice " +
                    family.name + " tune --vary " + family.vary,
                "sluice " + family.name + " tune --folds 10 --refine 2 --vary " + family.vary +
                    " vectors.npy",
                "sluice texture bricks/*/*.png --labels by-folder | sluice " + family.name +
                    " tune --json --vary " + family.vary};
  *trainer = family.options(&c);
  if (family.pictures) PictureSizeOption(&c, &o->pictures);
  varied->name = c.name;
  varied->options = c.options;
  c.Custom(
       "--vary", "NAME=VALUES",
       [o, varied](const std::string& text) -> Status {
         SLUICE_ASSIGN_OR_RETURN(SearchRange range, ParseSearchRange(text, *varied));
         for (const SearchRange& other : o->ranges) {
           if (other.option == range.option) {
             return Status::Usage("expected each option once, got " + range.option + " again");
           }
         }
         o->ranges.push_back(std::move(range));
         return Status::Ok();
       },
       "an option of train and its values: A,B,C or LO..HI; again for more options")
      .repeatable = true;
  c.Choice("--search", {"grid", "random"}, &o->search.method, "all combinations, or random ones");
  c.Integer("--points", "N", &o->search.points, "values of each range on a grid", {2, 1000});
  c.Integer("--trials", "N", &o->search.trials, "random settings a round", {1, 100000});
  c.Integer("--refine", "N", &o->search.refinements, "rounds around the best", {0, 20});
  c.Integer("--folds", "K", &o->folds, "parts of the cross-validation", {2, 1000});
  c.Integer("--repeats", "N", &o->repeats, "repeat it with other parts", {1, 1000});
  c.Unsigned("--fold-seed", "N", &o->fold_seed, "which parts, and which random settings");
  c.Custom(
       "--preprocess", "STEPS",
       [o](const std::string& text) {
         o->preprocess = text == "none" ? "" : text;
         return Preprocessing::Check(o->preprocess);
       },
       "as for train; learnt anew for each part")
      .default_text = family.preprocess.empty() ? "none" : family.preprocess;
  c.text = true;
  c.labels = true;
  c.run = [o, trainer, varied](Io& io) {
    o->search.seed = o->fold_seed;
    return Run(varied, *o, *trainer, io);
  };
  return c;
}

}  // namespace sluice
