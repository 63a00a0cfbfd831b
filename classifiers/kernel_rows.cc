#include "classifiers/kernel_rows.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "classifiers/neighbour_scan.h"
#include "lib/gemm.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// Rows of a symmetric matrix computed at once, and the side of the squares it is mirrored in.
constexpr int64_t kRowsAtOnce = 512;
constexpr int64_t kSquare = 64;
constexpr int64_t kColumnsAtOnce = 2048;

void ChiSquareDistances(const KernelOperand& a, const KernelOperand& b, Matrix values) {
  ParallelFor(b.rows.rows, 256, [&](int64_t begin, int64_t end) {
    const KernelOperand part = b.Rows(begin, end);
    const ScanRows queries = {a.rows.data, a.rows.columns, a.rows.stride};
    const ScanRows rows = {part.rows.data, part.rows.columns, part.rows.stride};
    DirectDistances(Distance::kChi2, queries, a.rows.rows, rows, end - begin, values.data + begin,
                    values.stride);
  });
}

// Copies what is right of the diagonal blocks of rows [begin, end) to below them.
void Mirror(Matrix values, int64_t begin, int64_t end) {
  const int64_t pieces = (values.columns - end + kSquare - 1) / kSquare;
  ParallelFor(pieces, 1, [&](int64_t piece, int64_t) {
    const int64_t first = end + piece * kSquare;
    const int64_t last = std::min(first + kSquare, values.columns);
    for (int64_t r = begin; r < end; r += kSquare) {
      const int64_t stop = std::min(r + kSquare, end);
      for (int64_t column = first; column < last; ++column) {
        float* const to = values.row(column);
        for (int64_t i = r; i < stop; ++i) to[i] = values.row(i)[column];
      }
    }
  });
}

}  // namespace

std::vector<float> KernelRows::Centre(ConstMatrix rows, const KernelFunction& kernel) {
  if (kernel.kind != KernelKind::kRbf) return {};
  std::vector<float> centre(static_cast<size_t>(rows.columns));
  ParallelFor(rows.columns, 64, [&](int64_t begin, int64_t end) {
    std::vector<double> sums(size_t(end - begin));
    for (int64_t r = 0; r < rows.rows; ++r) {
      for (size_t k = 0; k < sums.size(); ++k) sums[k] += rows.row(r)[size_t(begin) + k];
    }
    for (size_t k = 0; k < sums.size(); ++k) {
      centre[size_t(begin) + k] = static_cast<float>(sums[k] / double(rows.rows));
    }
  });
  return centre;
}

Result<KernelRows> KernelRows::Create(ConstMatrix x, const std::vector<int64_t>& order,
                                      const KernelFunction& kernel,
                                      const std::vector<float>& centre) {
  KernelRows made;
  SLUICE_RETURN_IF_ERROR(made.Assign(x, order, kernel, centre));
  return made;
}

Status KernelRows::Assign(ConstMatrix x, const std::vector<int64_t>& order,
                          const KernelFunction& kernel, const std::vector<float>& centre) {
  const int64_t count = order.empty() ? x.rows : static_cast<int64_t>(order.size());
  const int64_t columns = kernel.kind == KernelKind::kChi2
                              ? (x.columns + kRowUnit - 1) / kRowUnit * kRowUnit
                              : x.columns;
  if (rows_.rank() == 0 || rows_.dim(0) < count || rows_.dim(1) != columns) {
    SLUICE_ASSIGN_OR_RETURN(rows_, Tensor::Create({count, columns}));
  }
  norms_.resize(static_cast<size_t>(count));
  ParallelFor(count, 64, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      const float* const from = x.row(order.empty() ? r : order[size_t(r)]);
      float* const to = AsMatrix(rows_).row(r);
      std::fill(std::copy_n(from, x.columns, to), to + columns, 0.0f);
      for (size_t k = 0; k < centre.size(); ++k) to[k] -= centre[k];
      double sums[4] = {};
      int64_t k = 0;
      for (; k + 4 <= columns; k += 4) {
        for (int64_t i = 0; i < 4; ++i) sums[i] += double(to[k + i]) * to[k + i];
      }
      for (; k < columns; ++k) sums[0] += double(to[k]) * to[k];
      norms_[size_t(r)] = static_cast<float>((sums[0] + sums[1]) + (sums[2] + sums[3]));
    }
  });
  return Status::Ok();
}

bool KernelRows::finite() const {
  return std::all_of(norms_.begin(), norms_.end(), [](float v) { return std::isfinite(v); });
}

void KernelBlock(const KernelFunction& kernel, const KernelOperand& a, const KernelOperand& b,
                 Matrix values) {
  if (kernel.kind == KernelKind::kChi2) {
    ChiSquareDistances(a, b, values);
  } else {
    Gemm(a.rows, b.rows, values, {.b = Transpose::kYes});
  }
  const int64_t across = (b.rows.rows + kColumnsAtOnce - 1) / kColumnsAtOnce;
  ParallelFor(a.rows.rows * across, 4, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t row = i / across;
      const int64_t first = i % across * kColumnsAtOnce;
      ApplyKernel(kernel, a.norms[row], b.norms + first,
                  std::min(kColumnsAtOnce, b.rows.rows - first), values.row(row) + first);
    }
  });
}

void SymmetricKernel(const KernelFunction& kernel, const KernelOperand& rows, Matrix values) {
  const int64_t count = rows.rows.rows;
  for (int64_t begin = 0; begin < count; begin += kRowsAtOnce) {
    const int64_t end = std::min(begin + kRowsAtOnce, count);
    const Matrix right = {values.row(begin) + begin, end - begin, count - begin, values.stride};
    KernelBlock(kernel, rows.Rows(begin, end), rows.Rows(begin, count), right);
    Mirror({values.data, count, count, values.stride}, begin, end);
  }
}

}  // namespace sluice
