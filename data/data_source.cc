#include "data/data_source.h"

#include <utility>

namespace sluice {
namespace {

class DataSource : public Source {
 public:
  DataSource(std::shared_ptr<const DataSet> set, std::vector<int64_t> chosen)
      : set_(std::move(set)), chosen_(std::move(chosen)) {}

  Result<std::unique_ptr<RowReader>> Next() override {
    if (next_ == chosen_.size()) return std::unique_ptr<RowReader>();
    const int64_t entry = chosen_[next_++];
    SLUICE_ASSIGN_OR_RETURN(Frame frame, set_->Load(entry));
    frame.info().index = index_++;
    return MakeFrameReader(std::move(frame));
  }

 private:
  std::shared_ptr<const DataSet> set_;
  std::vector<int64_t> chosen_;
  size_t next_ = 0;
  int64_t index_ = 0;
};

}  // namespace

std::unique_ptr<Source> MakeDataSource(std::shared_ptr<const DataSet> set,
                                       std::vector<int64_t> chosen) {
  return std::make_unique<DataSource>(std::move(set), std::move(chosen));
}

}  // namespace sluice
