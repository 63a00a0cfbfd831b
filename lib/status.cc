#include "lib/status.h"

namespace sluice {

const std::string& Status::Empty() {
  static const std::string empty;
  return empty;
}

Status Status::WithContext(const std::string& context) const {
  if (ok()) return *this;
  return Status(rep_->kind, context + ": " + rep_->message, rep_->hint);
}

}  // namespace sluice
