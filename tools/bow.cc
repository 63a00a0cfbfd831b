// bow and bow train: bags of visual words.
#include <memory>
#include <string>

#include "features/visual_words.h"
#include "tools/command.h"
#include "tools/dictionary.h"
#include "tools/io.h"

namespace sluice {
namespace {

struct TrainSettings {
  VisualWordsOptions words;
  SizeOption size;
};

struct BagSettings {
  Dictionary words;
  BagOptions bag;
};

Status Learn(const TrainSettings& settings, Io& io) {
  VisualWordsOptions options = settings.words;
  options.points.dense.width = settings.size.width;
  options.points.dense.height = settings.size.height;
  VisualWordsLearner learner(options);
  SLUICE_RETURN_IF_ERROR(
      LearnFromPictures(io, [&](const Frame& frame) { return learner.Add(frame); }));
  SLUICE_ASSIGN_OR_RETURN(const VisualWords words, learner.Learn());
  SLUICE_ASSIGN_OR_RETURN(const ModelFile file, words.ToFile());
  return file.Write(io.output());
}

}  // namespace

Command BowTrainCommand() {
  Command c;
  auto* o = c.Own(TrainSettings{});
  c.name = "bow train";
  c.group = "describe";
  c.summary = "learn a dictionary of visual words from pictures";
  c.description =
      "Visual words are typical SIFT descriptors: the centres of clusters of those of the training "
      "pictures. A descriptor is the directions of the gradient in 4x4 cells, eight in each (Lowe, "
      "IJCV 60(2), 2004), taken at every --step pixels, upright, of the colour channel where the "
      "gradient is longest; with --points sift, at the keypoints of sluice sift. sluice bow "
      "describes pictures by how often each word is the nearest "
      "(Csurka et al., ECCV workshop 2004).\n\n"
      "At most --samples descriptors are kept, chosen at random from all, and clustered by k-means "
      "with seeds by k-means++; the same seed gives the same dictionary for any number of threads. "
      "Learn from training pictures alone: words of test pictures flatter the result.";
  c.examples = {
      "sluice data cifar10 cifar --split train | sluice bow train --cell 3 --step 2 -o "
      "words.safetensors",
      "sluice bow train --words 100 --cell 6 photo.jpg -o words.safetensors",
      "sluice bow train --points sift --words 500 scenes/*/*.jpg -o words.safetensors"};
  c.Integer("--words", "K", &o->words.words, "how many words", {1, 1 << 16});
  c.Choice("--points", {"dense", "sift"}, &o->words.points.points,
           "where descriptors are taken: at every --step pixels, or at the keypoints of sluice "
           "sift, turned and scaled as they are");
  c.Integer("--cell", "N", &o->words.points.dense.cell,
            "with --points dense, width and height of each of a descriptor's 4x4 cells in pixels",
            {1, kMostCell});
  c.Integer("--step", "N", &o->words.points.dense.step,
            "with --points dense, from one descriptor to the next in pixels", {1, kMostCell});
  c.Number("--smooth", "S", &o->words.points.dense.smooth,
           "with --points dense, standard deviation of the Gaussian blur first, in pixels; 0: none",
           {0, kMostSmooth});
  c.Fraction("--contrast", "C", &o->words.points.contrast,
             "with --points sift, the least contrast of keypoints, a fraction of full scale",
             {0, double(kMostContrast)});
  c.Size("--size", &o->size, "resize to this first (triangle filter), in pixels").default_text =
      "the picture's";
  c.Integer("--samples", "N", &o->words.samples, "descriptors to learn from, at most",
            {1, 1 << 24});
  c.Unsigned("--seed", "N", &o->words.seed, "of the descriptors kept and of the clusters' seeds");
  WritesDictionary(&c, [o](Io& io) { return Learn(*o, io); });
  return c;
}

Command BowCommand() {
  Command c;
  auto* o = c.Own(BagSettings{});
  c.name = "bow";
  c.group = "describe";
  c.summary = "histograms of visual words as a feature vector";
  c.description =
      "Each of a picture's SIFT descriptors (see sluice bow train) counts for the nearest word of "
      "a dictionary; the vector is the share of each word, with --grid for each part of the "
      "picture, row by row, and sums to 1. Pictures are resized and descriptors taken as the "
      "dictionary says. With --points sift, a picture without keypoints gives zeros.";
  c.examples = {
      "sluice data cifar10 cifar | sluice bow --words words.safetensors --grid 2 --root | sluice "
      "svm train --c 1 -o m.safetensors",
      "sluice bow --words words.safetensors photo.jpg -o photo.npy",
      "sluice bow --words words.safetensors scenes/*/*.jpg --labels by-folder | sluice svm train "
      "--kernel chi2 -o m.safetensors"};
  c.File("--words", &o->words, "the dictionary, by sluice bow train");
  c.Integer("--grid", "N", &o->bag.grid, "parts of the picture along each side", {1, 16});
  c.Flag("--root", &o->bag.root,
         "the square root of each number, which makes linear classifiers better (Hellinger's "
         "kernel)");
  c.describes = true;
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    if (o->words.path.empty()) {
      return Status::Usage("expected a dictionary of visual words: --words FILE",
                           "sluice bow train learns one");
    }
    SLUICE_ASSIGN_OR_RETURN(VisualWords words, LoadDictionary<VisualWords>(o->words));
    return OneStage(MakeDescriptorFilter(MakeBagOfWords(std::move(words), o->bag)));
  };
  return c;
}

}  // namespace sluice
