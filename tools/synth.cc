#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "data/synth/scene.h"
#include "lib/sink.h"
#include "tools/command.h"
#include "tools/io.h"
#include "tools/message.h"

namespace sluice {
namespace {

enum class What { kPicture, kLabels, kInstances };

struct SynthOptions {
  synth::SceneOptions scene;
  SizeOption size = {256, 256};
  int count = 1;
  int first = 0;
  What what = What::kPicture;
  std::string labels;     // where label maps go as well
  std::string instances;  // and maps of instances
};

// A second output beside the command's own, or null.
Result<std::unique_ptr<Sink>> OpenBeside(const std::string& path) {
  if (path.empty()) return std::unique_ptr<Sink>();
  return IsTemplate(path) ? MakeTemplateSink(path) : MakeFileSink(path);
}

class Outputs {
 public:
  Outputs(Io* io, What what) : io_(io), what_(what) {}

  Status Open(const SynthOptions& options) {
    SLUICE_ASSIGN_OR_RETURN(labels_, OpenBeside(options.labels));
    SLUICE_ASSIGN_OR_RETURN(instances_, OpenBeside(options.instances));
    return Status::Ok();
  }

  Status Write(synth::Scene scene) {
    SLUICE_RETURN_IF_ERROR(WriteBeside(labels_.get(), scene.labels));
    SLUICE_RETURN_IF_ERROR(WriteBeside(instances_.get(), scene.instances));
    Frame& own = what_ == What::kPicture  ? scene.picture
                 : what_ == What::kLabels ? scene.labels
                                          : scene.instances;
    written_ = io_->Write(std::move(own));
    return Status::Ok();
  }

  // Whether the command's own output took the last frame.
  bool written() const { return written_; }

  Status Finish() {
    for (const std::unique_ptr<Sink>* sink : {&labels_, &instances_}) {
      if (*sink != nullptr) SLUICE_RETURN_IF_ERROR((*sink)->Finish());
    }
    return Status::Ok();
  }

 private:
  static Status WriteBeside(Sink* sink, const Frame& frame) {
    if (sink == nullptr) return Status::Ok();
    SLUICE_ASSIGN_OR_RETURN(Frame copy, frame.Clone());
    return sink->Write(*MakeFrameReader(std::move(copy)));
  }

  Io* io_;
  What what_;
  std::unique_ptr<Sink> labels_;
  std::unique_ptr<Sink> instances_;
  bool written_ = true;
};

Status RenderAll(const SynthOptions& options, Outputs* outputs) {
  SLUICE_RETURN_IF_ERROR(outputs->Open(options));
  synth::SceneOptions scene_options = options.scene;
  scene_options.width = options.size.width;
  scene_options.height = options.size.height;
  for (int i = 0; i < options.count && outputs->written(); ++i) {
    scene_options.index = static_cast<uint32_t>(options.first) + static_cast<uint32_t>(i);
    SLUICE_ASSIGN_OR_RETURN(synth::Scene scene, synth::RenderScene(scene_options));
    SLUICE_RETURN_IF_ERROR(outputs->Write(std::move(scene)));
  }
  return outputs->Finish();
}

int RunSynth(const SynthOptions& options, Io& io) {
  Outputs outputs(&io, options.what);
  const Status status = RenderAll(options, &outputs);
  if (!status.ok()) return ReportError("sluice synth", status);
  return io.Finish();
}

std::string ClassList() {
  std::string text;
  for (int k = 0; k < synth::kSceneKinds; ++k) {
    text += "\n" + synth::SceneNames()[static_cast<size_t>(k)] + ":";
    const auto& classes = synth::SceneClasses(static_cast<synth::SceneKind>(k));
    for (size_t c = 1; c < classes.size(); ++c) {
      text += (c > 1 ? ", " : " ") + std::to_string(c) + " " + classes[c];
    }
  }
  return text;
}

}  // namespace

Command SynthCommand() {
  Command c;
  auto* o = c.Own(SynthOptions{});
  c.name = "synth";
  c.group = "glue";
  c.summary = "render scenes with ground truth";
  c.description =
      "Renders scenes of one kind, as many as are wanted: the same seed and number give the same "
      "picture on every machine. With each picture comes its label map, exact to the pixel: the "
      "class of what is at the middle of each pixel, 0 for the background; and its map of "
      "instances, in which each thing has a number of its own. Scenes of a single class (texture, "
      "digit) carry it as the label of the picture.\n"
      "Values in label maps:" +
      ClassList();
  c.examples = {"sluice synth --scene street --size 640x480 | sluice show",
                "sluice synth --scene cells --seed 3 --labels cells-labels.png -o cells.png",
                "sluice synth --scene digit --size 28x28 --count 100 -o 'digits/{stem}.png'"};
  c.positional = "";
  c.Choice("--scene", synth::SceneNames(), &o->scene.kind, "what to render");
  c.Size("--size", &o->size, "width and height in pixels");
  c.Integer("--count", "N", &o->count, "how many scenes", {1});
  c.Integer("--first", "N", &o->first, "the number of the first one", {0});
  c.Unsigned("--seed", "N", &o->scene.seed, "which scenes");
  c.Choice("--what", {"picture", "labels", "instances"}, &o->what, "what goes to the output");
  c.Text("--labels", "FILE", &o->labels,
         "write the label maps here as well; {stem} as in --output");
  c.Text("--instances", "FILE", &o->instances, "write the maps of instances here as well");
  c.run = [o](Io& io) { return RunSynth(*o, io); };
  return c;
}

}  // namespace sluice
