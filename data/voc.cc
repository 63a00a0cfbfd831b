#include "data/voc.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "data/data_file.h"
#include "data/picture_files.h"
#include "data/text_lines.h"
#include "data/vector_set.h"
#include "data/xml.h"

namespace sluice {
namespace {

constexpr uint64_t kMaxXml = uint64_t{16} << 20;

struct Box {
  std::string label;
  int x0 = 0;
  int y0 = 0;
  int x1 = 0;
  int y1 = 0;
};

struct Picture {
  std::string name;
  std::string path;
  std::vector<Box> boxes;
};

Result<const XmlElement*> Child(const XmlElement& parent, const std::string& name,
                                const std::string& path) {
  if (const XmlElement* child = parent.Find(name)) return child;
  return LineError(path, parent.line,
                   "expected <" + name + "> in <" + parent.name + ">, found none");
}

// A coordinate; some tools write fractions.
Result<int> Coordinate(const XmlElement& box, const std::string& name, const std::string& path) {
  SLUICE_ASSIGN_OR_RETURN(const XmlElement* const element, Child(box, name, path));
  const std::optional<float> value = ParseSample(element->text);
  if (value && std::abs(*value) < 1e9f) return static_cast<int>(std::lround(*value));
  return LineError(path, element->line, "expected a coordinate, found " + FieldText(element->text));
}

// A side of the picture; some tools write 0, and no box would be inside.
Result<int> Length(const XmlElement& size, const std::string& name, const std::string& path) {
  SLUICE_ASSIGN_OR_RETURN(const int length, Coordinate(size, name, path));
  if (length >= 1) return length;
  return LineError(path, size.Find(name)->line,
                   "expected a " + name + " from 1, found " + std::to_string(length));
}

Result<Box> ReadBox(const XmlElement& object, const std::string& path) {
  SLUICE_ASSIGN_OR_RETURN(const XmlElement* const name, Child(object, "name", path));
  if (name->text.empty()) return LineError(path, name->line, "expected a class, found nothing");
  SLUICE_ASSIGN_OR_RETURN(const XmlElement* const bounds, Child(object, "bndbox", path));
  Box box;
  box.label = name->text;
  SLUICE_ASSIGN_OR_RETURN(box.x0, Coordinate(*bounds, "xmin", path));
  SLUICE_ASSIGN_OR_RETURN(box.y0, Coordinate(*bounds, "ymin", path));
  SLUICE_ASSIGN_OR_RETURN(box.x1, Coordinate(*bounds, "xmax", path));
  SLUICE_ASSIGN_OR_RETURN(box.y1, Coordinate(*bounds, "ymax", path));
  --box.x0;
  --box.y0;
  return box;
}

// What is left of the box in a picture; nothing if that is empty.
std::optional<Box> Clip(Box box, int width, int height) {
  box.x0 = std::max(box.x0, 0);
  box.y0 = std::max(box.y0, 0);
  box.x1 = std::min(box.x1, width);
  box.y1 = std::min(box.y1, height);
  if (box.x0 >= box.x1 || box.y0 >= box.y1) return std::nullopt;
  return box;
}

std::string BoxesText(const std::vector<Box>& boxes, const PictureInfo& picture) {
  std::string text;
  for (const Box& whole : boxes) {
    const std::optional<Box> box = Clip(whole, picture.width, picture.height);
    if (!box) continue;
    if (!text.empty()) text += ';';
    text += box->label;
    for (const int number : {box->x0, box->y0, box->x1, box->y1}) {
      text += ' ';
      text += std::to_string(number);
    }
  }
  return text;
}

class VocSet : public DataSet {
 public:
  VocSet(DecodeOptions decode, bool crop) : decode_(std::move(decode)), crop_(crop) {}

  Status Add(const std::string& root, const std::string& name) {
    const std::string path = JoinPath(root, "Annotations/" + name + ".xml");
    SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kMaxXml));
    const Result<XmlElement> xml = ParseXml(text);
    if (!xml.ok()) return xml.status().WithContext(path);
    if (xml->name != "annotation") {
      return LineError(path, xml->line, "expected <annotation>, found <" + xml->name + ">");
    }
    Picture picture;
    picture.name = name;
    SLUICE_ASSIGN_OR_RETURN(picture.path, FindPicture(root, name, *xml, path));
    SLUICE_ASSIGN_OR_RETURN(const XmlElement* const size, Child(*xml, "size", path));
    SLUICE_ASSIGN_OR_RETURN(const int width, Length(*size, "width", path));
    SLUICE_ASSIGN_OR_RETURN(const int height, Length(*size, "height", path));
    for (const XmlElement& object : xml->children) {
      if (object.name != "object") continue;
      SLUICE_ASSIGN_OR_RETURN(Box box, ReadBox(object, path));
      if (Clip(box, width, height)) picture.boxes.push_back(std::move(box));
    }
    for (size_t i = 0; crop_ && i < picture.boxes.size(); ++i) {
      entries_.push_back({name + "-" + std::to_string(i), picture.boxes[i].label});
      crops_.emplace_back(pictures_.size(), i);
    }
    if (!crop_) entries_.push_back({name, ""});
    pictures_.push_back(std::move(picture));
    return Status::Ok();
  }

  Result<Frame> Load(int64_t i) const override {
    return crop_ ? LoadCrop(size_t(i)) : LoadWhole(size_t(i));
  }

