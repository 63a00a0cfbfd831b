// Collections of labelled frames on disk, seen as lists.
#ifndef SLUICE_DATA_DATA_SET_H_
#define SLUICE_DATA_DATA_SET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "lib/frame.h"
#include "lib/status.h"

namespace sluice {

class DataSet {
 public:
  // One example, known without reading its samples.
  struct Entry {
    std::string name;   // unique within the set: "train-00042", "cats/a.png"
    std::string label;  // empty: none
  };

  virtual ~DataSet() = default;
  const std::vector<Entry>& entries() const { return entries_; }
  int64_t size() const { return static_cast<int64_t>(entries_.size()); }
  // The frame of entry i, with the attributes `name` and, where there is one, `label`. Errors name
  // the file and what was expected and found there. May be called in any order.
  virtual Result<Frame> Load(int64_t i) const = 0;
  // Whether each entry has a map of labels beside its frame.
  virtual bool has_label_maps() const { return false; }
  // The map of entry i: a u8 or u16 picture of one channel with the same `name` and role=labels.
  virtual Result<Frame> LoadLabelMap(int64_t /*i*/) const {
    return Status::Usage("this data set has no maps of labels");
  }

 protected:
  std::vector<Entry> entries_;
};

}  // namespace sluice

#endif  // SLUICE_DATA_DATA_SET_H_
