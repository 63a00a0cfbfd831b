#include "data/picture_files.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "data/data_file.h"
#include "data/text_lines.h"
#include "lib/source.h"

namespace sluice {
namespace {

class PictureFiles : public DataSet {
 public:
  explicit PictureFiles(DecodeOptions decode) : decode_(std::move(decode)) {}

  // `where` the picture is named, for messages; empty if nowhere.
  void Add(Entry entry, std::string path, std::string where = "") {
    entries_.push_back(std::move(entry));
    paths_.push_back(std::move(path));
    where_.push_back(std::move(where));
  }

  Result<Frame> Load(int64_t i) const override {
    const Entry& entry = entries_[size_t(i)];
    Result<Frame> loaded = LoadPicture(paths_[size_t(i)], decode_);
    if (!loaded.ok()) {
      const std::string& where = where_[size_t(i)];
      return where.empty() ? loaded.status() : loaded.status().WithContext(where);
    }
    Frame frame = std::move(*loaded);
    frame.info().attributes.Set("name", entry.name);
    if (!entry.label.empty()) frame.info().attributes.Set("label", entry.label);
    return frame;
  }

 private:
  DecodeOptions decode_;
  std::vector<std::string> paths_;
  std::vector<std::string> where_;
};

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

std::unique_ptr<Source> OpenPicture(const std::string& path, const DecodeOptions& decode) {
  SourceOptions options;
  options.decode = decode;
  return MakeFileSource({path}, options);
}

}  // namespace

Result<FrameInfo> PictureHeader(const std::string& path, const DecodeOptions& decode) {
  const std::unique_ptr<Source> source = OpenPicture(path, decode);
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<RowReader> rows, source->Next());
  return rows->info();
}

Result<Frame> LoadPicture(const std::string& path, const DecodeOptions& decode) {
  const std::unique_ptr<Source> source = OpenPicture(path, decode);
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<RowReader> rows, source->Next());
  SLUICE_ASSIGN_OR_RETURN(Frame frame, ReadFrame(*rows));
  frame.info().attributes.Remove("name");
  frame.info().attributes.Remove("label");
  return frame;
}

Result<std::vector<std::string>> ListFolder(const std::string& folder) {
  std::error_code error;
  std::filesystem::directory_iterator files(folder, error);
  std::vector<std::string> names;
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
    std::string name = files->path().filename().string();
    if (!name.starts_with('.')) names.push_back(std::move(name));
  }
  if (error) return Status::Failed(folder + ": " + error.message());
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::vector<std::string>> ListPictures(const std::string& folder) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> names, ListFolder(folder));
  std::erase_if(names, [&](const std::string& name) {
    const std::optional<FormatChoice> format = FormatByExtension(name);
    return !format || !CanDecode(format->format) || !IsFile(JoinPath(folder, name));
  });
  return names;
}

Result<std::unique_ptr<DataSet>> OpenFolders(const std::string& root, const DecodeOptions& decode) {
  auto set = std::make_unique<PictureFiles>(decode);
  SLUICE_ASSIGN_OR_RETURN(const std::vector<std::string> classes, ListFolder(root));
  for (const std::string& label : classes) {
    const std::string folder = JoinPath(root, label);
    if (!IsFolder(folder)) continue;
    SLUICE_ASSIGN_OR_RETURN(const std::vector<std::string> pictures, ListPictures(folder));
    if (pictures.empty()) return Status::Failed(folder + ": expected pictures, found none");
    for (const std::string& name : pictures) {
      set->Add({label + "/" + name, label}, JoinPath(folder, name));
    }
  }
  if (set->size() == 0) {
    return Status::Failed(root + ": expected folders, one for each class, found none");
  }
  return std::unique_ptr<DataSet>(std::move(set));
}

Result<std::unique_ptr<DataSet>> OpenList(const std::string& path, const DecodeOptions& decode) {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, TextLimit()));
  auto set = std::make_unique<PictureFiles>(decode);
  const std::string folder = FolderOf(path);
  std::unordered_map<std::string, int64_t> lines;
  for (const TextLine& line : SplitLines(text)) {
    if (line.text.empty()) continue;
    const std::string where = path + ": line " + std::to_string(line.number);
    const auto error = [&](const std::string& message) {
      return Status::Failed(where + ": " + message);
    };
    const size_t tab = line.text.find('\t');
    const std::string name(line.text.substr(0, tab));
    const std::string label(tab == std::string_view::npos ? "" : line.text.substr(tab + 1));
    if (name.empty() || label.find('\t') != std::string::npos ||
        line.text.find('\0') != std::string_view::npos) {
      const auto fields = std::count(line.text.begin(), line.text.end(), '\t') + 1;
      return error("expected PATH TAB LABEL, found " + std::to_string(fields) +
                   (fields == 1 ? " field" : " fields") +
                   (name.empty() ? ", the first of them empty" : ""));
    }
    const auto [known, is_new] = lines.emplace(name, line.number);
    if (!is_new) return error(name + " again, as in line " + std::to_string(known->second));
    set->Add({name, label}, name.starts_with('/') ? name : folder + name, where);
  }
  if (set->size() == 0) return Status::Failed(path + ": expected lines PATH TAB LABEL, found none");
  return std::unique_ptr<DataSet>(std::move(set));
}

}  // namespace sluice
