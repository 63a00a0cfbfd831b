// Rows of kernel matrices, many at once: they come from matrix products.
#ifndef SLUICE_CLASSIFIERS_KERNEL_ROWS_H_
#define SLUICE_CLASSIFIERS_KERNEL_ROWS_H_

#include <cstdint>
#include <vector>

#include "classifiers/kernel_function.h"
#include "lib/matrix.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

// Vectors as a kernel takes them, borrowed.
struct KernelOperand {
  ConstMatrix rows;              // for kChi2 with columns padded with zeros
  const float* norms = nullptr;  // squared lengths
  KernelOperand Rows(int64_t begin, int64_t end) const {
    return {rows.Rows(begin, end), norms + begin};
  }
};

// Vectors as a kernel takes them. For kRbf a centre is taken off: differences stay the same, and
// |x|^2 + |y|^2 - 2 x y keeps more of their digits when numbers are small.
class KernelRows {
 public:
  // The centre of rows: their mean for kRbf, else nothing. The same for any number of threads.
  static std::vector<float> Centre(ConstMatrix rows, const KernelFunction& kernel);
  // Copies the rows `order` of x (all of them, if it is empty). Fails when memory is short.
  static Result<KernelRows> Create(ConstMatrix x, const std::vector<int64_t>& order,
                                   const KernelFunction& kernel, const std::vector<float>& centre);

  // The same into these, in their memory if it is enough.
  Status Assign(ConstMatrix x, const std::vector<int64_t>& order, const KernelFunction& kernel,
                const std::vector<float>& centre);

  int64_t count() const { return static_cast<int64_t>(norms_.size()); }
  KernelOperand operand() const { return {AsMatrix(rows_).Rows(0, count()), norms_.data()}; }
  // Whether lengths, and with them products, are finite.
  bool finite() const;

 private:
  Tensor rows_;
  std::vector<float> norms_;
};

// The kernel of each row of a with each row of b: a.rows.rows x b.rows.rows, both made for this
// kernel with the same centre. A value depends on its two rows alone, not on which others there
// are, and is the same with a and b exchanged. Runs over threads.
void KernelBlock(const KernelFunction& kernel, const KernelOperand& a, const KernelOperand& b,
                 Matrix values);

// The kernel matrix of all pairs of `rows`: values is count x count. Computes one half of it.
void SymmetricKernel(const KernelFunction& kernel, const KernelOperand& rows, Matrix values);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_KERNEL_ROWS_H_
