// Products of which C has a single row: sums of a vector's numbers times rows of a matrix.
//
// Each number of the matrix is used once, so that memory is the limit: nothing is packed, and the
// matrix is read in long stretches as it lies. As in all products, each element of C is one chain
// of multiply-adds over k in order.
#if defined(SLUICE_LIB_GEMM_ROW_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_GEMM_ROW_INL_H_
#undef SLUICE_LIB_GEMM_ROW_INL_H_
#else
#define SLUICE_LIB_GEMM_ROW_INL_H_
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"
#include "lib/gemm_part.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Vectors of a number of lanes known to the compiler, for transposing squares of them.
#if HWY_TARGET == HWY_SCALAR
constexpr int kSquare = 1;
#elif HWY_HAVE_SCALABLE
constexpr int kSquare = 4;
#else
constexpr int kSquare = HWY_MAX_BYTES / 4;
#endif
using SquareF32 = hn::CappedTag<float, kSquare>;
using VSquare = hn::Vec<SquareF32>;

// Transposes each 4 x 4 numbers that lie in four vectors' blocks of 128 bits.
HWY_INLINE void TransposeBlocks(SquareF32 d, VSquare* v) {
#if HWY_TARGET != HWY_SCALAR
  const hn::Repartition<double, SquareF32> d64;
  const auto low01 = hn::BitCast(d64, hn::InterleaveLower(d, v[0], v[1]));
  const auto low23 = hn::BitCast(d64, hn::InterleaveLower(d, v[2], v[3]));
  const auto high01 = hn::BitCast(d64, hn::InterleaveUpper(d, v[0], v[1]));
  const auto high23 = hn::BitCast(d64, hn::InterleaveUpper(d, v[2], v[3]));
  v[0] = hn::BitCast(d, hn::InterleaveLower(d64, low01, low23));
  v[1] = hn::BitCast(d, hn::InterleaveUpper(d64, low01, low23));
  v[2] = hn::BitCast(d, hn::InterleaveLower(d64, high01, high23));
  v[3] = hn::BitCast(d, hn::InterleaveUpper(d64, high01, high23));
#else
  (void)d, (void)v;
#endif
}

// v[k] = the numbers k of `kSquare` lines, each of them at lines + line * stride.
HWY_INLINE void LoadTransposed(SquareF32 d, const float* lines, int64_t stride, VSquare* v) {
  VSquare u[kSquare];
#pragma GCC unroll 16
  for (int line = 0; line < kSquare; ++line) u[line] = hn::LoadU(d, lines + line * stride);
#pragma GCC unroll 4
  for (int line = 0; line + 4 <= kSquare; line += 4) TransposeBlocks(d, u + line);
  // Now block b of u[4 g + i] has the numbers 4 b + i of lines 4 g to 4 g + 3.
  if constexpr (kSquare <= 4) {
    std::copy_n(u, kSquare, v);
  } else if constexpr (kSquare == 8) {
#if HWY_MAX_BYTES >= 32 && !HWY_HAVE_SCALABLE
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
      v[i] = hn::ConcatLowerLower(d, u[4 + i], u[i]);
      v[4 + i] = hn::ConcatUpperUpper(d, u[4 + i], u[i]);
    }
#endif
  } else {
#if HWY_MAX_BYTES >= 64 && !HWY_HAVE_SCALABLE
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
      const VSquare even01 = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(u[4 + i]), u[i]);
      const VSquare odd01 = hn::OddEvenBlocks(u[4 + i], hn::SwapAdjacentBlocks(u[i]));
      const VSquare even23 = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(u[12 + i]), u[8 + i]);
      const VSquare odd23 = hn::OddEvenBlocks(u[12 + i], hn::SwapAdjacentBlocks(u[8 + i]));
      v[i] = hn::ConcatLowerLower(d, even23, even01);
      v[4 + i] = hn::ConcatLowerLower(d, odd23, odd01);
      v[8 + i] = hn::ConcatUpperUpper(d, even23, even01);
      v[12 + i] = hn::ConcatUpperUpper(d, odd23, odd01);
    }
#endif
  }
}

class RowProduct {
 public:
  RowProduct(const GemmProduct& product, const GemmPart& part)
      : p_(product), part_(part), lanes_(Lanes(product)) {}

  // Products of one row, and of no fewer columns than vectors have lanes.
  static bool Suits(const GemmProduct& p, const GemmPart& part) {
    return p.rows == 1 && part.column1 - part.column0 >= Lanes(p);
  }

  size_t Scratch() const { return size_t(kVectorNumbers + MostColumns()); }

  void Run(float* scratch) const {
    // Blocks of nearly equal size: none is narrower than a vector.
    const int64_t columns = part_.column1 - part_.column0;
    const int64_t blocks = (columns + kColumns - 1) / kColumns;
    for (int64_t i = 0; i < blocks; ++i) {
      RunColumns(part_.column0 + columns * i / blocks, part_.column0 + columns * (i + 1) / blocks,
                 scratch, scratch + kVectorNumbers);
    }
  }

