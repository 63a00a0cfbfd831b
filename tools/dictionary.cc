#include "tools/dictionary.h"

namespace sluice {

Result<std::shared_ptr<const ModelFile>> Dictionary::Load() {
  if (contents_ == nullptr) {
    SLUICE_ASSIGN_OR_RETURN(ModelFile file, ModelFile::Load(path));
    contents_ = std::make_shared<const ModelFile>(std::move(file));
  }
  return contents_;
}

}  // namespace sluice
