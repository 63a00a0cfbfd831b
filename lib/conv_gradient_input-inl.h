// The input pixels under a block of outputs, for gradients of weights: where they are, or as a copy
// in cache whose rows have zeros around them, as wide as the kernel reaches. Rows above and below
// the input are left out of the sums, and so are, for kernels with dilation, the pixels beside it.
#if defined(SLUICE_LIB_CONV_GRADIENT_INPUT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_CONV_GRADIENT_INPUT_INL_H_
#undef SLUICE_LIB_CONV_GRADIENT_INPUT_INL_H_
#else
#define SLUICE_LIB_CONV_GRADIENT_INPUT_INL_H_
#endif

#include <algorithm>
#include <cstdint>
#include <vector>

#include "hwy/highway.h"
#include "lib/conv_gradient_part.h"
#include "lib/conv_patches-inl.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Whether the taps along the width are neighbours.
HWY_INLINE bool HasNeighbours(const ConvProblem& p) {
  return p.kernel[2] == 1 || p.dilation[2] == 1;
}

class GradientInput {
 public:
  // `vectors`: pixels are read in vectors, beyond the last of their numbers.
  GradientInput(const ConvProblem& problem, const ConvGradientBlocks& blocks, bool vectors)
      : p_(problem), blocks_(blocks), lanes_(int64_t(hn::Lanes(F32()))) {
    // Pixels whose distance is a multiple of 2 KiB would share cache sets.
    const auto collides = [&](int64_t pixel) { return pixel * p_.stride[2] % 512 == 0; };
    const int64_t last = (p_.output[2] - 1) * p_.stride[2] - p_.pad[2] + p_.kernel[2];
    step_ = p_.in_step[2];
    copied_ = HasNeighbours(p_) && (p_.pad[2] > 0 || last > p_.input[2] || collides(step_) ||
                                    (p_.groups > 1 && p_.kernel[2] > 1) ||
                                    (vectors && (p_.kernel[2] * p_.in_channels) % lanes_ != 0));
    if (copied_) step_ = p_.in_channels + (collides(p_.in_channels) ? 16 : 0);
    pitch_ = ((blocks_.width - 1) * p_.stride[2] + p_.kernel[2]) * step_;
    rows_.resize(size_t(blocks_.rows));
  }

  // Whether the numbers of all taps along the width lie side by side.
  bool is_line() const {
    return HasNeighbours(p_) && (p_.kernel[2] == 1 || step_ == p_.in_channels);
  }
  int64_t step() const { return step_; }  // from pixel to pixel
  const float* data() const { return data_; }

  size_t Scratch() const {
    if (!copied_) return 0;
    // Each plane that a block's rows are in has the rows that the kernel reaches beyond them.
    const int64_t planes = (blocks_.rows - 1) / (p_.output[1] * blocks_.across) + 2;
    const int64_t reach = std::min((p_.kernel[1] - 1) * p_.dilation[1] + p_.stride[1], p_.input[1]);
    const int64_t rows =
        std::min(planes * p_.input[1], blocks_.rows * p_.stride[1] + planes * reach);
    return size_t(rows * p_.kernel[0] * pitch_ + 4 * lanes_);
  }

  // The rows of a block, of which there are so many; `input` is that of the group.
  int64_t Prepare(const float* input, int64_t block, float* scratch) {
    data_ = copied_ ? scratch : input;
    const int64_t first = block * blocks_.rows;
    const int64_t all = p_.batch * p_.output[0] * p_.output[1] * blocks_.across;
    count_ = std::min(blocks_.rows, all - first);
    ConvPosition position = ConvPosition::Of(p_, first / blocks_.across * p_.output[2]);
    position.at[2] = first % blocks_.across * blocks_.width;
    for (int64_t i = 0; i < count_; ++i) {
      Row& row = rows_[size_t(i)];
      row.image = position.image;
      row.z = position.at[0] * p_.stride[0] - p_.pad[0];
      row.y = position.at[1] * p_.stride[1] - p_.pad[1];
      row.x = position.at[2];
      row.count = std::min(blocks_.width, p_.output[2] - row.x);
      row.output = position.OutputOffset(p_);
      position.at[2] = p_.output[2] - 1;  // a block of several rows has whole ones
      position.Next(p_);
    }
    if (copied_) {
      for (int64_t i = 0; i < count_;) i = CopyPlane(input, i, scratch);
    }
    return count_;
  }

