// Direct convolution: any kernel, any planes, any stride; one multiplication and addition a tap.
#include <algorithm>
#include <utility>
#include <vector>

#include "filters/convolve_method.h"
#include "filters/correlate.h"
#include "filters/padded_rows.h"
#include "filters/response_rows.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Samples of an output row that are summed at a time, so that their sums stay in L1.
constexpr size_t kChunk = 1024;

// A is the type that products are summed in.
template <class A>
class DirectConvolve : public ConvolveMethod {
 public:
  DirectConvolve(const ConvolveGeometry& geometry, KernelBank bank)
      : geometry_(geometry),
        bank_(std::move(bank)),
        weights_(bank_.weights.begin(), bank_.weights.end()) {}

  void Rows(const RowWindow* slices, RowRange out, const RowBand& band) const override {
    // Rows of a block share what they load when they are neighbours.
    const int block = geometry_.stride_y == 1 ? kCorrelateRows : 1;
    PaddedRows<A> rows(geometry_, bank_.width, bank_.depth, bank_.channels > 1,
                       bank_.height + block - 1);
    std::vector<const A*> pointers(size_t(bank_.planes()) * size_t(bank_.height + block - 1));
    for (int y = out.begin; y < out.end; y += block) {
      const RowRange made{y, std::min(y + block, out.end)};
      const RowRange needed = geometry_.InputRows(made, bank_.height);
      rows.Require(slices, needed.begin, needed.end);
      for (int p = 0; p < bank_.planes(); ++p) {
        for (int r = 0; r < needed.size(); ++r) {
          pointers[size_t(p) * size_t(needed.size()) + size_t(r)] = rows.Row(needed.begin + r, p);
        }
      }
      Block(pointers.data(), rows.offsets().data(), needed.size(), made, band);
    }
  }

 private:
  void Block(const A* const* rows, const ptrdiff_t* offsets, int plane_rows, RowRange made,
             const RowBand& band) const {
    const ResponseRows responses(geometry_, bank_);
    Scratch<A> sums(kCorrelateRows * (kChunk + kCorrelateSlack));
    A* out[kCorrelateRows];
    Correlation<A> c;
    c.rows = rows;
    c.planes = bank_.planes();
    c.plane_rows = plane_rows;
    c.height = bank_.height;
    c.width = bank_.width;
    c.offsets = offsets;
    c.out_rows = made.size();
    c.out = out;
    for (int k = 0; k < bank_.count; ++k) {
      c.weights = weights_.data() + size_t(k) * size_t(bank_.planes()) * bank_.plane_size();
      for (c.begin = 0; c.begin < responses.samples(); c.begin += kChunk) {
        c.count = std::min(kChunk, responses.samples() - c.begin);
        // Sums that are results already go to their place, if they fill whole vectors.
        const bool in_place = responses.AreSums<A>() && c.count == kChunk;
        for (int i = 0; i < made.size(); ++i) {
          out[i] = in_place ? band.Row<A>(made.begin + i) + c.begin
                            : sums.data() + size_t(i) * (kChunk + kCorrelateSlack);
        }
        CorrelateRows(c);
        if (in_place) continue;
        for (int i = 0; i < made.size(); ++i) {
          responses.Write(out[i], k, c.begin, c.count, band, made.begin + i);
        }
      }
    }
  }

  ConvolveGeometry geometry_;
  KernelBank bank_;
  std::vector<A> weights_;
};

}  // namespace

std::unique_ptr<ConvolveMethod> MakeDirectConvolve(const ConvolveGeometry& geometry,
                                                   const KernelBank& bank) {
  if (geometry.accumulate == Accumulate::kF64) {
    return std::make_unique<DirectConvolve<double>>(geometry, bank);
  }
  return std::make_unique<DirectConvolve<float>>(geometry, bank);
}

}  // namespace sluice
