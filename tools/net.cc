// net train, tune, predict, eval: nets described by text files.
#include <string>

#include "classifiers/net_classifier.h"
#include "tools/classifier_command.h"
#include "tools/net_options.h"

namespace sluice {
namespace {

struct NetCommand {
  NetSettings settings = DefaultNetSettings("lenet5");
  Augmentation augmentation;
};

void DeclareAugmentation(Command* command, Augmentation* a) {
  Command& c = *command;
  c.Flag("--mirror", &a->mirror, "show half of the pictures mirrored, left to right");
  c.Number("--shift", "N", &a->shift, "move pictures by up to N pixels along each axis", {0, 1e4});
  c.Number("--zoom", "P", &a->zoom, "scale them by 1 / (1 + P) to 1 + P", {0, 10});
  c.Number("--turn", "D", &a->rotate, "turn them by up to D degrees", {0, 180});
  c.Number("--brightness", "B", &a->brightness,
           "add up to B to all of a picture's numbers, or take "
           "it away",
           {0, 10});
  c.Number("--contrast", "P", &a->contrast, "scale distances to the mean by 1 - P to 1 + P",
           {0, 1});
  c.Number("--colour", "S", &a->colour,
           "shift colours along their principal axes, by a normal number "
           "of standard deviation S",
           {0, 10});
  c.Integer("--cutout", "N", &a->cutout, "make a square of NxN pixels 0", {0, 10000});
  c.Number("--noise", "S", &a->noise, "add normal noise of standard deviation S", {0, 10});
  c.Number("--mixup", "A", &a->mixup, "mix pictures in pairs, in shares by Beta(A, A)", {0, 100});
}

Trainer DeclareNetOptions(Command* command) {
  Command& c = *command;
  auto* o = c.Own(NetCommand{});
  NetSettings& s = o->settings;
  DeclareNet(&c, &s);
  DeclareInput(&c, &s);
  DeclareSteps(&c, &s.train);
  DeclareAugmentation(&c, &o->augmentation);
  DeclareStart(&c, &s, "share of each class");
  c.Flag("--replace-head", &s.start.replace_head, "with --init: the last layer begins anew");
  const auto train = [o](const Examples& examples,
                         const TrainProgress& progress) -> Result<std::unique_ptr<Classifier>> {
    const NetSettings& given = o->settings;
    NetClassifierOptions options;
    options.text = given.text;
    options.values = given.values;
    options.input = given.input;
    options.train = given.train;
    options.start = given.start;
    options.augmentation = o->augmentation;
    options.validation = given.validation;
    Result<std::unique_ptr<Classifier>> trained = TrainNetClassifier(examples, options, progress);
    if (!trained.ok()) return trained.status().WithContext(given.net);
    return trained;
  };
  const auto judged = [o](const Examples& examples) -> Result<Examples> {
    if (o->settings.validation == 0) return Examples();
    SLUICE_ASSIGN_OR_RETURN(NetExamples parts, KeepBack(examples, o->settings.validation));
    return std::move(parts.validation);
  };
  Trainer trainer(train);
  trainer.check = [o] { return CheckNetSettings(&o->settings).status(); };
  trainer.judged = judged;
  return trainer;
}

}  // namespace

ClassifierFamily NetFamily() {
  ClassifierFamily f;
  f.name = "net";
  f.summary = "nets of layers";
  f.description =
      "The net is a text file, one layer a line, or one of the zoo (sluice net info lists them). "
      "Pictures come as they are: no sluice pixels is needed; all must have one size and as many "
      "channels. The loss is what the net file says, else the softmax cross-entropy; it is "
      "minimised by mini-batches, with gradients by backpropagation. The next batch is put "
      "together, with the random changes asked for, while the net computes. --log writes loss, "
      "accuracy, rate and seconds of each epoch; --checkpoint lets an interrupted training go on, "
      "with the same result as if it had not stopped.";
  f.examples = {
      "sluice data mnist digits --split train | sluice net train --net lenet5 --epochs 10 -o "
      "lenet.safetensors",
      "sluice net train --net shapes.net --mirror --shift 4 photos/*/*.png --labels by-folder -o "
      "m.safetensors",
      "sluice net train --net shapes.net --validation 0.1 --patience 5 --report page.html "
      "photos/*/*.png --labels by-folder -o m.safetensors",
      "sluice data cifar10 cifar | sluice net train --net resnet20 --optimizer momentum --rate 0.1 "
      "--weight-decay 0.0005 --mirror --shift 4 --checkpoint c.safetensors -o m.safetensors"};
  f.vary = "rate=0.0001..0.01";
  f.options = &DeclareNetOptions;
  f.pictures = true;
  return f;
}

}  // namespace sluice
