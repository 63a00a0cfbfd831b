#include "lib/gemm.h"

#include <algorithm>
#include <utility>

#include "lib/gemm_part.h"
#include "lib/parallel.h"
#include "lib/thread_scratch.h"

namespace sluice {
namespace {

// Rows of C that one part has at most, which bounds the memory for packed numbers.
constexpr int64_t kMostRows = 1008;
// Multiply-adds worth a part of their own: some 20 microseconds.
constexpr int64_t kLeastWork = int64_t{1} << 20;

int64_t CeilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }
int64_t RoundUp(int64_t a, int64_t unit) { return CeilDivide(a, unit) * unit; }

// Parts of equal size along rows and columns.
struct Grid {
  int64_t rows_each = 1;
  int64_t columns_each = 1;
};

// Enough parts for all threads, nearly square so that little is packed twice.
Grid MakeGrid(const GemmProduct& p) {
  int64_t wanted = 1;
  if (Threads() > 1) {
    const double work = double(p.rows) * double(p.columns) * double(p.depth);
    // A single row is a matter of memory, which is best read in few long stretches.
    const double most = (p.rows == 1 ? 1.0 : 4.0) * Threads();
    wanted = int64_t(std::clamp(work / double(kLeastWork), 1.0, most));
  }
  int64_t across = 1;
  int64_t down = CeilDivide(p.rows, kMostRows);
  while (across * down < wanted) {
    const int64_t rows = p.rows / down;
    const int64_t columns = p.columns / across;
    if (rows < 28 && columns < 128) break;
    if (columns >= 128 && (columns > rows || rows < 28)) {
      ++across;
    } else {
      ++down;
    }
  }
  Grid grid;
  grid.rows_each = CeilDivide(p.rows, down);
  grid.rows_each = RoundUp(grid.rows_each, grid.rows_each >= 168 ? 42 : 14);
  grid.columns_each = RoundUp(CeilDivide(p.columns, across), 64);
  return grid;
}

// A product of few columns is computed as its transpose, so that vectors run along the rows. That
// pays when they would be less than half full, or a little more when A needs no transposition.
bool IsTransposedBetter(int64_t rows, int64_t columns, Transpose a) {
  return columns <= (a == Transpose::kYes ? 12 : 7) && rows > columns;
}

}  // namespace

void Gemm(ConstMatrix a, ConstMatrix b, Matrix c, const GemmOptions& options) {
  if (c.rows <= 0 || c.columns <= 0) return;
  GemmProduct p;
  p.depth = options.a == Transpose::kYes ? a.rows : a.columns;
  p.c = c.data;
  p.bias = options.bias;
  p.add = options.add;
  const int64_t a_row = options.a == Transpose::kYes ? 1 : a.stride;
  const int64_t a_k = options.a == Transpose::kYes ? a.stride : 1;
  const int64_t b_column = options.b == Transpose::kYes ? b.stride : 1;
  const int64_t b_k = options.b == Transpose::kYes ? 1 : b.stride;
  if (IsTransposedBetter(c.rows, c.columns, options.a)) {
    p.rows = c.columns;
    p.columns = c.rows;
    p.c_row = 1;
    p.c_column = c.stride;
    p.a = b.data;
    p.a_row = b_column;
    p.a_k = b_k;
    p.b = a.data;
    p.b_column = a_row;
    p.b_k = a_k;
    p.transposed = true;
  } else {
    p.rows = c.rows;
    p.columns = c.columns;
    p.c_row = c.stride;
    p.c_column = 1;
    p.a = a.data;
    p.a_row = a_row;
    p.a_k = a_k;
    p.b = b.data;
    p.b_column = b_column;
    p.b_k = b_k;
  }
  const Grid grid = MakeGrid(p);
  const int64_t down = CeilDivide(p.rows, grid.rows_each);
  const int64_t across = CeilDivide(p.columns, grid.columns_each);
  ParallelFor(down * across, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      GemmPart part;
      part.row0 = i % down * grid.rows_each;
      part.row1 = std::min(part.row0 + grid.rows_each, p.rows);
      part.column0 = i / down * grid.columns_each;
      part.column1 = std::min(part.column0 + grid.columns_each, p.columns);
      RunGemmPart(p, part, ThreadScratch(GemmPartScratch(p, part)));
    }
  });
}

}  // namespace sluice
