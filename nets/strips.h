// Convolutions one after the other, done strip by strip: a few rows of the first, what the second
// makes of them, and so on, so that results in between stay in the cache. Where pictures are large
// and have few channels the memory is what limits these layers, not the arithmetic.
#ifndef SLUICE_NETS_STRIPS_H_
#define SLUICE_NETS_STRIPS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "lib/convolution.h"
#include "lib/status.h"
#include "nets/layer.h"

namespace sluice {

// A convolution of pictures with what is folded into it.
struct StripStage {
  ConvShape shape;  // of one picture
  const float* weights = nullptr;
  const float* bias = nullptr;  // or null
  Fusion fusion;
};

class Strips {
 public:
  // Each stage's input is the output of the one before; none has a depth. Weights are packed, not
  // kept. Fails when memory is short.
  static Result<std::shared_ptr<const Strips>> Create(const std::vector<StripStage>& stages);

  // Working memory of Forward, in numbers.
  size_t scratch() const;
  // The same bytes as of one convolution after the other, for any number of threads.
  void Forward(const float* input, int64_t batch, float* output, float* scratch) const;

 private:
  // How many rows there are, how many of them are padding above and below.
  using Rows = std::array<int64_t, 3>;
  struct Stage {
    ConvShape shape;
    bool pointwise = false;  // a single tap without a stride: any rows are alike
    std::map<Rows, std::shared_ptr<const void>> convolutions;  // by the rows they give
    int64_t most_rows = 0;  // of the output that are kept at a time; 0 for the last stage
    int64_t row_size() const { return shape.output(2) * shape.out_channels; }
    int64_t first_input(int64_t row) const { return row * shape.stride[1] - shape.pad_before[1]; }
    int64_t end_input(int64_t end) const {
      return first_input(end - 1) + (shape.kernel[1] - 1) * shape.dilation[1] + 1;
    }
  };

  template <class F>
  void Walk(int64_t begin, int64_t end, const F& step) const;
  Rows RowsOf(const Stage& stage, int64_t begin, int64_t end) const;
  void MeasureRows();
  Status Pack(const std::vector<StripStage>& stages);
  int64_t PieceSize() const;
  void RunPiece(const float* input, int64_t begin, int64_t end, float* output,
                float* scratch) const;
  int64_t rows() const { return stages_.back().shape.output(1); }

  std::vector<Stage> stages_;
  int64_t rows_each_ = 1;  // of the last stage, that a strip gives
};

}  // namespace sluice

#endif  // SLUICE_NETS_STRIPS_H_
