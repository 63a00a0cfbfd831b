#include "filters/kernel.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace sluice {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == ','; }
bool EndsNumber(char c) {
  return IsBlank(c) || c == ';' || c == '\n' || c == '|' || c == '#' || c == '/';
}

// Splits the text into numbers and separators and checks that they form a box.
class KernelParser {
 public:
  explicit KernelParser(std::string_view text) : text_(text) {}

  Result<Kernel> Parse() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (IsBlank(c)) {
        ++at_;
      } else if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == ';' || c == '\n') {
        SLUICE_RETURN_IF_ERROR(EndRow());
        ++at_;
      } else if (c == '|') {
        SLUICE_RETURN_IF_ERROR(EndPlane());
        ++at_;
      } else {
        SLUICE_RETURN_IF_ERROR(TakeNumber());
      }
    }
    SLUICE_RETURN_IF_ERROR(EndPlane());
    Kernel kernel;
    if (planes_ > 1) kernel.shape.push_back(planes_);
    if (planes_ > 1 || rows_ > 1) kernel.shape.push_back(rows_);
    kernel.shape.push_back(columns_);
    kernel.weights = std::move(weights_);
    kernel.planes_first = true;
    return kernel;
  }

 private:
  std::string_view NextWord() {
    const size_t begin = at_;
    while (at_ < text_.size() && !EndsNumber(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  static std::optional<double> ToNumber(std::string_view word) {
    if (!word.empty() && word.front() == '+') word.remove_prefix(1);
    double value = 0;
    const char* const end = word.data() + word.size();
    const auto [rest, error] = std::from_chars(word.data(), end, value);
    if (error != std::errc() || rest != end || !std::isfinite(value)) return std::nullopt;
    return value;
  }

  Status TakeNumber() {
    const size_t begin = at_;
    std::optional<double> value = ToNumber(NextWord());
    if (at_ < text_.size() && text_[at_] == '/') {
      ++at_;
      const std::optional<double> divisor = ToNumber(NextWord());
      value = value && divisor && *divisor != 0 ? std::optional(*value / *divisor) : std::nullopt;
    }
    if (!value) {
      return Status::Usage("expected a number in the kernel, got \"" +
                           std::string(text_.substr(begin, at_ - begin)) + "\"");
    }
    if (static_cast<int64_t>(weights_.size()) == kMaxKernelWeights) {
      return Status::Usage("a kernel has at most " + std::to_string(kMaxKernelWeights) +
                           " weights");
    }
    weights_.push_back(*value);
    ++columns_in_row_;
    return Status::Ok();
  }

  // Empty rows don't count, so that line ends and semicolons may follow one another.
  Status EndRow() {
    if (columns_in_row_ == 0) return Status::Ok();
    if (columns_ == 0) columns_ = columns_in_row_;
    if (columns_in_row_ != columns_) {
      return Status::Usage("the rows of a kernel need equally many numbers, got " +
                           std::to_string(columns_) + " and " + std::to_string(columns_in_row_));
    }
    columns_in_row_ = 0;
    ++rows_in_plane_;
    return Status::Ok();
  }

  Status EndPlane() {
    SLUICE_RETURN_IF_ERROR(EndRow());
    if (rows_in_plane_ == 0) return Status::Usage("expected numbers in the kernel, got none");
    if (rows_ == 0) rows_ = rows_in_plane_;
    if (rows_in_plane_ != rows_) {
      return Status::Usage("the planes of a kernel need equally many rows, got " +
                           std::to_string(rows_) + " and " + std::to_string(rows_in_plane_));
    }
    rows_in_plane_ = 0;
    ++planes_;
    return Status::Ok();
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<double> weights_;
  int columns_ = 0;
  int rows_ = 0;
  int planes_ = 0;
  int columns_in_row_ = 0;
  int rows_in_plane_ = 0;
};

}  // namespace

Result<Kernel> ParseKernel(std::string_view text) { return KernelParser(text).Parse(); }

Result<std::vector<Kernel>> KernelsFromFrame(const Frame& frame, bool bank) {
  const FrameInfo& info = frame.info();
  std::vector<int64_t> shape = info.shape;
  if (shape.size() > 1 && info.axes.back() == 'c' && shape.back() == 1) shape.pop_back();
  const int64_t count = bank ? shape.front() : 1;
  if (bank) shape.erase(shape.begin());
  if (shape.empty() || shape.size() > 4) {
    return Status::Failed("expected a kernel of 1 to 4 dimensions, got a " + info.Describe());
  }
  const int64_t samples = info.row_count() * info.row_samples();
  if (samples / count > kMaxKernelWeights) {
    return Status::Failed("a kernel has at most " + std::to_string(kMaxKernelWeights) +
                          " weights, got a " + info.Describe());
  }
  std::vector<double> weights;
  weights.reserve(static_cast<size_t>(samples));
  for (int64_t row = 0; row < info.row_count(); ++row) {
    VisitDType(info.dtype, [&](auto zero) {
      const auto* samples_of_row = frame.Row<decltype(zero)>(row);
      weights.insert(weights.end(), samples_of_row, samples_of_row + info.row_samples());
    });
  }
  if (!std::all_of(weights.begin(), weights.end(), [](double w) { return std::isfinite(w); })) {
    return Status::Failed("a kernel's weights must be finite");
  }
  std::vector<Kernel> kernels(static_cast<size_t>(count));
  const auto size = static_cast<ptrdiff_t>(samples / count);
  for (size_t k = 0; k < kernels.size(); ++k) {
    kernels[k].shape.assign(shape.begin(), shape.end());
    const auto begin = weights.begin() + static_cast<ptrdiff_t>(k) * size;
    kernels[k].weights.assign(begin, begin + size);
  }
  return kernels;
}

}  // namespace sluice
