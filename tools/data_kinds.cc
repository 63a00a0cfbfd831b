// The kinds of data sets that `sluice data` reads.
#include <utility>

#include "data/cifar.h"
#include "data/idx.h"
#include "data/label_maps.h"
#include "data/picture_files.h"
#include "data/split.h"
#include "data/voc.h"
#include "data/volume.h"
#include "tools/data_command.h"

namespace sluice {
namespace {

struct SplitOption {
  Split split = Split::kTrain;
  bool given = false;
};

SplitOption* AddSplitOption(Command* c) {
  auto* o = c->Own(SplitOption{});
  c->Choice(
      "--split", {"train", "test", "all"}, 0,
      [o](int i) {
        *o = {Split(i), true};
      },
      "which of the published parts");
  return o;
}

}  // namespace

DataKind MnistKind() {
  DataKind kind;
  kind.name = "mnist";
  kind.words = "DIR | IMAGES LABELS";
  kind.max_words = 2;
  kind.summary = "MNIST, Fashion-MNIST and other pairs of IDX files";
  kind.description =
      "Reads train-images-idx3-ubyte and train-labels-idx1-ubyte of the folder DIR, or "
      "t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte with --split test; .gz behind the names "
      "and a dot before idx are fine. Or any such pair of files, by their names. Labels are 0, 1, "
      "...; --class-names gives them others. Names are train-00000, test-00000, ..., of a pair "
      "00000, ...";
  kind.examples = {
      "sluice data mnist mnist --split train | sluice pixels | sluice softmax train -o "
      "m.safetensors",
      "sluice data mnist mnist --split test --take 100 | sluice montage -o digits.png",
      "sluice data mnist letters-images.gz letters-labels.gz --shuffle -o 'out/{name}.png'"};
  kind.options = [](Command* c) -> DataOpener {
    auto* options = c->Own(IdxOptions{});
    const SplitOption* const split = AddSplitOption(c);
    NamesOption(c, "--class-names", &options->class_names, "what labels 0, 1, ... are called")
        .default_text = "their numbers";
    return [=](const std::vector<std::string>& words,
               const DecodeOptions&) -> Result<std::unique_ptr<DataSet>> {
      if (words.size() == 2 && split->given) {
        return Status::Usage("--split chooses files of a folder, and these are files");
      }
      return words.size() == 2 ? OpenIdxPair(words[0], words[1], *options)
                               : OpenMnist(words[0], split->split, *options);
    };
  };
  return kind;
}

DataKind Cifar10Kind() {
  DataKind kind;
  kind.name = "cifar10";
  kind.words = "DIR";
  kind.summary = "CIFAR-10, binary version";
  kind.description =
      "Reads data_batch_1.bin to data_batch_5.bin of the folder, as many as there are, or "
      "test_batch.bin with --split test. batches.meta.txt names the classes. Names are "
      "train-00000, test-00000, ...";
  kind.examples = {
      "sluice data cifar10 cifar-10-batches-bin --shuffle --take 64 | sluice montage -o some.png",
      "sluice data cifar10 cifar-10-batches-bin --classes cat,dog --per-class 100 | sluice info",
      "sluice data cifar10 cifar-10-batches-bin --split test -o 'test/{index:5}.png'"};
  kind.options = [](Command* c) -> DataOpener {
    const SplitOption* const split = AddSplitOption(c);
    return [=](const std::vector<std::string>& words, const DecodeOptions&) {
      return OpenCifar10(words[0], split->split);
    };
  };
  return kind;
}

DataKind Cifar100Kind() {
  DataKind kind;
  kind.name = "cifar100";
  kind.words = "DIR";
  kind.summary = "CIFAR-100, binary version";
  kind.description =
      "Reads train.bin of the folder, or test.bin with --split test. fine_label_names.txt and "
      "coarse_label_names.txt name the 100 classes and the 20 superclasses. Names are "
      "train-00000, test-00000, ...";
  kind.examples = {
      "sluice data cifar100 cifar-100-binary --labels coarse --take 10 | sluice info",
      "sluice data cifar100 cifar-100-binary --classes beaver,otter | sluice montage -o some.png",
      "sluice data cifar100 cifar-100-binary --split test -o 'test/{index:5}.png'"};
  kind.options = [](Command* c) -> DataOpener {
    auto* labels = c->Own(Cifar100Labels::kFine);
    const SplitOption* const split = AddSplitOption(c);
    c->Choice("--labels", {"fine", "coarse"}, labels, "the class or the superclass");
    return [=](const std::vector<std::string>& words, const DecodeOptions&) {
      return OpenCifar100(words[0], split->split, *labels);
    };
  };
  return kind;
}

DataKind FoldersKind() {
  DataKind kind;
  kind.name = "folders";
  kind.words = "DIR";
  kind.summary = "pictures in one subfolder a class";
  kind.description =
      "Reads the pictures DIR/CLASS/FILE: the label is the name of the subfolder, the name "
      "CLASS/FILE. Classes and files are taken in bytewise order; a file counts as a picture by "
      "its extension, and hidden files are passed over. Of a file with several frames the first is "
      "taken.";
  kind.examples = {
      "sluice data folders faces --holdout 50% --part train | sluice pixels | sluice knn train -o "
      "m.safetensors",
      "sluice data folders textures --per-class 4 | sluice montage -o textures.png",
      "sluice data folders textures --fold 1/5 --part test --seed 3 -o 'test/{index}.png'"};
  kind.options = [](Command*) -> DataOpener {
    return [](const std::vector<std::string>& words, const DecodeOptions& decode) {
      return OpenFolders(words[0], decode);
    };
  };
  return kind;
}

DataKind ListKind() {
  DataKind kind;
  kind.name = "list";
  kind.words = "FILE.tsv";
  kind.summary = "pictures that a table names, with labels";
  kind.description =
      "Reads the pictures that a text file lists, one a line: PATH TAB LABEL, the path relative to "
      "the list's folder. The name is the path as it is written. A line without a TAB is a picture "
      "without label.";
  kind.examples = {"sluice data list train.tsv | sluice pixels --size 16x16 -o train.npy",
                   "sluice data list train.tsv --classes cat --take 9 | sluice montage -o cats.png",
                   "sluice data list train.tsv --holdout 20% --part test -o 'test/{name}'"};
  kind.options = [](Command*) -> DataOpener {
    return [](const std::vector<std::string>& words, const DecodeOptions& decode) {
      return OpenList(words[0], decode);
    };
  };
  return kind;
}

DataKind LabelMapsKind() {
  DataKind kind;
  kind.name = "labelmaps";
  kind.words = "DIR";
  kind.summary = "pictures with maps of labels beside them";
  kind.description =
      "Reads the pictures DIR/images/FILE and the maps DIR/labels/FILE, matched by their names "
      "without extensions. Behind each picture comes its map, with the same name and role=labels; "
      "the picture's attribute labels is the path of the map. --give pictures and --give labels "
      "leave one of them out. The examples have no label themselves.";
  kind.examples = {
      "sluice data labelmaps camvid/train --take 1 | sluice info",
      "sluice data labelmaps cells --give pictures | sluice gaussian -o 'smooth/{name}'",
      "sluice data labelmaps cells --give labels --holdout 20% --part test -o 'maps/{name}'"};
  kind.label_maps = true;
  kind.options = [](Command*) -> DataOpener {
    return [](const std::vector<std::string>& words, const DecodeOptions& decode) {
      return OpenLabelMaps(words[0], decode);
    };
  };
  return kind;
}

DataKind VocKind() {
  DataKind kind;
  kind.name = "voc";
  kind.words = "DIR";
  kind.summary = "pictures with boxes around things, in the format of PASCAL VOC";
  kind.description =
      "Reads DIR/Annotations/NAME.xml with the pictures in DIR/JPEGImages. Frames carry the "
      "attribute boxes: CLASS X0 Y0 X1 Y1 of each, with semicolons between, in pixels from 0, the "
      "last two exclusive (the files count from 1, inclusive). Boxes are cut off at the picture's "
      "edges; empty ones are passed over. With --crop each box is a picture of its own, with its "
      "class as the label and the name NAME-0, NAME-1, ...";
  kind.examples = {
      "sluice data voc bccd --split train --crop --shuffle | sluice pixels --size 32 -o cells.npy",
      "sluice data voc bccd --take 3 | sluice info --json",
      "sluice data voc bccd --crop --classes WBC -o 'wbc/{name}.png'"};
  kind.options = [](Command* c) -> DataOpener {
    auto* options = c->Own(VocOptions{});
    c->Text("--split", "NAME", &options->split,
            "only pictures that DIR/ImageSets/Main/NAME.txt or DIR/NAME.txt lists")
        .default_text = "all";
    c->Flag("--crop", &options->crop, "each box as a labelled picture");
    return [=](const std::vector<std::string>& words, const DecodeOptions& decode) {
      return OpenVoc(words[0], *options, decode);
    };
  };
  return kind;
}

DataKind VolumeKind() {
  DataKind kind;
  kind.name = "volume";
  kind.words = "FILE";
  kind.summary = "volumes in NIfTI, Analyze and NRRD files";
  kind.description =
      "Reads NIfTI-1 (.nii, or .hdr with .img), Analyze 7.5, each with .gz, and NRRD (.nrrd, .nhdr "
      "with a data file; raw, gzip and ascii). Frames have axes dhwc, x fastest, as the file has "
      "them: orientation and spacing are not looked at. Each volume of a series is a frame. u8 and "
      "u16 stay what they are, unless the header scales them; all else becomes f32. Names are the "
      "file's, of a series with -000, -001, ... behind.";
  kind.examples = {"sluice data volume brain.nii.gz | sluice stats",
                   "sluice data volume scan.nhdr -o scan.npy",
                   "sluice data volume functional.nii.gz --take 10 -o 'volumes/{stem}.npy'"};
  kind.options = [](Command*) -> DataOpener {
    return [](const std::vector<std::string>& words, const DecodeOptions&) {
      return OpenVolume(words[0]);
    };
  };
  return kind;
}

}  // namespace sluice