 private:
  // By <filename>, or else by the name of the XML file.
  static Result<std::string> FindPicture(const std::string& root, const std::string& name,
                                         const XmlElement& xml, const std::string& path) {
    const XmlElement* const file = xml.Find("filename");
    std::vector<std::string> names = {name + ".jpg", name + ".jpeg", name + ".png"};
    if (file != nullptr && !file->text.empty() && file->text.find('/') == std::string::npos) {
      names.insert(names.begin(), file->text);
    }
    for (const std::string& candidate : names) {
      std::string picture = JoinPath(root, "JPEGImages/" + candidate);
      if (IsFile(picture)) return picture;
    }
    return Status::Failed(path + ": expected the picture " + JoinPath(root, "JPEGImages/") +
                          names.front() + ", found none");
  }

  Result<Frame> LoadWhole(size_t i) const {
    const Picture& picture = pictures_[i];
    SLUICE_ASSIGN_OR_RETURN(Frame frame, LoadPicture(picture.path, decode_));
    FrameInfo& info = frame.info();
    info.attributes.Set("name", picture.name);
    info.attributes.Set("boxes", BoxesText(picture.boxes, info.picture()));
    // The line of metadata leaves out what it can't hold: boxes must not vanish.
    if (FormatMetadata(info.attributes).find(" boxes=") == std::string::npos) {
      return Status::Failed(picture.path +
                                ": expected boxes that fit into the 4000 bytes of a "
                                "line of metadata, found " +
                                std::to_string(picture.boxes.size()),
                            "--crop gives each box as a picture");
    }
    return frame;
  }

  Result<Frame> LoadCrop(size_t i) const {
    const auto [number, box_number] = crops_[i];
    const Picture& picture = pictures_[number];
    const std::lock_guard<std::mutex> lock(mutex_);
    if (last_ != picture.path) {  // the boxes of a picture mostly follow one another
      last_.clear();
      SLUICE_ASSIGN_OR_RETURN(last_frame_, LoadPicture(picture.path, decode_));
      last_ = picture.path;
    }
    const PictureInfo whole = last_frame_.info().picture();
    const std::optional<Box> box = Clip(picture.boxes[box_number], whole.width, whole.height);
    if (!box) {
      return Status::Failed(picture.path +
                            ": expected a picture of the size that its XML says, "
                            "found a " +
                            last_frame_.info().Describe());
    }
    FrameInfo info = last_frame_.info();
    PictureInfo part = whole;
    part.width = box->x1 - box->x0;
    part.height = box->y1 - box->y0;
    info.set_picture(part);
    info.attributes.Set("name", entries_[i].name);
    info.attributes.Set("label", entries_[i].label);
    SLUICE_ASSIGN_OR_RETURN(Frame frame, Frame::Create(std::move(info)));
    const size_t pixel = size_t(part.channels) * SampleSize(part.dtype);
    for (int y = 0; y < part.height; ++y) {
      std::memcpy(frame.RowBytes(y), last_frame_.RowBytes(box->y0 + y) + size_t(box->x0) * pixel,
                  size_t(part.width) * pixel);
    }
    return frame;
  }

  DecodeOptions decode_;
  bool crop_;
  std::vector<Picture> pictures_;
  std::vector<std::pair<size_t, size_t>> crops_;  // picture, box
  mutable std::mutex mutex_;                      // guards the last picture
  mutable std::string last_;
  mutable Frame last_frame_;
};

// A picture's name, and where it is listed, if it is.
struct Listed {
  std::string name;
  std::string where;
};

// The names of a split's list, or of all XML files.
Result<std::vector<Listed>> Names(const std::string& root, const std::string& split) {
  std::vector<Listed> listed;
  if (split.empty()) {
    SLUICE_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                            ListFolder(JoinPath(root, "Annotations")));
    for (const std::string& name : names) {
      if (name.ends_with(".xml")) listed.push_back({name.substr(0, name.size() - 4), ""});
    }
    return listed;
  }
  std::string path = JoinPath(root, "ImageSets/Main/" + split + ".txt");
  if (!IsFile(path)) path = JoinPath(root, split + ".txt");
  SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kMaxXml));
  for (const TextLine& line : SplitLines(text)) {
    const std::string_view name = Trimmed(line.text);
    if (name.empty()) continue;
    if (name.find('/') != std::string_view::npos || name.find('\0') != std::string_view::npos) {
      return LineError(path, line.number,
                       "expected the name of a picture, found " + FieldText(name));
    }
    listed.push_back({std::string(name), path + ": line " + std::to_string(line.number)});
  }
  if (listed.empty()) return Status::Failed(path + ": expected names of pictures, found none");
  return listed;
}

}  // namespace

Result<std::unique_ptr<DataSet>> OpenVoc(const std::string& root, const VocOptions& options,
                                         const DecodeOptions& decode) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Listed> names, Names(root, options.split));
  auto set = std::make_unique<VocSet>(decode, options.crop);
  for (const auto& [name, where] : names) {
    const Status status = set->Add(root, name);
    if (!status.ok()) return where.empty() ? status : status.WithContext(where);
  }
  if (set->size() == 0) {
    return Status::Failed(root + ": expected " +
                          (options.crop && !names.empty() ? "boxes" : "Annotations/*.xml") +
                          ", found none");
  }
  return std::unique_ptr<DataSet>(std::move(set));
}

}  // namespace sluice
