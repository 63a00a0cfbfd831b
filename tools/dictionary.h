// Files that a command needs to describe pictures, such as textons: read where they lie, or taken
// from inside the model that was trained with them.
#ifndef SLUICE_TOOLS_DICTIONARY_H_
#define SLUICE_TOOLS_DICTIONARY_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "lib/frame.h"
#include "lib/model_file.h"
#include "lib/status.h"
#include "tools/command.h"

namespace sluice {

class Dictionary {
 public:
  // As the option gave it; "" for none.
  std::string path;

  // The file's contents, read once. Errors name the path.
  Result<std::shared_ptr<const ModelFile>> Load();
  // Takes `contents` for those of the file, which is not read.
  void Use(std::shared_ptr<const ModelFile> contents) { contents_ = std::move(contents); }

 private:
  std::shared_ptr<const ModelFile> contents_;
};

// The dictionary as a Parts (TextonDictionary, VisualWords), which has FromFile. Errors name the
// path.
template <class Parts>
Result<Parts> LoadDictionary(Dictionary& dictionary) {
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<const ModelFile> file, dictionary.Load());
  Result<Parts> parts = Parts::FromFile(*file);
  if (!parts.ok()) return parts.status().WithContext(dictionary.path);
  return parts;
}

// Calls add(frame) for every picture of `io`. Fails at the first one that can't be read or added,
// naming it: nothing is learnt from part of the data.
Status LearnFromPictures(Io& io, const std::function<Status(const Frame& frame)>& add);

// Makes a command of one that learns a dictionary: it writes a model file, as `learn` does.
void WritesDictionary(Command* command, std::function<Status(Io& io)> learn);

}  // namespace sluice

#endif  // SLUICE_TOOLS_DICTIONARY_H_
