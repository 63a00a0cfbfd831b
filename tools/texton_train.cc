// texton train: learns a dictionary of textons from pictures.
#include <memory>
#include <string>

#include "features/textons.h"
#include "tools/bank_options.h"
#include "tools/command.h"
#include "tools/dictionary.h"
#include "tools/io.h"

namespace sluice {
namespace {

struct Settings {
  BankOptions bank;
  TextonOptions textons;
};

Status Learn(const Settings& settings, Io& io) {
  TextonOptions options = settings.textons;
  options.space = {settings.bank.kind, settings.bank.scales, settings.bank.orientations,
                   settings.bank.border};
  TextonLearner learner(options);
  SLUICE_RETURN_IF_ERROR(LearnFromPictures(io, [&](const Frame& frame) {
    const std::string* const label = frame.info().attributes.Find("label");
    return learner.Add(frame, label == nullptr ? "" : *label);
  }));
  SLUICE_ASSIGN_OR_RETURN(const TextonDictionary dictionary, learner.Learn());
  return dictionary.ToFile().Write(io.output());
}

}  // namespace

Command TextonCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  o->bank.kind = BankKind::kMr8;
  c.name = "texton train";
  c.group = "describe";
  c.summary = "learn a dictionary of textons from pictures";
  c.description =
      "Textons are typical responses of a filter bank: the centres of clusters of what pixels of "
      "the training pictures answer to its filters. Pictures with labels give textons for each "
      "class, put together into one dictionary; pictures without give one lot. sluice texture "
      "--textons FILE describes pictures by how often each texton is the nearest to a pixel.\n\n"
      "Each picture is brought to mean 0 and standard deviation 1; the responses F at a pixel are "
      "scaled by Weber's law, to F log(1 + |F| / 0.03) / |F|. Pixels are taken at random and "
      "clustered by k-means, with seeds by k-means++; the same seed gives the same dictionary for "
      "any number of threads.\n\n"
      "Learn from training pictures alone: textons of test pictures flatter the result.\n\n"
      "Varma and Zisserman, A statistical approach to texture classification from single images, "
      "IJCV 62(1), 2005.";
  c.examples = {"sluice texton train bricks/*/*.png --labels by-folder -o textons.safetensors",
                "sluice data folders bricks --fold 1/5 | sluice texton train --clusters 40 -o "
                "textons.safetensors",
                "sluice texton train --bank lm --clusters 100 photo.jpg -o textons.safetensors"};
  AddBankOptions(&c, &o->bank);
  c.Integer("--clusters", "K", &o->textons.clusters, "textons of each class", {1, 1 << 16});
  c.Integer("--pixels", "N", &o->textons.pixels, "pixels taken from each picture", {1, 1 << 24});
  c.Unsigned("--seed", "N", &o->textons.seed, "of the pixels taken and of the clusters' seeds");
  WritesDictionary(&c, [o](Io& io) { return Learn(*o, io); });
  return c;
}

}  // namespace sluice
