#include "tools/labels.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "data/data_file.h"
#include "tools/values.h"

namespace sluice {
namespace {

// "cats" of "photos/cats/a.png".
std::string Folder(const std::string& name) {
  const size_t slash = name.rfind('/');
  if (slash == std::string::npos) return "";
  const size_t before = slash == 0 ? std::string::npos : name.rfind('/', slash - 1);
  return name.substr(before == std::string::npos ? 0 : before + 1,
                     slash - (before == std::string::npos ? 0 : before + 1));
}

}  // namespace

Result<Labels> Labels::Load(const std::string& option) {
  Labels labels;
  labels.by_folder_ = option == "by-folder";
  labels.path_ = option;
  if (labels.by_folder_) return labels;
  SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(option, TextLimit()));
  int line_number = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    ++line_number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    const std::string where = option + ":" + std::to_string(line_number);
    const size_t tab = line.find('\t');
    if (tab == std::string::npos || tab == 0 || tab + 1 == line.size()) {
      return Status::Failed(where + ": expected name TAB label, got " + Quoted(line));
    }
    const auto [place, is_new] = labels.table_.emplace(line.substr(0, tab), line.substr(tab + 1));
    if (!is_new && place->second != line.substr(tab + 1)) {
      return Status::Failed(where + ": " + Quoted(place->first) + " has two labels, " +
                            Quoted(place->second) + " and " + Quoted(line.substr(tab + 1)));
    }
  }
  return labels;
}

Status Labels::Apply(FrameInfo* info) const {
  const std::string* attribute = info->attributes.Find("name");
  const std::string name = attribute != nullptr ? *attribute : info->path;
  if (by_folder_) {
    const std::string folder = Folder(info->path.empty() ? name : info->path);
    if (folder.empty()) {
      return Status::Failed("--labels by-folder: " + Quoted(name) + " is in no folder");
    }
    info->attributes.Set("label", folder);
    return Status::Ok();
  }
  for (const std::string& key : {name, info->path, name.substr(name.rfind('/') + 1)}) {
    const auto found = table_.find(key);
    if (found == table_.end()) continue;
    info->attributes.Set("label", found->second);
    return Status::Ok();
  }
  return Status::Failed("--labels " + path_ + " has no line for " + Quoted(name));
}

}  // namespace sluice
