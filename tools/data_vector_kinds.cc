// The kinds of vectors and series that `sluice data` reads.
#include <cstdint>
#include <optional>

#include "data/vector_files.h"
#include "tools/data_command.h"
#include "tools/values.h"

namespace sluice {

DataKind CsvKind() {
  DataKind kind;
  kind.name = "csv";
  kind.words = "FILE";
  kind.summary = "feature vectors from a table of numbers";
  kind.description =
      "Reads comma-separated values (RFC 4180: quoted fields, line breaks in them), one example a "
      "record: its numbers are a vector (axes n, f32), one column is its label. The first record "
      "counts as a header if a field outside of the column of labels begins with a letter and is "
      "no "
      "number. FILE may be a "
      "gzip file. Names are 00000, 00001, ...";
  kind.examples = {
      "sluice data csv iris.csv | sluice info",
      "sluice data csv wine.csv --label-column 1 --holdout 30% --part test -o test.npy",
      "sluice data csv t.tsv --separator tab --label-column species -f libsvm"};
  kind.options = [](Command* c) -> DataOpener {
    auto* options = c->Own(CsvOptions{});
    c->Text("--label-column", "N|NAME|last|none", &options->label_column,
            "the column with the labels: its number from 1, or its name in the header");
    c->Choice(
        "--header", {"auto", "yes", "no"}, 0,
        [=](int i) {
          options->header = i == 0 ? std::optional<bool>() : std::optional<bool>(i == 1);
        },
        "whether the first record names the columns");
    c->Choice(
        "--separator", {"comma", "tab", "semicolon"}, 0,
        [=](int i) { options->separator = ",\t;"[i]; }, "what stands between fields");
    return [=](const std::vector<std::string>& words, const DecodeOptions&) {
      return OpenCsv(words[0], *options);
    };
  };
  return kind;
}

DataKind LibsvmKind() {
  DataKind kind;
  kind.name = "libsvm";
  kind.words = "FILE";
  kind.summary = "sparse feature vectors of libsvm and liblinear";
  kind.description =
      "Reads lines LABEL INDEX:VALUE ..., with rising indices from 1; those left out are 0. Frames "
      "are vectors (axes n, f32) as long as the greatest index of the file; give --dimensions "
      "where files of one set differ in it. FILE may be a gzip file. Names are 00000, 00001, ...";
  kind.examples = {"sluice data libsvm a1a --dimensions 123 | sluice info",
                   "sluice data libsvm heart_scale --fold 1/5 --part test -o test.npy",
                   "sluice data libsvm mnist.scale --shuffle --take 1000 -f csv -o some.csv"};
  kind.options = [](Command* c) -> DataOpener {
    auto* dimensions = c->Own(std::optional<int64_t>());
    c->Custom(
         "--dimensions", "N",
         [=](const std::string& text) -> Status {
           SLUICE_ASSIGN_OR_RETURN(*dimensions, ParseInteger(text, {1}));
           return Status::Ok();
         },
         "length of the vectors")
        .default_text = "the greatest index";
    return [=](const std::vector<std::string>& words, const DecodeOptions&) {
      return OpenLibsvm(words[0], *dimensions);
    };
  };
  return kind;
}

DataKind UcrKind() {
  DataKind kind;
  kind.name = "ucr";
  kind.words = "FILE.tsv";
  kind.summary = "labelled series of the UCR archive";
  kind.description =
      "Reads lines with the label first and the samples of a series behind, with tabs, commas or "
      "blanks between. Frames are vectors (axes n, f32). Labels that are whole numbers are written "
      "as such (1, not 1.0000000e+00). Names are 00000, 00001, ...";
  kind.examples = {"sluice data ucr ECG200_TRAIN.tsv | sluice info",
                   "sluice data ucr GunPoint_TRAIN.tsv --classes 1 -o gun.npy",
                   "sluice data ucr ECG200_TRAIN.tsv --shuffle -f csv -o train.csv"};
  kind.options = [](Command*) -> DataOpener {
    return [](const std::vector<std::string>& words, const DecodeOptions&) {
      return OpenUcr(words[0]);
    };
  };
  return kind;
}

}  // namespace sluice
