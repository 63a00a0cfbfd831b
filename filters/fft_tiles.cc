#include "filters/fft_tiles.h"

#include <algorithm>
#include <cstring>

#include "filters/transpose.h"

namespace sluice {
namespace {

// Samples [x, x + kGroup) of a tile's row.
void LoadGroup(const TileRow& row, size_t x, float* group) {
  const size_t count = row.count > x ? std::min<size_t>(kGroup, row.count - x) : 0;
  if (count > 0) std::memcpy(group, row.samples + x, count * sizeof(float));
  std::fill(group + count, group + kGroup, 0.0f);
}

}  // namespace

TileFft::Workspace::Workspace(const TileFft& fft)
    : re_(size_t(std::max(fft.width(), fft.height())) * kGroup),
      im_(size_t(std::max(fft.width(), fft.height())) * kGroup),
      turned_re_(size_t(fft.width()) * fft.turned_stride()),
      turned_im_(size_t(fft.width()) * fft.turned_stride()) {}

void TileFft::Forward(const TileRow* real, const TileRow* imaginary, Workspace& work, float* re,
                      float* im) const {
  const auto rows = static_cast<size_t>(height());
  const auto columns = static_cast<size_t>(width());
  const size_t stride = turned_stride();
  for (size_t x = 0; x < columns; x += kGroup) {
    for (size_t y = 0; y < rows; ++y) {
      LoadGroup(real[y], x, work.re_.data() + y * kGroup);
      LoadGroup(imaginary[y], x, work.im_.data() + y * kGroup);
    }
    along_y_.Forward(work.re_.data(), work.im_.data());
    GroupsToRows(work.re_.data(), rows, stride, work.turned_re_.data() + x * stride);
    GroupsToRows(work.im_.data(), rows, stride, work.turned_im_.data() + x * stride);
  }
  for (size_t y = 0; y < rows; y += kGroup) {
    float* const strip_re = re + y * columns;
    float* const strip_im = im + y * columns;
    for (size_t x = 0; x < columns; ++x) {
      std::memcpy(strip_re + x * kGroup, work.turned_re_.data() + x * stride + y,
                  kGroup * sizeof(float));
      std::memcpy(strip_im + x * kGroup, work.turned_im_.data() + x * stride + y,
                  kGroup * sizeof(float));
    }
    along_x_.Forward(strip_re, strip_im);
  }
}

void TileFft::InverseStrip(size_t i, Workspace& work) const {
  along_x_.Inverse(work.re_.data(), work.im_.data());
  const size_t stride = turned_stride();
  for (size_t x = 0; x < size_t(width()); ++x) {
    std::memcpy(work.turned_re_.data() + x * stride + i * kGroup, work.re_.data() + x * kGroup,
                kGroup * sizeof(float));
    std::memcpy(work.turned_im_.data() + x * stride + i * kGroup, work.im_.data() + x * kGroup,
                kGroup * sizeof(float));
  }
}

void TileFft::InverseColumns(size_t columns, size_t rows, size_t stride, Workspace& work,
                             float* real, float* imaginary) const {
  const size_t turned = turned_stride();
  for (size_t x = 0; x < columns; x += kGroup) {
    RowsToGroups(work.turned_re_.data() + x * turned, turned, size_t(height()), work.re_.data());
    RowsToGroups(work.turned_im_.data() + x * turned, turned, size_t(height()), work.im_.data());
    along_y_.Inverse(work.re_.data(), work.im_.data());
    for (size_t y = 0; y < rows; ++y) {
      std::memcpy(real + y * stride + x, work.re_.data() + y * kGroup, kGroup * sizeof(float));
      std::memcpy(imaginary + y * stride + x, work.im_.data() + y * kGroup, kGroup * sizeof(float));
    }
  }
}

}  // namespace sluice
