// NAME eval: how often a model is right.
#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "classifiers/evaluation.h"
#include "lib/sink.h"
#include "tools/classifier_command.h"
#include "tools/confusion_picture.h"
#include "tools/io.h"
#include "tools/json.h"
#include "tools/message.h"
#include "tools/trained_model.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct EvalOptions {
  EnsembleOptions models;
  std::vector<std::string> kinds;
  int top = 5;
  std::string confusion;
};

std::string Percent(double share) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.2f %%", 100 * share);
  return text;
}

std::string Padded(const std::string& text, size_t width) {
  return text.size() >= width ? text : std::string(width - text.size(), ' ') + text;
}

std::string Table(const Evaluation& e, const std::vector<std::string>& classes, int top) {
  std::string out = "examples  " + std::to_string(e.count()) + "\n";
  out += "accuracy  " + Percent(e.accuracy()) + "\n";
  out += "error     " + Percent(1 - e.accuracy()) + "\n";
  if (e.classes() > top) {
    out += "top " + std::to_string(top) + "     " + Percent(e.top_accuracy()) + "\n";
  }
  size_t width = 5;
  for (const std::string& name : classes) width = std::max(width, name.size());
  out += "\n" + Padded("class", width) + "  precision     recall         F1  examples\n";
  for (int c = 0; c < e.classes(); ++c) {
    int64_t examples = 0;
    for (int a = 0; a < e.classes(); ++a) examples += e.confusion(c, a);
    out += Padded(EscapeControls(classes[size_t(c)]), width) + "  " +
           Padded(Percent(e.precision(c)), 9) + "  " + Padded(Percent(e.recall(c)), 9) + "  " +
           Padded(Percent(e.f1(c)), 9) + "  " + Padded(std::to_string(examples), 8) + "\n";
  }
  if (e.classes() > 30) return out;  // --confusion draws larger ones
  size_t cell = 3;
  for (int t = 0; t < e.classes(); ++t) {
    cell = std::max(cell, classes[size_t(t)].size());
    for (int a = 0; a < e.classes(); ++a) {
      cell = std::max(cell, std::to_string(e.confusion(t, a)).size());
    }
  }
  cell = std::min<size_t>(cell, 8);
  out += "\nrows: true classes, columns: answers\n" + std::string(width, ' ');
  for (const std::string& name : classes) {
    out += " " + Padded(EscapeControls(name).substr(0, cell), cell);
  }
  out += "\n";
  for (int t = 0; t < e.classes(); ++t) {
    out += Padded(EscapeControls(classes[size_t(t)]), width);
    for (int a = 0; a < e.classes(); ++a) {
      out += " " + Padded(std::to_string(e.confusion(t, a)), cell);
    }
    out += "\n";
  }
  return out;
}

std::string JsonText(const Evaluation& e, const std::vector<std::string>& classes, int top) {
  Json precision = Json::Array();
  Json recall = Json::Array();
  Json f1 = Json::Array();
  Json confusion = Json::Array();
  for (int t = 0; t < e.classes(); ++t) {
    precision.Add(e.precision(t));
    recall.Add(e.recall(t));
    f1.Add(e.f1(t));
    Json row = Json::Array();
    for (int a = 0; a < e.classes(); ++a) row.Add(e.confusion(t, a));
    confusion.Add(row);
  }
  return Json::Object({{"examples", e.count()},
                       {"accuracy", e.accuracy()},
                       {"error", 1 - e.accuracy()},
                       {"top", Json::Object({{"n", top}, {"accuracy", e.top_accuracy()}})},
                       {"mean_recall", e.mean_recall()},
                       {"classes", classes},
                       {"precision", precision},
                       {"recall", recall},
                       {"f1", f1},
                       {"confusion", confusion}})
      .Line();
}