  // Where the gradients of a row of the block are.
  int64_t Output(int64_t row) const { return rows_[size_t(row)].output; }
  int64_t Count(int64_t row) const { return rows_[size_t(row)].count; }

  // The outputs of a row for which tap (kz, ky, kx) is inside the input (or a copied row), and
  // where the first one's pixel is.
  struct Taken {
    int64_t first = 0;
    int64_t count = 0;
    int64_t offset = 0;
  };
  Taken Take(int64_t row, int64_t kz, int64_t ky, int64_t kx) const {
    const Row& r = rows_[size_t(row)];
    const int64_t z = r.z + kz * p_.dilation[0];
    const int64_t y = r.y + ky * p_.dilation[1];
    if (z < 0 || z >= p_.input[0] || y < 0 || y >= p_.input[1]) return {};
    if (copied_) {
      return {0, r.count, r.copy + (kz * r.rows + y - r.low) * pitch_ + kx * step_};
    }
    const int64_t stride = p_.stride[2];
    const int64_t x = r.x * stride - p_.pad[2] + kx * p_.dilation[2];
    const int64_t first = x >= 0 ? 0 : std::min((-x + stride - 1) / stride, r.count);
    const int64_t last =
        x >= p_.input[2] ? first : std::clamp((p_.input[2] - 1 - x) / stride + 1, first, r.count);
    return {first, last - first,
            r.image * p_.in_image + z * p_.in_step[0] + y * p_.in_step[1] +
                (x + first * stride) * step_};
  }

 private:
  struct Row {
    int64_t image, z, y, x;  // z, y: of the first tap in the input; x: of the first output
    int64_t count;
    int64_t output;
    int64_t copy, low, rows;  // the copied rows [low, low + rows) of each plane, from `copy` on
  };

  // Copies what is under the rows from `begin` on that are in the same plane; returns their end.
  int64_t CopyPlane(const float* input, int64_t begin, float*& to) {
    const Row& first = rows_[size_t(begin)];
    int64_t end = begin;
    while (end < count_ && rows_[size_t(end)].image == first.image &&
           rows_[size_t(end)].z == first.z) {
      ++end;
    }
    const int64_t reach = (p_.kernel[1] - 1) * p_.dilation[1] + 1;
    const int64_t low = std::max<int64_t>(first.y, 0);
    const int64_t high = std::min(rows_[size_t(end - 1)].y + reach, p_.input[1]);
    for (int64_t i = begin; i < end; ++i) {
      rows_[size_t(i)].copy = to - data_;
      rows_[size_t(i)].low = low;
      rows_[size_t(i)].rows = std::max<int64_t>(high - low, 0);
    }
    for (int64_t kz = 0; kz < p_.kernel[0]; ++kz) {
      const int64_t z = first.z + kz * p_.dilation[0];
      const bool inside = z >= 0 && z < p_.input[0];
      for (int64_t y = low; y < high; ++y, to += pitch_) {
        if (!inside) continue;
        CopyRow(input + first.image * p_.in_image + z * p_.in_step[0] + y * p_.in_step[1],
                first.x * p_.stride[2] - p_.pad[2], to);
      }
    }
    return end;
  }

  // Pixels from x on, as many as a row of the copy has.
  void CopyRow(const float* row, int64_t x, float* to) const {
    const int64_t size = pitch_ / step_;
    const int64_t begin = std::clamp<int64_t>(-x, 0, size);
    const int64_t end = std::clamp(p_.input[2] - x, begin, size);
    ZeroNumbers(begin * step_, to);
    ZeroNumbers((size - end) * step_, to + end * step_);
    if (begin == end) return;
    row += (x + begin) * p_.in_step[2];
    if (step_ == p_.in_step[2]) {
      CopyNumbers(row, (end - begin) * step_, to + begin * step_);
      return;
    }
    for (int64_t i = begin; i < end; ++i, row += p_.in_step[2]) {
      CopyNumbers(row, p_.in_channels, to + i * step_);
    }
  }

  const ConvProblem& p_;
  const ConvGradientBlocks blocks_;
  const int64_t lanes_;
  bool copied_;
  int64_t step_;
  int64_t pitch_;  // of a row of the copy
  int64_t count_ = 0;
  const float* data_ = nullptr;
  std::vector<Row> rows_;
};

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_CONV_GRADIENT_INPUT_INL_H_
