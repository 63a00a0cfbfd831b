#include "classifiers/net_classifier.h"

#include <fnmatch.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <utility>

#include "lib/folds.h"
#include "lib/parallel.h"
#include "nets/net_run.h"
#include "nets/softmax_kernels.h"

namespace sluice {
namespace {

constexpr int64_t kBatch = 64;  // examples that run together

// What describes a net: all that Net::Build takes.
struct NetRecipe {
  std::string text;
  NetOptions options;
};

std::string ValueText(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof(text), value).ptr};
}

void SaveRecipe(const NetRecipe& recipe, const Shape& input, ModelFile* file) {
  file->Set("net", recipe.text);
  file->Set("net_input", ShapeText(input));
  std::vector<std::string> values;
  for (const auto& [name, value] : recipe.options.values) {
    values.push_back(name + "=" + ValueText(value));
  }
  if (!values.empty()) file->SetNames("net_values", values);
}

Result<NetRecipe> LoadRecipe(const ModelFile& file) {
  NetRecipe recipe;
  SLUICE_ASSIGN_OR_RETURN(recipe.text, file.Text("net"));
  SLUICE_ASSIGN_OR_RETURN(const std::string input, file.Text("net_input"));
  SLUICE_ASSIGN_OR_RETURN(recipe.options.input, ParseShape(input));
  if (file.Find("net_values") == nullptr) return recipe;
  SLUICE_ASSIGN_OR_RETURN(const std::vector<std::string> values, file.Names("net_values"));
  for (const std::string& text : values) {
    const size_t equals = text.find('=');
    double value = 0;
    if (equals == std::string::npos ||
        std::from_chars(text.data() + equals + 1, text.data() + text.size(), value).ec !=
            std::errc()) {
      return Status::Failed("model metadata net_values: expected NAME=NUMBER, got " + text);
    }
    recipe.options.values[text.substr(0, equals)] = value;
  }
  return recipe;
}

class NetClassifier : public Classifier {
 public:
  NetClassifier(NetRecipe recipe, Net net, std::vector<float> learnt, std::vector<float> followed)
      : recipe_(std::move(recipe)),
        net_(std::move(net)),
        learnt_(std::move(learnt)),
        followed_(std::move(followed)) {}

  std::string kind() const override { return "net"; }
  int64_t dimensions() const override { return net_.input().count(); }
  bool takes_arrays() const override { return true; }
  int classes() const override { return static_cast<int>(net_.output().count()); }

  std::string score_name() const override { return probabilities() ? "probability" : "score"; }

  Status Scores(ConstMatrix x, Matrix scores) const override {
    NetRun run(net_, learnt_, followed_, false);
    std::vector<float> packed;
    for (int64_t begin = 0; begin < x.rows; begin += kBatch) {
      const int64_t batch = std::min(kBatch, x.rows - begin);
      const float* input = x.row(begin);
      if (x.stride != x.columns) {
        packed.clear();
        for (int64_t i = begin; i < begin + batch; ++i) {
          packed.insert(packed.end(), x.row(i), x.row(i) + x.columns);
        }
        input = packed.data();
      }
      SLUICE_RETURN_IF_ERROR(run.Forward(input, batch));
      for (int64_t i = 0; i < batch; ++i) {
        float* const row = scores.row(begin + i);
        std::copy_n(run.output() + i * scores.columns, scores.columns, row);
        if (probabilities()) Softmax(row, 1, scores.columns, row);
      }
    }
    return Status::Ok();
  }

  Status Save(ModelFile* file) const override {
    SaveRecipe(recipe_, net_.input(), file);
    for (const ParameterSlot& slot : net_.slots()) {
      SLUICE_ASSIGN_OR_RETURN(Tensor tensor, Tensor::Create(slot.parameter.shape));
      std::copy_n((slot.learnt() ? learnt_ : followed_).data() + slot.offset, tensor.size(),
                  tensor.data());
      file->Add(slot.name, std::move(tensor));
    }
    return Status::Ok();
  }

  std::vector<std::string> Describe() const override {
    return {"input: " + ShapeText(net_.input()),
            "layers: " + std::to_string(net_.nodes().size() - 1),
            "parameters: " + std::to_string(net_.parameter_count()),
            "multiply-adds: " + std::to_string(net_.multiply_adds())};
  }

 private:
  bool probabilities() const { return net_.loss().empty() || net_.loss()[0].text == "softmax"; }

  NetRecipe recipe_;
  Net net_;
  // Runs take them as they are changed in training; here nobody changes them.
  mutable std::vector<float> learnt_;
  mutable std::vector<float> followed_;
};