 private:
  // Columns whose sums stay in the first cache, and numbers of the vector beside them.
  static constexpr int64_t kColumns = 4096;
  static constexpr int64_t kVectorNumbers = 1024;
  // Rows of the matrix that are added at a time: as many streams from memory, and as few loads and
  // stores of sums.
  static constexpr int kRows = 8;

  static int64_t Lanes(const GemmProduct& p) {
    return p.b_column == 1 ? int64_t(hn::Lanes(F32())) : kSquare;
  }
  int64_t MostColumns() const {
    return std::min(kColumns, part_.column1 - part_.column0) + HWY_MAX_BYTES / 4;
  }

  // The first column of vector `i`.
  int64_t Column(int64_t i, int64_t columns) const {
    return std::min(i * lanes_, columns - lanes_);
  }

  void RunColumns(int64_t begin, int64_t end, float* x, float* sums) const {
    const int64_t columns = end - begin;
    const int64_t vectors = (columns + lanes_ - 1) / lanes_;
    for (int64_t i = 0; i < vectors; ++i) {
      for (int64_t j = 0; j < lanes_; ++j) {
        sums[i * lanes_ + j] = Start(begin + Column(i, columns) + j);
      }
    }
    for (int64_t k = 0; k < p_.depth; k += kVectorNumbers) {
      const int64_t depth = std::min(kVectorNumbers, p_.depth - k);
      for (int64_t i = 0; i < depth; ++i) x[i] = p_.a[(k + i) * p_.a_k];
      const float* b = p_.b + k * p_.b_k + begin * p_.b_column;
      if (p_.b_column == 1) {
        AddRows(x, b, depth, columns, sums);
      } else {
        AddColumns(x, b, depth, columns, sums);
      }
    }
    for (int64_t i = 0; i < vectors; ++i) {
      float* c = p_.c + (begin + Column(i, columns)) * p_.c_column;
      for (int64_t j = 0; j < lanes_; ++j) c[j * p_.c_column] = sums[i * lanes_ + j];
    }
  }

  float Start(int64_t column) const {
    const float constant = p_.bias == nullptr ? 0.0f : p_.bias[p_.transposed ? 0 : column];
    if (!p_.add) return constant;
    const float c = p_.c[column * p_.c_column];
    return p_.bias == nullptr ? c : c + constant;
  }

  // Where the matrix's rows run along the columns of C.
  void AddRows(const float* x, const float* b, int64_t depth, int64_t columns, float* sums) const {
    int64_t k = 0;
    for (; k + kRows <= depth; k += kRows) {
      AddSomeRows<kRows>(x + k, b + k * p_.b_k, columns, sums);
    }
    for (; k < depth; ++k) AddSomeRows<1>(x + k, b + k * p_.b_k, columns, sums);
  }

  template <int kCount>
  HWY_INLINE void AddSomeRows(const float* x, const float* b, int64_t columns, float* sums) const {
    const F32 d;
    VF32 number[kCount];
    const float* row[kCount];
#pragma GCC unroll 8
    for (int i = 0; i < kCount; ++i) {
      number[i] = hn::Set(d, x[i]);
      row[i] = b + i * p_.b_k;
    }
    for (int64_t at = 0; at < columns; at += lanes_) {
      const int64_t column = std::min(at, columns - lanes_);
      VF32 sum = hn::LoadU(d, sums + at);
#pragma GCC unroll 8
      for (int i = 0; i < kCount; ++i) {
        sum = hn::MulAdd(number[i], hn::LoadU(d, row[i] + column), sum);
      }
      hn::StoreU(sum, d, sums + at);
    }
  }

  // Where they run along k: squares of numbers are transposed in registers, a few lines at a time,
  // so that memory sees few streams and lines a multiple of 4 KiB apart find room in the cache.
  void AddColumns(const float* x, const float* b, int64_t depth, int64_t columns,
                  float* sums) const {
    const SquareF32 d;
    for (int64_t at = 0; at < columns; at += kSquare) {
      const float* lines = b + std::min<int64_t>(at, columns - kSquare) * p_.b_column;
      VSquare sum = hn::LoadU(d, sums + at);
      int64_t k = 0;
      for (; k + kSquare <= depth; k += kSquare) {
        VSquare v[kSquare];
        LoadTransposed(d, lines + k, p_.b_column, v);
#pragma GCC unroll 16
        for (int i = 0; i < kSquare; ++i) sum = hn::MulAdd(hn::Set(d, x[k + i]), v[i], sum);
      }
      for (; k < depth; ++k) {
        HWY_ALIGN float numbers[kSquare];
        for (int line = 0; line < kSquare; ++line) numbers[line] = lines[line * p_.b_column + k];
        sum = hn::MulAdd(hn::Set(d, x[k]), hn::Load(d, numbers), sum);
      }
      hn::StoreU(sum, d, sums + at);
    }
  }

  const GemmProduct& p_;
  const GemmPart part_;
  const int64_t lanes_;
};

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_GEMM_ROW_INL_H_
