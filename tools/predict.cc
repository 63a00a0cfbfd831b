// predict: what a model says about each frame.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tools/classifier_command.h"
#include "tools/io.h"
#include "tools/json.h"
#include "tools/message.h"
#include "tools/sliding.h"
#include "tools/trained_model.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct PredictOptions {
  EnsembleOptions models;
  std::vector<std::string> kinds;
  int batch = 256;
  int top = 1;
  bool label = false;
  SlideOptions slide;
};

std::string NameOf(const FrameInfo& info) {
  const std::string* const name = info.attributes.Find("name");
  return name == nullptr ? std::to_string(info.index) : *name;
}

// The places of the `top` greatest scores, greatest first; the first of equal ones.
std::vector<int> Best(const float* scores, int classes, int top) {
  std::vector<int> order(static_cast<size_t>(classes));
  for (int c = 0; c < classes; ++c) order[size_t(c)] = c;
  const auto end = order.begin() + std::min(top, classes);
  std::partial_sort(order.begin(), end, order.end(), [scores](int a, int b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  });
  order.erase(end, order.end());
  return order;
}

std::string TextLine(const std::vector<std::string>& classes, const std::string& name,
                     const std::vector<int>& best, const float* scores) {
  std::string line = EscapeControls(name);
  for (const int c : best) {
    line += "\t" + EscapeControls(classes[size_t(c)]) + "\t" + FormatNumber(scores[c]);
  }
  return line + "\n";
}

std::string JsonLine(const std::vector<std::string>& classes, const std::string& name,
                     const std::vector<int>& best, const float* scores) {
  Json all = Json::Object();
  for (size_t c = 0; c < classes.size(); ++c) all.Set(classes[c], Json::Float(scores[c]));
  return Json::Object({{"name", name},
                       {"class", classes[size_t(best.front())]},
                       {"score", Json::Float(scores[best.front()])},
                       {"scores", all}})
      .Line();
}

// Writes what is said about the frames of a batch. Returns whether to go on.
bool Say(const PredictOptions& options, const std::vector<std::string>& classes,
         const Tensor& scores, Batch* batch, Io& io) {
  for (int64_t i = 0; i < batch->size(); ++i) {
    const float* const row = AsMatrix(scores).row(i);
    const auto count = static_cast<int>(classes.size());
    const Status status = CheckScores(row, count);
    if (!status.ok()) {
      io.Fail(batch->infos[size_t(i)], status);
      continue;
    }
    const std::vector<int> best = Best(row, count, std::max(1, options.top));
    const std::string name = NameOf(batch->infos[size_t(i)]);
    if (options.label) {
      Frame frame = std::move(batch->frames[size_t(i)]);
      frame.info().attributes = batch->infos[size_t(i)].attributes;
      frame.info().attributes.Set("label", classes[size_t(best.front())]);
      if (!io.Write(std::move(frame))) return false;
    } else if (!io.Print(io.options().json ? JsonLine(classes, name, best, row)
                                           : TextLine(classes, name, best, row))) {
      return false;
    }
  }
  return true;
}

Status Slide(const PredictOptions& options, Io& io) {
  if (options.label || options.top != 1 || options.models.views != Views::kWhole ||
      options.models.paths.size() > 1) {
    return Status::Usage("--slide takes one model, and no --label, --top or --views");
  }
  const std::string path = options.models.paths.empty() ? "" : options.models.paths[0];
  SLUICE_ASSIGN_OR_RETURN(const Model model, LoadModel(path, options.kinds));
  return WriteMaps(options.slide, model, io).WithContext(path);
}

int Run(const PredictOptions& options, Io& io) {
  const std::string program = "sluice " + io.command().name;
  if (options.slide.slide) {
    const Status status = Slide(options, io);
    return status.ok() ? io.Finish() : ReportError(program, status);
  }
  if (options.slide.stride > 0 || options.slide.scores) {
    return ReportError(program, Status::Usage("--stride and --scores go with --slide"));
  }
  Result<TrainedEnsemble> models = TrainedEnsemble::Load(options.models, options.kinds);
  if (!models.ok()) return ReportError(program, models.status());
  const Status status = models->ForEachBatch(
      io, options.batch, options.label, [&](Batch& batch, const Tensor& scores) {
        return Say(options, models->classes(), scores, &batch, io);
      });
  if (!status.ok()) io.Fail(status);
  return io.Finish();
}

Command Predict(const std::string& name, const std::string& summary,
                std::vector<std::string> kinds) {
  const bool nets = kinds.empty() || kinds[0] == "net";
  Command c;
  auto* o = c.Own(PredictOptions{});
  o->kinds = std::move(kinds);
  c.name = name;
  c.group = name == "predict" ? "glue" : "learn";
  c.summary = summary;
  c.description =
      "One line a frame: its name, the class, the score, with tabs between them. Takes feature "
      "vectors, and also pictures: they are described as the model's training pictures were. "
      "What scores are depends on the kind of model: probabilities, margins, shares of votes.\n"
      "Several models, -m a -m b, answer together: the scores are the means of theirs. They must "
      "have the same classes in the same order and one kind of scores, each describes pictures in "
      "its own way. --views takes the mean over views of each picture as well: crops are of the "
      "size that a net takes where it takes pictures as they are (sluice resize --size 256x before "
      "it), else seven eighths of each side.\n"
      "With --label each frame is passed on with its class as its label, so that the pipe goes "
      "on. Frames are classified in batches; --batch 1 answers each frame at once.";
  c.examples = {"sluice data mnist digits --split test | sluice " + name + " -m m.safetensors",
                "sluice " + name + " -m m.safetensors --top 3 photo.png",
                "sluice " + name + " -m a.safetensors -m b.safetensors --views mirror new/*.png",
                "sluice " + name + " -m m.safetensors new/*.png > classes.tsv"};
  if (nets) {
    c.description += std::string("\n") + kSlideDescription;
    c.examples.push_back("sluice " + name + " -m m.safetensors --slide scan.png -o classes.png");
  }
  DeclareEnsemble(&c, &o->models);
  c.Integer("--top", "N", &o->top, "the N best classes, best first", {1, 1000000});
  c.Flag("--label", &o->label, "pass frames on with the class as their label");
  c.Integer("--batch", "N", &o->batch, "frames that are classified together", {1, 65536});
  if (nets) DeclareSlide(&c, &o->slide);
  c.text = true;
  c.labels = true;
  c.frames_instead = [o] { return o->label || o->slide.slide; };
  c.run = [o](Io& io) { return Run(*o, io); };
  return c;
}

}  // namespace

Command MakePredict(const ClassifierFamily& family) {
  return Predict(family.name + " predict", "classify with " + family.summary, family.KindList());
}

Command PredictCommand() { return Predict("predict", "classify with a model of any kind", {}); }

}  // namespace sluice