// The numbers of a model file for a net; `skipped`, a node, keeps what it has.
Status ReadNumbers(const ModelFile& file, const Net& net, int skipped, std::vector<float>* learnt,
                   std::vector<float>* followed) {
  for (const ParameterSlot& slot : net.slots()) {
    if (slot.node == skipped) continue;
    SLUICE_ASSIGN_OR_RETURN(const Tensor* const tensor,
                            file.Floats(slot.name, slot.parameter.shape));
    const bool finite = std::all_of(tensor->data(), tensor->data() + tensor->size(),
                                    [](float number) { return std::isfinite(number); });
    if (!finite) return Status::Failed("tensor " + slot.name + ": expected finite numbers");
    std::copy_n(tensor->data(), tensor->size(),
                (slot.learnt() ? learnt : followed)->data() + slot.offset);
  }
  return Status::Ok();
}

// The last node that has parameters.
int LastLearnt(const Net& net) { return net.slots().empty() ? -1 : net.slots().back().node; }

Result<std::vector<bool>> Frozen(const Net& net, const std::vector<std::string>& patterns) {
  std::vector<bool> frozen(net.slots().size(), false);
  for (const std::string& pattern : patterns) {
    bool any = false;
    for (size_t s = 0; s < frozen.size(); ++s) {
      const std::string& name = net.nodes()[size_t(net.slots()[s].node)].name;
      if (fnmatch(pattern.c_str(), name.c_str(), 0) != 0) continue;
      frozen[s] = any = true;
    }
    if (!any) return Status::Usage("--freeze: no layer with parameters is called " + pattern);
  }
  return frozen;
}

// The shape that examples come in: that of the option, of the pictures, or of the net's file.
std::optional<Shape> InputShape(const Examples& examples, const NetClassifierOptions& options) {
  if (options.input || examples.shape.empty()) return options.input;
  Shape shape;
  shape.axes = static_cast<int>(examples.shape.size()) - 1;
  for (int axis = 0; axis < shape.axes; ++axis) {
    shape.size[size_t(FirstAxis(shape) + axis)] = examples.shape[size_t(axis)];
  }
  shape.channels = examples.shape.back();
  return shape;
}

struct Parts {
  Examples train;
  Examples validation;
};

Result<Parts> KeepBack(const Examples& examples, double share) {
  const std::vector<bool> held = StratifiedHoldout(examples.labels, share, 0);
  std::vector<int64_t> train;
  std::vector<int64_t> validation;
  for (size_t i = 0; i < held.size(); ++i) {
    (held[i] ? validation : train).push_back(static_cast<int64_t>(i));
  }
  if (train.empty() || validation.empty()) {
    return Status::Usage("--validation leaves nothing to learn from, or to judge by");
  }
  Parts parts;
  SLUICE_ASSIGN_OR_RETURN(parts.train, SelectExamples(examples, train));
  SLUICE_ASSIGN_OR_RETURN(parts.validation, SelectExamples(examples, validation));
  return parts;
}

NetExamples View(const Examples& examples) {
  if (examples.count() == 0) return {};
  return {examples.matrix(), examples.labels.data()};
}

void Tell(const TrainProgress& progress, const NetEpoch& epoch) {
  if (!progress.on_value) return;
  progress.on_value("accuracy", epoch.accuracy);
  if (epoch.validated) {
    progress.on_value("validation_loss", epoch.validation_loss);
    progress.on_value("validation_accuracy", epoch.validation_accuracy);
  }
  progress.on_value("rate", epoch.rate);
  progress.on_value("seconds", epoch.seconds);
}

Result<NetState> Begin(const Net& net, const NetClassifierOptions& options) {
  if (!options.checkpoint.empty()) {
    const Result<ModelFile> file = ModelFile::Load(options.checkpoint);
    if (file.ok()) {
      Result<NetState> state = NetState::FromFile(*file, net);
      if (!state.ok()) return state.status().WithContext(options.checkpoint);
      return state;
    }
    // The first epoch's checkpoint is still to be written; anything else is an error then.
  }
  NetState state = NewNetState(net, options.train.seed);
  if (options.initial != nullptr) {
    SLUICE_RETURN_IF_ERROR(ReadNumbers(*options.initial, net,
                                       options.replace_head ? LastLearnt(net) : -1, &state.learnt,
                                       &state.followed)
                               .WithContext("--init"));
  }
  return state;
}

}  // namespace

