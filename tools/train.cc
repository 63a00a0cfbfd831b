// NAME train: learns a classifier from labelled feature vectors.
#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/evaluation.h"
#include "classifiers/model.h"
#include "classifiers/net_classifier.h"
#include "lib/folds.h"
#include "tools/classifier_command.h"
#include "tools/filter_chain.h"
#include "tools/io.h"
#include "tools/message.h"
#include "tools/report.h"
#include "tools/report_model.h"
#include "tools/training_log.h"
#include "tools/values.h"
#include "tools/vectors.h"

namespace sluice {
namespace {

struct TrainOptions {
  std::string preprocess;
  std::string log;
  std::string report;
  PictureInput pictures;
  float holdout = 0;
};

// The share of `examples` that the model classifies rightly.
Result<double> Accuracy(const Model& model, const Examples& examples) {
  SLUICE_ASSIGN_OR_RETURN(const Tensor scores, model.Scores(examples.matrix()));
  Evaluation evaluation(static_cast<int>(model.classes.size()));
  const ConstMatrix rows = AsMatrix(scores);
  for (int64_t i = 0; i < rows.rows; ++i) evaluation.Add(examples.labels[size_t(i)], rows.row(i));
  return evaluation.accuracy();
}

// The dictionaries that describe the pictures go into the model, so that it needs no other file.
// Vectors alone can be classified without them: a dictionary that can't be read is no failure.
ModelFiles ReadDictionaries(const std::string& features, const Io& io) {
  if (features.empty()) return {};
  const Result<FilterChain> chain = FilterChain::FromText(features, std::nullopt);
  const Result<ModelFiles> files =
      chain.ok() ? chain->Dictionaries() : Result<ModelFiles>(chain.status());
  if (files.ok()) return *files;
  if (!io.options().quiet) {
    PrintNote("sluice " + io.command().name,
              "the model can't describe pictures itself: " + files.status().message());
  }
  return {};
}

// The examples that a report judges by: those held out, else those that epochs were judged by, else
// the first of those learnt from.
Status ReportModel(const Model& model, const Trainer& trainer, const Examples& held_out,
                   const Examples& learnt, const Io& io, Report* report) {
  constexpr int64_t kEnough = 5000;
  Examples other;
  std::string kind = "held out";
  if (held_out.count() == 0 && trainer.judged) {
    SLUICE_ASSIGN_OR_RETURN(other, trainer.judged(learnt));
    kind = "kept back";
  }
  if (held_out.count() == 0 && other.count() == 0) {
    std::vector<int64_t> rows(static_cast<size_t>(std::min(kEnough, learnt.count())));
    std::iota(rows.begin(), rows.end(), 0);
    SLUICE_ASSIGN_OR_RETURN(other, SelectExamples(learnt, rows));
    kind = "learnt from";
  }
  const Examples& judged = held_out.count() > 0 ? held_out : other;
  report->judged = std::to_string(judged.count()) + " examples " + kind;
  Tensor scores;
  if (held_out.count() > 0) {
    SLUICE_ASSIGN_OR_RETURN(scores, model.Scores(judged.matrix()));
  } else {  // these are preprocessed
    SLUICE_ASSIGN_OR_RETURN(scores,
                            Tensor::Create({judged.count(), int64_t(judged.classes.size())}));
    SLUICE_RETURN_IF_ERROR(model.classifier->Scores(judged.matrix(), AsMatrix(scores)));
  }
  SLUICE_RETURN_IF_ERROR(
      ReportScores(judged, AsMatrix(scores), model.classifier->score_name(), report));
  const auto* const net = dynamic_cast<const NetClassifier*>(model.classifier.get());
  return net == nullptr ? Status::Ok() : ReportNet(net->trained(), io, report);
}

Result<Model> Train(const TrainOptions& options, const Trainer& trainer, Io& io) {
  if (trainer.check) SLUICE_RETURN_IF_ERROR(trainer.check());
  SLUICE_ASSIGN_OR_RETURN(LabelledVectors read, ReadLabelledVectors(io, options.pictures));
  SLUICE_RETURN_IF_ERROR(CheckTrainable(read.examples));
  Model model;
  model.classes = read.examples.classes;
  model.features = read.features;
  model.dictionaries = ReadDictionaries(read.features, io);
  model.notes["examples"] = std::to_string(read.examples.count());
  model.notes["data"] = Digest(read.examples);
  model.notes["options"] = GivenOptions(io.command());

  Examples held_out;
  if (options.holdout > 0) {
    const std::vector<bool> held =
        StratifiedHoldout(read.examples.labels, double(options.holdout), 0);
    std::vector<int64_t> train;
    std::vector<int64_t> test;
    for (size_t i = 0; i < held.size(); ++i) {
      (held[i] ? test : train).push_back(static_cast<int64_t>(i));
    }
    if (test.empty() || train.empty()) {
      return Status::Usage(std::string("--holdout leaves nothing to ") +
                           (test.empty() ? "judge by" : "learn from"));
    }
    SLUICE_ASSIGN_OR_RETURN(held_out, SelectExamples(read.examples, test));
    SLUICE_ASSIGN_OR_RETURN(read.examples, SelectExamples(read.examples, train));
    SLUICE_RETURN_IF_ERROR(CheckTrainable(read.examples));
  }
  SLUICE_ASSIGN_OR_RETURN(model.preprocessing,
                          Preprocessing::Learn(options.preprocess, read.examples.matrix()));
  if (!model.preprocessing.empty()) {
    SLUICE_ASSIGN_OR_RETURN(read.examples.features,
                            model.preprocessing.Apply(read.examples.matrix()));
  }

  TrainingLog log;
  SLUICE_RETURN_IF_ERROR(log.Open(options.log, &io));
  ReportFile report(options.report);
  report.report().title = io.command().name;
  report.report().facts = {{"options", model.notes["options"]},
                           {"examples", model.notes["examples"]},
                           {"classes", std::to_string(model.classes.size())},
                           {"data", model.notes["data"]}};
  SLUICE_RETURN_IF_ERROR(report.Follow(&log));
  SLUICE_ASSIGN_OR_RETURN(model.classifier, trainer(read.examples, log.Listener()));
  SLUICE_RETURN_IF_ERROR(log.Close());
  if (report.wanted()) {
    SLUICE_RETURN_IF_ERROR(
        ReportModel(model, trainer, held_out, read.examples, io, &report.report()));
    SLUICE_RETURN_IF_ERROR(report.Finish());
  }
  if (held_out.count() > 0) {
    SLUICE_ASSIGN_OR_RETURN(const double accuracy, Accuracy(model, held_out));
    model.notes["accuracy"] =
        FormatNumber(accuracy) + " on " + std::to_string(held_out.count()) + " examples held out";
  }
  return model;
}

int Run(const TrainOptions& options, const Trainer& trainer, Io& io) {
  const std::string program = "sluice " + io.command().name;
  const Result<Model> model = Train(options, trainer, io);
  Result<ModelFile> file = model.ok() ? model->ToFile() : model.status();
  Status status = file.ok() ? file->Write(io.output()) : file.status();
  if (!status.ok()) return ReportError(program, status);
  if (io.options().verbose) {
    const auto accuracy = model->notes.find("accuracy");
    PrintNote(program,
              model->notes.at("examples") + " examples, " +
                  std::to_string(model->preprocessing.inputs()) + " numbers, " +
                  std::to_string(model->classes.size()) + " classes" +
                  (accuracy == model->notes.end() ? "" : "; accuracy " + accuracy->second));
  }
  return io.Finish();
}

}  // namespace

Command MakeTrain(const ClassifierFamily& family) {
  Command c;
  auto* o = c.Own(TrainOptions{});
  auto* trainer = c.Own(Trainer{});
  o->preprocess = family.preprocess;
  o->pictures.taken = family.pictures;
  c.name = family.name + " train";
  c.group = "learn";
  c.summary = "train " + family.summary;
  c.description = family.description +
                  "\n\nReads labelled feature vectors (sluice pixels, hog, texture, ... or sluice "
                  "data csv) and writes a model: a safetensors file with all that predict and eval "
                  "need, the preprocessing and the command that described the pictures included. "
                  "The same data, options and seed give the same bytes, for any number of threads.";
  c.examples = family.examples;
  *trainer = family.options(&c);
  if (family.pictures) PictureSizeOption(&c, &o->pictures);
  c.Custom(
       "--preprocess", "STEPS",
       [o](const std::string& text) {
         o->preprocess = text == "none" ? "" : text;
         return Preprocessing::Check(o->preprocess);
       },
       "done to each vector first, learnt from the training examples alone and kept in the model: "
       "mean, standardize, minmax, pca[:N|:P%], pca-whiten[:N], zca, l2, root, with commas between "
       "them; none")
      .default_text = family.preprocess.empty() ? "none" : family.preprocess;
  c.Share("--holdout", "P", &o->holdout,
          "keep a share of each class back and note the accuracy on it in the model", {0, 0.9});
  TrainingLog::DeclareOption(&c, &o->log);
  DeclareReport(&c, &o->report);
  c.text = true;
  c.json = false;
  c.labels = true;
  c.binary_text = true;
  c.run = [o, trainer](Io& io) { return Run(*o, *trainer, io); };
  return c;
}

}  // namespace sluice
