// Labels of frames that don't bring their own: by folder, or from a table.
#ifndef SLUICE_TOOLS_LABELS_H_
#define SLUICE_TOOLS_LABELS_H_

#include <map>
#include <string>

#include "lib/frame.h"
#include "lib/status.h"

namespace sluice {

class Labels {
 public:
  // "by-folder", or the path of a table: a name TAB label in each line. Fails with file and line.
  static Result<Labels> Load(const std::string& option);

  // Sets the frame's attribute `label`: the last folder of its name, or what the table has for its
  // name, its path or its file's name. Fails when there is none.
  Status Apply(FrameInfo* info) const;

 private:
  bool by_folder_ = false;
  std::string path_;
  std::map<std::string, std::string> table_;
};

}  // namespace sluice

#endif  // SLUICE_TOOLS_LABELS_H_