Result<std::unique_ptr<Classifier>> TrainNetClassifier(const Examples& examples,
                                                       const NetClassifierOptions& options,
                                                       const TrainProgress& progress) {
  NetRecipe recipe{options.text, {}};
  recipe.options.input = InputShape(examples, options);
  recipe.options.values = options.values;
  recipe.options.auxiliary = true;
  recipe.options.classes = static_cast<int>(examples.classes.size());
  SLUICE_ASSIGN_OR_RETURN(const Net net, Net::Build(recipe.text, recipe.options));
  if (net.input().count() != examples.dimensions()) {
    return Status::Failed("the net takes inputs of " + ShapeText(net.input()) + ", that is " +
                              std::to_string(net.input().count()) + " numbers; the examples have " +
                              std::to_string(examples.dimensions()),
                          "--size resizes pictures, --input says what shape numbers have");
  }
  if (net.output().count() != int64_t(examples.classes.size())) {
    return Status::Failed("the net gives " + ShapeText(net.output()) + " results, the data have " +
                              std::to_string(examples.classes.size()) + " classes",
                          "param classes 10 in a net file is set to their number");
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<bool> frozen, Frozen(net, options.frozen));
  SLUICE_ASSIGN_OR_RETURN(NetState state, Begin(net, options));
  Parts parts;
  if (options.validation > 0) {
    SLUICE_ASSIGN_OR_RETURN(parts, KeepBack(examples, options.validation));
  }
  Status saved;
  const auto on_epoch = [&](const NetEpoch& epoch, const NetState& now) {
    Tell(progress, epoch);
    if (!options.checkpoint.empty()) {
      const Result<ModelFile> file = now.ToFile();
      saved = file.ok() ? file->Save(options.checkpoint) : file.status();
    }
    return saved.ok() && (!progress.on_epoch || progress.on_epoch(epoch.epoch, epoch.loss));
  };
  SLUICE_RETURN_IF_ERROR(TrainNet(net, View(options.validation > 0 ? parts.train : examples),
                                  View(parts.validation), options.train, frozen, &state,
                                  {on_epoch, progress.on_fraction}));
  SLUICE_RETURN_IF_ERROR(saved);
  for (const std::vector<float>* numbers : {&state.learnt, &state.followed}) {
    // The loss was finite before the last step; the numbers must be after it.
    const bool finite = std::all_of(numbers->begin(), numbers->end(),
                                    [](float number) { return std::isfinite(number); });
    if (!finite) {
      return Status::Failed("training diverged: a number of the net is not finite",
                            "a lower rate, or --clip 1, may help");
    }
  }

  // Without the parts that only help training.
  recipe.options.auxiliary = false;
  recipe.options.input = net.input();
  SLUICE_ASSIGN_OR_RETURN(Net used, Net::Build(recipe.text, recipe.options));
  std::vector<float> learnt(used.learnt());
  std::vector<float> followed(used.followed());
  std::map<std::string, const ParameterSlot*> slots;
  for (const ParameterSlot& slot : net.slots()) slots[slot.name] = &slot;
  for (const ParameterSlot& slot : used.slots()) {
    const ParameterSlot& from = *slots.at(slot.name);
    std::copy_n((slot.learnt() ? state.learnt : state.followed).data() + from.offset,
                slot.parameter.count(), (slot.learnt() ? learnt : followed).data() + slot.offset);
  }
  return std::unique_ptr<Classifier>(std::make_unique<NetClassifier>(
      std::move(recipe), std::move(used), std::move(learnt), std::move(followed)));
}

Result<Net> NetOfModel(const ModelFile& file, const NetOptions& instead) {
  SLUICE_ASSIGN_OR_RETURN(NetRecipe recipe, LoadRecipe(file));
  if (instead.input) recipe.options.input = instead.input;
  for (const auto& [name, value] : instead.values) recipe.options.values[name] = value;
  recipe.options.auxiliary = instead.auxiliary;
  SLUICE_ASSIGN_OR_RETURN(const std::vector<std::string> classes, file.Names("classes"));
  recipe.options.classes = static_cast<int>(classes.size());
  Result<Net> net = Net::Build(recipe.text, recipe.options);
  if (!net.ok()) return net.status().WithContext("net");
  return net;
}

Result<std::unique_ptr<Classifier>> LoadNet(const ModelFile& file, int classes) {
  SLUICE_ASSIGN_OR_RETURN(NetRecipe recipe, LoadRecipe(file));
  recipe.options.classes = classes;
  SLUICE_ASSIGN_OR_RETURN(Net net, Net::Build(recipe.text, recipe.options));
  if (net.output().count() != classes) {
    return Status::Failed("the net gives " + ShapeText(net.output()) + " results, the model has " +
                          std::to_string(classes) + " classes");
  }
  std::vector<float> learnt(net.learnt());
  std::vector<float> followed(net.followed());
  SLUICE_RETURN_IF_ERROR(ReadNumbers(file, net, -1, &learnt, &followed));
  return std::unique_ptr<Classifier>(std::make_unique<NetClassifier>(
      std::move(recipe), std::move(net), std::move(learnt), std::move(followed)));
}

}  // namespace sluice
