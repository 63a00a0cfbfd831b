#include "data/label_maps.h"

#include <map>
#include <utility>

#include "data/data_file.h"
#include "data/picture_files.h"

namespace sluice {
namespace {

std::string Stem(const std::string& name) { return name.substr(0, name.rfind('.')); }

// File names by what they are called without their extensions.
Result<std::map<std::string, std::string>> ByStem(const std::string& folder) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<std::string> names, ListPictures(folder));
  std::map<std::string, std::string> files;
  for (const std::string& name : names) {
    const auto [other, is_new] = files.emplace(Stem(name), name);
    if (!is_new) {
      return Status::Failed(folder + ": expected one picture for each name, found " +
                            other->second + " and " + name);
    }
  }
  return files;
}

class LabelMapSet : public DataSet {
 public:
  explicit LabelMapSet(DecodeOptions decode) : decode_(std::move(decode)) {}

  void Add(std::string name, std::string picture, std::string map) {
    entries_.push_back({std::move(name), ""});
    files_.push_back({std::move(picture), std::move(map)});
  }

  bool has_label_maps() const override { return true; }

  Result<Frame> Load(int64_t i) const override {
    const Files& files = files_[size_t(i)];
    SLUICE_ASSIGN_OR_RETURN(Frame frame, LoadPicture(files.picture, decode_));
    frame.info().attributes.Set("name", entries_[size_t(i)].name);
    frame.info().attributes.Set("labels", files.map);
    return frame;
  }

  Result<Frame> LoadLabelMap(int64_t i) const override {
    const Files& files = files_[size_t(i)];
    SLUICE_ASSIGN_OR_RETURN(Frame map, LoadPicture(files.map, decode_));
    FrameInfo& info = map.info();
    if (!info.is_picture() || info.shape[2] != 1 || info.dtype == DType::kF32) {
      return Status::Failed(files.map +
                            ": expected a map of labels, one integer a pixel, found a " +
                            info.Describe());
    }
    SLUICE_ASSIGN_OR_RETURN(const FrameInfo picture, PictureHeader(files.picture, decode_));
    if (!picture.is_picture() || info.shape[0] != picture.shape[0] ||
        info.shape[1] != picture.shape[1]) {
      return Status::Failed(files.map + ": expected the size of " + files.picture + ", a " +
                            picture.Describe() + ", found a " + info.Describe());
    }
    info.attributes.Set("name", entries_[size_t(i)].name);
    info.attributes.Set("role", "labels");
    return map;
  }

 private:
  struct Files {
    std::string picture;
    std::string map;
  };
  DecodeOptions decode_;
  std::vector<Files> files_;
};

}  // namespace

Result<std::unique_ptr<DataSet>> OpenLabelMaps(const std::string& root,
                                               const DecodeOptions& decode) {
  const std::string pictures_folder = JoinPath(root, "images");
  const std::string maps_folder = JoinPath(root, "labels");
  SLUICE_ASSIGN_OR_RETURN(const auto pictures, ByStem(pictures_folder));
  SLUICE_ASSIGN_OR_RETURN(auto maps, ByStem(maps_folder));
  if (pictures.empty()) return Status::Failed(pictures_folder + ": expected pictures, found none");
  auto set = std::make_unique<LabelMapSet>(decode);
  for (const auto& [stem, name] : pictures) {
    const auto map = maps.find(stem);
    if (map == maps.end()) {
      return Status::Failed(maps_folder + ": expected a map for " + name + ", found none");
    }
    set->Add(name, JoinPath(pictures_folder, name), JoinPath(maps_folder, map->second));
    maps.erase(map);
  }
  if (!maps.empty()) {
    return Status::Failed(pictures_folder + ": expected a picture for the map " +
                          maps.begin()->second + ", found none");
  }
  return std::unique_ptr<DataSet>(std::move(set));
}

}  // namespace sluice
