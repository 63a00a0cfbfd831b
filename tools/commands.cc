#include "tools/commands.h"

#include <algorithm>
#include <utility>

#include "tools/classifier_command.h"
#include "tools/data_command.h"
#include "tools/suggest.h"

namespace sluice {

// One line a command, sorted by name: X(name, Function).
#define SLUICE_COMMANDS(X)                \
  X("bank", BankCommand)                  \
  X("bilateral", BilateralCommand)        \
  X("bow", BowCommand)                    \
  X("bow train", BowTrainCommand)         \
  X("box", BoxCommand)                    \
  X("canny", CannyCommand)                \
  X("cat", CatCommand)                    \
  X("compare", CompareCommand)            \
  X("convert", ConvertCommand)            \
  X("convolve", ConvolveCommand)          \
  X("crop", CropCommand)                  \
  X("data info", DataInfoCommand)         \
  X("denoise", DenoiseCommand)            \
  X("denoise train", DenoiseTrainCommand) \
  X("derivative", DerivativeCommand)      \
  X("embed", EmbedCommand)                \
  X("eval", EvalCommand)                  \
  X("flip", FlipCommand)                  \
  X("gaussian", GaussianCommand)          \
  X("gist", GistCommand)                  \
  X("gray", GrayCommand)                  \
  X("hog", HogCommand)                    \
  X("info", InfoCommand)                  \
  X("inspect", InspectCommand)            \
  X("laplacian", LaplacianCommand)        \
  X("lbp", LbpCommand)                    \
  X("median", MedianCommand)              \
  X("montage", MontageCommand)            \
  X("morph", MorphCommand)                \
  X("net info", NetInfoCommand)           \
  X("noise", NoiseCommand)                \
  X("normalize", NormalizeCommand)        \
  X("pad", PadCommand)                    \
  X("percentile", PercentileCommand)      \
  X("pixels", PixelsCommand)              \
  X("pool", PoolCommand)                  \
  X("predict", PredictCommand)            \
  X("resize", ResizeCommand)              \
  X("rotate", RotateCommand)              \
  X("run", RunCommand)                    \
  X("scharr", ScharrCommand)              \
  X("sharpen", SharpenCommand)            \
  X("show", ShowCommand)                  \
  X("sift", SiftCommand)                  \
  X("sobel", SobelCommand)                \
  X("stats", StatsCommand)                \
  X("synth", SynthCommand)                \
  X("texton train", TextonCommand)        \
  X("texture", TextureCommand)            \
  X("threshold", ThresholdCommand)

// Kinds of data sets, sorted by name.
#define SLUICE_DATA_KINDS(X)         \
  X("data cifar10", Cifar10Kind)     \
  X("data cifar100", Cifar100Kind)   \
  X("data csv", CsvKind)             \
  X("data folders", FoldersKind)     \
  X("data labelmaps", LabelMapsKind) \
  X("data libsvm", LibsvmKind)       \
  X("data list", ListKind)           \
  X("data mnist", MnistKind)         \
  X("data ucr", UcrKind)             \
  X("data voc", VocKind)             \
  X("data volume", VolumeKind)

// Kinds of classifiers, each of which is the commands NAME train, predict, eval, tune and info.
#define SLUICE_FAMILIES(X)      \
  X("adaboost", AdaBoostFamily) \
  X("bayes", BayesFamily)       \
  X("forest", ForestFamily)     \
  X("knn", KnnFamily)           \
  X("linear", LinearFamily)     \
  X("mlp", MlpFamily)           \
  X("net", NetFamily)           \
  X("softmax", SoftmaxFamily)   \
  X("svm", SvmFamily)

#define SLUICE_DECLARE(name, function) Command function();
SLUICE_COMMANDS(SLUICE_DECLARE)
#undef SLUICE_DECLARE
#define SLUICE_DECLARE(name, function) ClassifierFamily function();
SLUICE_FAMILIES(SLUICE_DECLARE)
#undef SLUICE_DECLARE

namespace {

// The five commands of a family, but those that have a declaration of their own.
void AddFamily(const std::string& name, ClassifierFamily (*family)(),
               std::vector<CommandEntry>* entries) {
  using Make = Command (*)(const ClassifierFamily&);
  const std::pair<const char*, Make> members[] = {{"eval", &MakeEval},
                                                  {"info", &MakeModelInfo},
                                                  {"predict", &MakePredict},
                                                  {"train", &MakeTrain},
                                                  {"tune", &MakeTune}};
  for (const auto& [word, make] : members) {
    const std::string full = name + " " + word;
    const bool own = std::any_of(entries->begin(), entries->end(),
                                 [&](const CommandEntry& entry) { return entry.name == full; });
    if (!own) entries->push_back({full, [make = make, family] { return make(family()); }});
  }
}

std::vector<CommandEntry> ListCommands() {
  std::vector<CommandEntry> entries;
#define SLUICE_ADD(name, function) entries.push_back({name, &function});
  SLUICE_COMMANDS(SLUICE_ADD)
#undef SLUICE_ADD
#define SLUICE_ADD(name, kind) entries.push_back({name, [] { return DataCommand(kind()); }});
  SLUICE_DATA_KINDS(SLUICE_ADD)
#undef SLUICE_ADD
#define SLUICE_ADD(name, family) AddFamily(name, &family, &entries);
  SLUICE_FAMILIES(SLUICE_ADD)
#undef SLUICE_ADD
  std::sort(entries.begin(), entries.end(),
            [](const CommandEntry& a, const CommandEntry& b) { return a.name < b.name; });
  return entries;
}

}  // namespace

const std::vector<CommandEntry>& AllCommands() {
  static const std::vector<CommandEntry> entries = ListCommands();
  return entries;
}

Result<Command> FindCommand(const std::string& name) {
  std::vector<std::string> names;
  for (const CommandEntry& entry : AllCommands()) {
    if (name == entry.name) return entry.make();
    names.emplace_back(entry.name);
  }
  const std::vector<std::string> family = FamilyOf(name.substr(0, name.find(' ')));
  if (!family.empty() && name.find(' ') == std::string::npos) {
    std::string list;
    for (const std::string& member : family) list += (list.empty() ? "" : ", ") + member;
    return Status::Usage(name + " needs to know what to do", "one of: " + list);
  }
  std::string hint = DidYouMean(name, family.empty() ? names : family);
  if (hint.empty()) hint = "sluice alone lists the commands";
  return Status::Usage("unknown command " + name, std::move(hint));
}

std::vector<std::string> FamilyOf(const std::string& name) {
  std::vector<std::string> family;
  for (const CommandEntry& entry : AllCommands()) {
    if (entry.name.starts_with(name + " ")) family.emplace_back(entry.name);
  }
  return family;
}

std::string CommandName(const std::vector<std::string>& words) {
  const std::string& first = words.front();
  const std::vector<std::string> family = FamilyOf(first);
  if (family.empty() || words.size() < 2) return first;
  const std::string both = first + " " + words[1];
  if (std::find(family.begin(), family.end(), both) != family.end()) return both;
  for (const CommandEntry& entry : AllCommands()) {
    if (first == entry.name) return first;
  }
  return words[1].starts_with('-') ? first : both;
}

}  // namespace sluice
