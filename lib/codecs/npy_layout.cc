#include "lib/codecs/npy_layout.h"

#include <algorithm>
#include <string_view>

namespace sluice {
namespace {

constexpr std::string_view kFrameOrder = "dhwc";
// Of a table without rows, which no samples in the file have to bear out.
constexpr uint64_t kMostEmptyColumns = 1 << 16;

// Whether `axes` names each dimension of an array of that rank, in any order.
bool NamesAxes(const std::string& axes, size_t rank) {
  if (axes.size() != rank) return false;
  if (axes == "n" || axes == "nc") return true;
  for (size_t i = 0; i < axes.size(); ++i) {
    if (kFrameOrder.find(axes[i]) == std::string_view::npos) return false;
    if (axes.find(axes[i], i + 1) != std::string::npos) return false;
  }
  return axes.find('h') != std::string::npos && axes.find('w') != std::string::npos;
}

Result<std::string> ChooseAxes(const std::vector<uint64_t>& shape, const std::string& asked,
                               const std::string& tag) {
  if (!asked.empty()) {
    if (NamesAxes(asked, shape.size())) return asked;
    return Status::Usage(
        "axes '" + asked + "' don't fit an array of shape " + ShapeText(shape),
        "one letter a dimension: hw, hwc, chw, dhw, dhwc, n for a vector, or nc for a table");
  }
  return NamesAxes(tag, shape.size()) ? tag : DefaultAxes(shape);
}

// Fails unless the frame's rows and their samples are within the limits. Never overflows.
Status CheckLayout(const NpyLayout& layout, const Limits& limits) {
  const std::vector<int64_t>& shape = layout.shape;
  const bool channels_last = shape.size() >= 2 && layout.axes.back() == 'c';
  const size_t width_axis = shape.size() - (channels_last ? 2 : 1);
  uint64_t rows = 1;
  for (size_t i = 0; i < width_axis; ++i) {
    if (__builtin_mul_overflow(rows, static_cast<uint64_t>(shape[i]), &rows)) {
      return Status::Failed("too large: an array with more than 2^64 rows");
    }
  }
  return CheckSize(static_cast<uint64_t>(shape[width_axis]), rows,
                   channels_last ? static_cast<uint64_t>(shape.back()) : 1, limits);
}

// The elements from one index to the next, for each dimension of `shape`.
std::vector<int64_t> FileStrides(const NpyHeader& header, const std::vector<uint64_t>& shape) {
  std::vector<size_t> fastest_first;
  for (size_t i = header.shape.size(); i-- > 0;) fastest_first.push_back(i);
  if (header.fortran_order) std::reverse(fastest_first.begin(), fastest_first.end());
  // The two parts of a complex number lie together in either order.
  if (header.element.complex) fastest_first.insert(fastest_first.begin(), header.shape.size());

  std::vector<int64_t> strides(shape.size());
  int64_t stride = 1;
  for (const size_t axis : fastest_first) {
    strides[axis] = stride;
    stride *= static_cast<int64_t>(shape[axis]);
  }
  return strides;
}

}  // namespace

std::string DefaultAxes(const std::vector<uint64_t>& shape) {
  switch (shape.size()) {
    case 1:
      return "n";
    case 2:
      return "hw";
    case 3:
      return shape[2] <= 4 ? "hwc" : "dhw";
    case 4:
      return "dhwc";
    default:
      return std::string(shape.size(), '?');
  }
}

Result<NpyLayout> LayOut(const NpyHeader& header, const std::string& asked, const std::string& tag,
                         const Limits& limits) {
  std::vector<uint64_t> shape = header.shape;
  if (header.element.complex) shape.push_back(2);
  const size_t rank = shape.size();
  if (header.shape.empty())
    return Status::Failed("NPY: expected an array, found a single number (shape ())");
  for (const uint64_t dimension : shape) {
    if (dimension > uint64_t{1} << 40) {
      return Status::Failed("too large: an array of shape " + ShapeText(shape));
    }
  }
  SLUICE_ASSIGN_OR_RETURN(const std::string axes, ChooseAxes(shape, asked, tag));
  for (size_t i = 0; i < rank; ++i) {
    // A table may have no rows.
    if (shape[i] == 0 && !(axes == "nc" && i == 0 && shape[1] <= kMostEmptyColumns)) {
      return Status::Failed("NPY: empty array of shape " + ShapeText(shape));
    }
  }

  // The array's dimensions in the frame's order.
  std::vector<size_t> order;
  NpyLayout layout;
  const bool in_file_order = axes[0] == 'n' || axes[0] == '?';
  if (in_file_order) {
    for (size_t i = 0; i < rank; ++i) order.push_back(i);
    layout.axes = axes;
  } else {
    for (const char letter : kFrameOrder) {
      const size_t at = axes.find(letter);
      if (at == std::string::npos) continue;
      order.push_back(at);
      layout.axes += letter;
    }
  }
  for (const size_t i : order) layout.shape.push_back(static_cast<int64_t>(shape[i]));
  const bool one_channel = !in_file_order && axes.find('c') == std::string::npos;
  if (one_channel) {
    layout.shape.push_back(1);
    layout.axes += 'c';
  }
  if (layout.shape[0] == 0) return layout;
  SLUICE_RETURN_IF_ERROR(CheckLayout(layout, limits));  // from here on nothing overflows

  const std::vector<int64_t> file_strides = FileStrides(header, shape);
  for (const size_t i : order) layout.strides.push_back(file_strides[i]);
  if (one_channel) layout.strides.push_back(1);

  int64_t in_order_stride = 1;
  for (size_t i = layout.shape.size(); i-- > 0;) {
    layout.in_order &= layout.shape[i] == 1 || layout.strides[i] == in_order_stride;
    in_order_stride *= layout.shape[i];
  }
  return layout;
}

}  // namespace sluice
