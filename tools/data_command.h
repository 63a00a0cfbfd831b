// Kinds of data sets as commands: each is a source of labelled frames with the same options for
// which of them are taken.
#ifndef SLUICE_TOOLS_DATA_COMMAND_H_
#define SLUICE_TOOLS_DATA_COMMAND_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "data/data_set.h"
#include "lib/codec.h"
#include "lib/status.h"
#include "tools/command.h"

namespace sluice {

// Opens the set that the words after the options name.
using DataOpener = std::function<Result<std::unique_ptr<DataSet>>(
    const std::vector<std::string>& words, const DecodeOptions& decode)>;

struct DataKind {
  std::string name;                   // "mnist": the command is "data mnist"
  std::string words;                  // "DIR"
  size_t max_words = 1;               // at least one is needed
  std::string summary;                // one line, no full stop
  std::string description;            // layout of the files, names of the examples
  std::vector<std::string> examples;  // at least three
  bool label_maps = false;            // pictures have maps of labels: --give
  // Declares the kind's own options on `command`, and returns what opens a set with their values.
  std::function<DataOpener(Command* command)> options;
};

// The command of a kind.
Command DataCommand(const DataKind& kind);

// Declares an option that takes names with commas between: "cat,dog".
Option& NamesOption(Command* command, const std::string& option, std::vector<std::string>* target,
                    const std::string& help);

// The kinds, in data_kinds.cc and data_vector_kinds.cc.
DataKind Cifar100Kind();
DataKind Cifar10Kind();
DataKind CsvKind();
DataKind FoldersKind();
DataKind LabelMapsKind();
DataKind LibsvmKind();
DataKind ListKind();
DataKind MnistKind();
DataKind UcrKind();
DataKind VocKind();
DataKind VolumeKind();

}  // namespace sluice

#endif  // SLUICE_TOOLS_DATA_COMMAND_H_
