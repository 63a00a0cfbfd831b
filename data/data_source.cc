#include "data/data_source.h"

#include <utility>

namespace sluice {
namespace {

class DataSource : public Source {
 public:
  DataSource(std::shared_ptr<const DataSet> set, std::vector<int64_t> chosen, Give give)
      : set_(std::move(set)),
        chosen_(std::move(chosen)),
        pictures_(give != Give::kLabels || !set_->has_label_maps()),
        maps_(give != Give::kPictures && set_->has_label_maps()) {}

  Result<std::unique_ptr<RowReader>> Next() override {
    if (next_ == chosen_.size()) return std::unique_ptr<RowReader>();
    const int64_t entry = chosen_[next_];
    const bool map = map_is_next_ || !pictures_;
    map_is_next_ = !map && maps_;
    if (!map_is_next_) ++next_;
    Result<Frame> frame = map ? set_->LoadLabelMap(entry) : set_->Load(entry);
    if (!frame.ok()) {
      if (map_is_next_) ++next_;  // no map without its picture
      map_is_next_ = false;
      return frame.status();
    }
    frame->info().index = index_++;
    return MakeFrameReader(std::move(*frame));
  }

 private:
  std::shared_ptr<const DataSet> set_;
  std::vector<int64_t> chosen_;
  bool pictures_;
  bool maps_;
  size_t next_ = 0;
  bool map_is_next_ = false;  // the picture of entry next_ was given
  int64_t index_ = 0;
};

}  // namespace

std::unique_ptr<Source> MakeDataSource(std::shared_ptr<const DataSet> set,
                                       std::vector<int64_t> chosen, Give give) {
  return std::make_unique<DataSource>(std::move(set), std::move(chosen), give);
}

}  // namespace sluice
