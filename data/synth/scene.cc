#include "data/synth/scene.h"

#include <utility>

#include "data/synth/painters.h"

namespace sluice::synth {
namespace {

struct Kind {
  std::string name;
  std::vector<std::string> classes;
  int (*paint)(Random*, Canvas*);
  bool gray;
};

// In the order of SceneKind.
const std::vector<Kind>& Kinds() {
  static const std::vector<std::string> shapes = {"background", "disc", "box", "triangle",
                                                  "ring",       "star", "bar"};
  static const std::vector<std::string> textures = {
      "background", "stripes", "checks", "dots", "bricks", "weave", "clouds", "wood", "pebbles"};
  static const std::vector<std::string> digits = {"background", "0", "1", "2", "3", "4",
                                                  "5",          "6", "7", "8", "9"};
  static const std::vector<std::string> cells = {"background", "cell", "nucleus"};
  static const std::vector<std::string> street = {
      "background", "sky", "building", "road", "pavement", "tree", "car", "person", "lamp", "hill"};
  static const std::vector<Kind> kinds = {
      {"shapes", shapes, PaintShapes, false},     {"textures", textures, PaintTextures, false},
      {"texture", textures, PaintTexture, false}, {"digits", digits, PaintDigits, false},
      {"digit", digits, PaintDigit, true},        {"cells", cells, PaintCells, false},
      {"street", street, PaintStreet, false},
  };
  return kinds;
}

}  // namespace

const std::vector<std::string>& SceneNames() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const Kind& kind : Kinds()) list.push_back(kind.name);
    return list;
  }();
  return names;
}

const std::vector<std::string>& SceneClasses(SceneKind kind) {
  return Kinds()[static_cast<size_t>(kind)].classes;
}

Result<Scene> RenderScene(const SceneOptions& options) {
  if (options.width < 8 || options.height < 8) {
    return Status::Usage("a scene has at least 8x8 pixels");
  }
  const Kind& kind = Kinds()[static_cast<size_t>(options.kind)];
  SLUICE_ASSIGN_OR_RETURN(Canvas canvas, Canvas::Create(options.width, options.height));
  Random random(options.seed * kSceneKinds + static_cast<uint64_t>(options.kind), options.index);
  const int label = kind.paint(&random, &canvas);
  Scene scene;
  SLUICE_ASSIGN_OR_RETURN(scene.picture, canvas.Picture(kind.gray));
  SLUICE_ASSIGN_OR_RETURN(scene.labels, canvas.Labels());
  SLUICE_ASSIGN_OR_RETURN(scene.instances, canvas.Instances());
  for (Frame* frame : {&scene.picture, &scene.labels, &scene.instances}) {
    frame->info().index = options.index;
    frame->info().attributes.Set("name", kind.name + "-" + std::to_string(options.index));
    if (label > 0) {
      frame->info().attributes.Set("label", kind.classes[static_cast<size_t>(label)]);
    }
  }
  return scene;
}

}  // namespace sluice::synth