// The place of a frame's label among the model's classes.
Result<int> Truth(const FrameInfo& info, const std::map<std::string, int>& places) {
  const std::string* const label = info.attributes.Find("label");
  const std::string* const name = info.attributes.Find("name");
  const std::string who = name == nullptr || *name == info.path ? "" : *name + ": ";
  if (label == nullptr) {
    return Status::Failed(who + "has no label", "--labels by-folder or a table gives labels");
  }
  const auto found = places.find(*label);
  if (found != places.end()) return found->second;
  return Status::Failed(who + "the model knows no class " + Quoted(*label) + " (of " +
                        std::to_string(places.size()) + ")");
}

Result<Evaluation> Evaluate(const EvalOptions& options, TrainedEnsemble& models, Io& io) {
  const std::vector<std::string>& classes = models.classes();
  std::map<std::string, int> places;
  for (size_t c = 0; c < classes.size(); ++c) places[classes[c]] = int(c);
  Evaluation evaluation(static_cast<int>(classes.size()), options.top);
  Status status;
  constexpr int64_t kBatch = 2048;
  SLUICE_RETURN_IF_ERROR(
      models.ForEachBatch(io, kBatch, false, [&](Batch& batch, const Tensor& scores) {
        for (int64_t i = 0; i < batch.size(); ++i) {
          const Result<int> truth = Truth(batch.infos[size_t(i)], places);
          if (!truth.ok()) {
            io.Fail(batch.infos[size_t(i)], truth.status());
            status = Status::Failed("");
            return false;
          }
          const float* const row = AsMatrix(scores).row(i);
          const Status finite = CheckScores(row, evaluation.classes());
          if (finite.ok()) {
            evaluation.Add(*truth, row);
          } else {
            io.Fail(batch.infos[size_t(i)], finite);
          }
        }
        return true;
      }));
  SLUICE_RETURN_IF_ERROR(status);
  if (evaluation.count() == 0) {
    return Status::Failed(io.failed() ? "" : "expected labelled frames, got none");
  }
  return evaluation;
}

int Run(const EvalOptions& options, Io& io) {
  Result<TrainedEnsemble> models = TrainedEnsemble::Load(options.models, options.kinds);
  const Result<Evaluation> evaluation =
      models.ok() ? Evaluate(options, *models, io) : models.status();
  Status status = evaluation.status();
  if (status.ok() && !options.confusion.empty()) {
    status = WriteConfusionPicture(*evaluation, models->classes(), options.confusion);
  }
  if (!status.ok()) return ReportError("sluice " + io.command().name, status);
  io.Print(io.options().json ? JsonText(*evaluation, models->classes(), options.top)
                             : Table(*evaluation, models->classes(), options.top));
  return io.Finish();
}

Command Eval(const std::string& name, const std::string& summary, std::vector<std::string> kinds) {
  Command c;
  auto* o = c.Own(EvalOptions{});
  o->kinds = std::move(kinds);
  c.name = name;
  c.group = name == "eval" ? "glue" : "learn";
  c.summary = summary;
  c.description =
      "Classifies labelled frames, feature vectors or pictures, and compares with their labels: "
      "accuracy, precision (of the answers for a class, the share that is right), recall (of the "
      "class, the share that is found), F1, and the confusion matrix. A label that the model does "
      "not know is an error. Several models and --views: the mean of scores, as predict gives.";
  c.examples = {"sluice data mnist digits --split test | sluice " + name + " -m m.safetensors",
                "sluice " + name + " -m m.safetensors --labels by-folder test/*/*.png",
                "sluice " + name + " -m a.safetensors -m b.safetensors --views mirror test.pnm",
                "sluice " + name +
                    " -m m.safetensors --json --confusion c.png --labels "
                    "by-folder test/*/*.png"};
  DeclareEnsemble(&c, &o->models);
  c.Integer("--top", "N", &o->top, "also how often the class is among the N best", {1, 1000000});
  c.Text("--confusion", "FILE", &o->confusion, "draw the confusion matrix as a picture");
  c.text = true;
  c.labels = true;
  c.run = [o](Io& io) { return Run(*o, io); };
  return c;
}

}  // namespace

Command MakeEval(const ClassifierFamily& family) {
  return Eval(family.name + " eval", "judge " + family.summary, family.KindList());
}

Command EvalCommand() { return Eval("eval", "judge a model of any kind", {}); }

}  // namespace sluice
