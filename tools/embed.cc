// embed: the activations of a layer of a trained net as a feature vector.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/model.h"
#include "classifiers/net_classifier.h"
#include "nets/layer_features.h"
#include "tools/command.h"
#include "tools/dictionary.h"
#include "tools/filter_chain.h"
#include "tools/io.h"
#include "tools/message.h"
#include "tools/net_layer.h"
#include "tools/run_filter.h"
#include "tools/vectors.h"

namespace sluice {
namespace {

struct EmbedOptions {
  Dictionary model;
  std::string layer;
  bool flat = false;
  int batch = 64;
};

// Counts models that are described by other models' nets while they are loaded: one that names
// itself would never end.
class Depth {
 public:
  Depth() { ++depth_; }
  ~Depth() { --depth_; }
  bool too_deep() const { return depth_ > 4; }

 private:
  static thread_local int depth_;
};
thread_local int Depth::depth_ = 0;

// A net with all it takes to describe frames by one of its layers.
class Embedding {
 public:
  static Result<std::unique_ptr<Embedding>> Create(EmbedOptions* options) {
    if (options->model.path.empty()) {
      return Status::Usage("--model is needed",
                           "-m model.safetensors, as sluice net train wrote it");
    }
    SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<const ModelFile> file, options->model.Load());
    auto embedding = std::make_unique<Embedding>();
    const Status status = embedding->Load(*file, *options);
    if (!status.ok()) return status.WithContext(options->model.path);
    return embedding;
  }

  int64_t dimensions() const { return model_.preprocessing.inputs(); }
  Vectorizer& vectorizer() { return *vectorizer_; }

  // Vectors of `infos`, in their order, from their frames' numbers.
  Result<std::vector<Frame>> Describe(const std::vector<float>& numbers,
                                      const std::vector<FrameInfo>& infos) {
    const auto count = static_cast<int64_t>(infos.size());
    const float* x = numbers.data();
    Tensor prepared;
    if (!model_.preprocessing.empty()) {
      const ConstMatrix raw{x, count, dimensions(), dimensions()};
      SLUICE_ASSIGN_OR_RETURN(prepared, model_.preprocessing.Apply(raw));
      x = prepared.data();
    }
    const int64_t size = features_->size();
    std::vector<float> features(size_t(count * size));
    SLUICE_RETURN_IF_ERROR(features_->Describe(x, count, features.data()));
    std::vector<Frame> frames;
    for (int64_t i = 0; i < count; ++i) {
      FrameInfo info = FrameInfo::Array({size}, "n", DType::kF32);
      info.index = infos[size_t(i)].index;
      info.attributes = infos[size_t(i)].attributes;
      info.path = infos[size_t(i)].path;
      SLUICE_ASSIGN_OR_RETURN(Frame frame, Frame::Create(std::move(info)));
      std::copy_n(features.data() + i * size, size, frame.Row<float>(0));
      frames.push_back(std::move(frame));
    }
    return frames;
  }

 private:
  Status Load(const ModelFile& file, const EmbedOptions& options) {
    const Depth depth;
    if (depth.too_deep()) return Status::Failed("its pictures are described by too many nets");
    SLUICE_ASSIGN_OR_RETURN(model_, Model::FromFile(file));
    const auto* net = dynamic_cast<const NetClassifier*>(model_.classifier.get());
    if (net == nullptr) {
      return Status::Failed("expected a model of kind net, got " + model_.classifier->kind(),
                            "sluice net train makes them");
    }
    int layer = PenultimateLayer(net->trained().net());
    if (!options.layer.empty()) {
      SLUICE_ASSIGN_OR_RETURN(layer, FindLayer(net->trained().net(), options.layer));
    }
    features_.emplace(net->trained(), layer, options.flat);
    SLUICE_ASSIGN_OR_RETURN(vectorizer_, Vectorizer::Create(model_.features, model_.dictionaries));
    vectorizer_->TakeArrays();
    return Status::Ok();
  }

  Model model_;
  std::optional<Vectorizer> vectorizer_;
  std::optional<LayerFeatures> features_;  // of the model's net
};

// Frame by frame, in pipelines and inside models.
class EmbeddingFilter : public FrameFilter {
 public:
  explicit EmbeddingFilter(std::unique_ptr<Embedding> embedding)
      : embedding_(std::move(embedding)) {}

  Result<Frame> Apply(Frame in) override {
    const std::vector<FrameInfo> infos = {in.info()};
    SLUICE_ASSIGN_OR_RETURN(
        const std::vector<float> numbers,
        embedding_->vectorizer().Vector(std::move(in), embedding_->dimensions()));
    SLUICE_ASSIGN_OR_RETURN(std::vector<Frame> frames, embedding_->Describe(numbers, infos));
    return std::move(frames.front());
  }

 private:
  std::unique_ptr<Embedding> embedding_;
};

// In batches, which keep threads busy; the same vectors.
int Run(EmbedOptions* options, Io& io) {
  if (io.options().depth) return RunFilter(io.command(), io);
  const Result<std::unique_ptr<Embedding>> made = Embedding::Create(options);
  if (!made.ok()) return ReportError("sluice embed", made.status());
  Embedding& embedding = **made;
  const std::string features = CommandText(io.command());
  ForEachBatch(io, embedding.vectorizer(), embedding.dimensions(), options->batch, false,
               [&](Batch& batch) {
                 Result<std::vector<Frame>> frames = embedding.Describe(batch.numbers, batch.infos);
                 if (!frames.ok()) {
                   io.Fail(frames.status());
                   return false;
                 }
                 for (Frame& frame : *frames) {
                   frame.info().attributes.Set("features", features);
                   if (!io.Write(std::move(frame))) return false;
                 }
                 return true;
               });
  return io.Finish();
}

}  // namespace

Command EmbedCommand() {
  Command c;
  auto* o = c.Own(EmbedOptions{});
  c.name = "embed";
  c.group = "describe";
  c.summary = "the activations of a layer of a trained net as a feature vector";
  c.description =
      "Each frame goes through a net as far as the layer; what comes out is its vector. Maps are "
      "averaged over their places, a number for each channel, unless --flat asks for all numbers. "
      "What a net has learnt to tell its own classes by often tells others apart, too (Donahue et "
      "al., DeCAF, ICML 2014): train a knn or an svm on the vectors. Models trained on them keep "
      "the net and describe pictures themselves.\n"
      "sluice net info MODEL shows the names of layers. Without --layer it is the one that the "
      "last layer with parameters reads.";
  c.examples = {
      "sluice data mnist digits --split train | sluice embed -m lenet.safetensors | sluice svm "
      "train -o m.safetensors",
      "sluice embed -m lenet.safetensors --layer maxpool2 --flat digit.png -o digit.npy",
      "sluice embed -m net.safetensors photos/*/*.png --labels by-folder | sluice knn train -o "
      "m.safetensors"};
  c.File("--model", &o->model, "the net, as sluice net train wrote it").letter = 'm';
  c.Text("--layer", "NAME", &o->layer, "the layer whose activations are wanted").default_text =
      "what the last layer with parameters reads";
  c.Flag("--flat", &o->flat, "all numbers of a map instead of each channel's mean");
  Option& batch =
      c.Integer("--batch", "N", &o->batch, "frames that go through the net together", {1, 65536});
  batch.group = OptionGroup::kInputOutput;  // no part of what describes the vectors
  c.describes = true;
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<Embedding> embedding, Embedding::Create(o));
    return OneStage(std::make_unique<EmbeddingFilter>(std::move(embedding)));
  };
  c.run = [o](Io& io) { return Run(o, io); };
  return c;
}

}  // namespace sluice
