#include "lib/conv_gradient_part.h"

#include <algorithm>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_gradient_part.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_bias_gradient-inl.h"
#include "lib/conv_gradient_input-inl.h"
#include "lib/conv_gradient_tile-inl.h"
#include "lib/conv_patches-inl.h"
#include "lib/gemm_pack-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

int64_t CeilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }
int64_t RoundUp(int64_t a, int64_t unit) { return CeilDivide(a, unit) * unit; }

// Which operand gives the vectors: the gradients, along the output channels, or the input, along
// the numbers of a run of taps. Decided by how full the vectors are, and by what has to be moved:
// gradients are packed, and sums along the output channels transposed in the end.
bool AreVectorsGradients(const ConvProblem& p, const ConvGradientPart& part, int64_t positions) {
  const auto lanes = int64_t(hn::Lanes(F32()));
  if (!HasNeighbours(p) && p.in_channels % lanes != 0) return true;  // too much would be read
  const int64_t line = (HasNeighbours(p) ? p.kernel[2] : 1) * p.in_channels;
  const double depth = double(part.k1 - part.k0);
  const double out = double(p.out_channels);
  const double along_out = double(CeilDivide(p.out_channels, lanes)) * (depth + 2);
  const double along_line =
      out * depth / double(line) * double(CeilDivide(line, lanes)) + 0.4 * out;
  return along_out * double(positions) + 2 * depth * out <= along_line * double(positions);
}

class Part {
 public:
  Part(const ConvProblem& problem, const ConvGradientPart& part)
      : p_(problem),
        part_(part),
        blocks_(ConvGradientBlocks::Of(problem)),
        lanes_(int64_t(hn::Lanes(F32()))),
        along_out_(AreVectorsGradients(problem, part,
                                       (part.end - part.begin) * blocks_.rows * blocks_.width)),
        input_(p_, blocks_, !along_out_),
        panel_(along_out_ ? std::min(TileColumns(), RoundUp(p_.out_channels, lanes_)) : kTileRows) {
    FindRuns();
    pitch_ = RoundUp(along_out_ ? p_.out_channels : columns_, 16);
    const int64_t rows = along_out_ ? part.k1 - part.k0 : p_.out_channels;
    sums_size_ = RoundUp(rows * pitch_ + TileColumns(), 16);
    gradients_size_ = RoundUp(blocks_.rows * blocks_.width * RoundUp(p_.out_channels, panel_), 16);
  }

  size_t Scratch() const { return size_t(sums_size_ + gradients_size_) + input_.Scratch(); }

  void Run(const float* input, const float* d_output, bool add, float* d_weights, float* bias_sums,
           float* scratch) {
    sums_ = scratch;
    packed_ = sums_ + sums_size_;
    std::fill_n(sums_, sums_size_, 0.0f);
    if (bias_sums != nullptr) std::fill_n(bias_sums, p_.out_channels, 0.0f);
    for (int64_t block = part_.begin; block < part_.end; ++block) {
      rows_ =
          input_.Prepare(input + part_.group * p_.in_channels, block, packed_ + gradients_size_);
      const float* gradients = d_output + part_.group * p_.out_channels;
      FindGradients(gradients);
      for (int64_t i = 0; i < p_.out_channels; i += panel_width_) SumPanel(i);
      // Last, when the gradients are in cache.
      if (bias_sums != nullptr) SumBias(gradients, bias_sums);
    }
    Finish(add, d_weights + part_.group * p_.out_channels * p_.depth());
  }

 private:
  // Numbers k that lie side by side in the input, those of them that are of this part.
  struct TapRun {
    int64_t kz, ky, kx;
    int64_t first;  // number of the run
    int64_t count;
    int64_t k;       // of the part
    int64_t column;  // of the sums, where vectors run along k
  };

  void FindRuns() {
    const bool lines = input_.is_line();
    const int64_t width = lines ? 1 : p_.kernel[2];
    const int64_t depth = lines ? p_.kernel[2] * p_.in_channels : p_.in_channels;
    for (int64_t i = part_.k0 / depth; i * depth < part_.k1; ++i) {
      const int64_t first = std::max<int64_t>(part_.k0 - i * depth, 0);
      const int64_t count = std::min(depth, part_.k1 - i * depth) - first;
      runs_.push_back({i / width / p_.kernel[1], i / width % p_.kernel[1], i % width, first, count,
                       i * depth + first - part_.k0, columns_});
      columns_ += RoundUp(count, lanes_);
    }
  }

  void SumBias(const float* d_output, float* sums) const {
    int64_t positions = 0;
    for (int64_t i = 0; i < rows_; ++i) positions += input_.Count(i);
    AddBiasRows({d_output + input_.Output(0), p_.out_step[2], positions}, p_.out_channels, sums);
  }

  // Finds or packs the gradients of a block: in panels of vectors along the channels, or of as many
  // channels as a tile has rows.
  void FindGradients(const float* d_output) {
    starts_.resize(size_t(rows_));
    const int64_t last = input_.Output(rows_ - 1) + (input_.Count(rows_ - 1) - 1) * p_.out_step[2];
    // What is read beyond the channels is of no use but has to be there.
    if (along_out_ && p_.out_channels <= panel_ && p_.out_step[2] % 512 != 0 &&
        part_.group * p_.out_channels + last + panel_ <= p_.batch * p_.out_image) {
      gradients_ = d_output;
      step_ = p_.out_step[2];
      panel_width_ = panel_;
      for (int64_t i = 0; i < rows_; ++i) starts_[size_t(i)] = input_.Output(i);
      return;
    }
    // Tiles of nearly equal height, rather than whole tiles and a small rest.
    panel_width_ =
        along_out_ ? panel_ : CeilDivide(p_.out_channels, CeilDivide(p_.out_channels, panel_));
    gradients_ = packed_;
    step_ = panel_width_;
    panel_step_ = blocks_.rows * blocks_.width * panel_width_;
    int64_t place = 0;
    for (int64_t i = 0; i < rows_; ++i) {
      starts_[size_t(i)] = place * panel_width_;
      const float* from = d_output + input_.Output(i);
      for (int64_t n = 0; n < input_.Count(i); ++n, ++place, from += p_.out_step[2]) {
        float* to = packed_ + place * panel_width_;
        for (int64_t c = 0; c < p_.out_channels; c += panel_width_, to += panel_step_) {
          const int64_t count = std::min(panel_width_, p_.out_channels - c);
          CopyNumbers(from + c, count, to);
          if (along_out_) ZeroNumbers(panel_width_ - count, to + count);
        }
      }
    }
  }

  // A panel of output channels, with all runs.
  void SumPanel(int64_t channel) {
    const float* gradients = gradients_ + channel / panel_width_ * panel_step_;
    const int64_t channels = std::min(panel_width_, p_.out_channels - channel);
    for (const TapRun& run : runs_) {
      stretches_.clear();
      for (int64_t i = 0; i < rows_; ++i) {
        const GradientInput::Taken taken = input_.Take(i, run.kz, run.ky, run.kx);
        if (taken.count == 0) continue;
        const int64_t from = taken.offset + run.first;
        const int64_t start = starts_[size_t(i)] + taken.first * step_;
        stretches_.push_back(along_out_ ? GradientStretch{from, start, taken.count}
                                        : GradientStretch{start, from, taken.count});
      }
      if (stretches_.empty()) continue;
      if (along_out_) {
        SumAlongOut(run, gradients, channel, channels);
      } else {
        SumAlongRun(run, gradients, channel, channels);
      }
    }
  }

  void SumAlongOut(const TapRun& run, const float* gradients, int64_t channel, int64_t channels) {
    const int64_t tiles = CeilDivide(run.count, kTileRows);
    for (int64_t tile = 0; tile < tiles; ++tile) {
      const int64_t row = run.count * tile / tiles;
      const int64_t rows = run.count * (tile + 1) / tiles - row;
      FindGradientTile(rows, CeilDivide(channels, lanes_))(
          {stretches_.data(), int64_t(stretches_.size())},
          {input_.data() + row, p_.stride[2] * input_.step()}, {gradients, step_},
          {sums_ + (run.k + row) * pitch_ + channel, pitch_});
    }
  }

  void SumAlongRun(const TapRun& run, const float* gradients, int64_t channel, int64_t channels) {
    for (int64_t k = 0; k < run.count;) {
      const int64_t vectors = CeilDivide(run.count - k, lanes_) == 1 ? 1 : kTileVectors;
      FindGradientTile(channels, vectors)({stretches_.data(), int64_t(stretches_.size())},
                                          {gradients, step_},
                                          {input_.data() + k, p_.stride[2] * input_.step()},
                                          {sums_ + channel * pitch_ + run.column + k, pitch_});
      k += vectors * lanes_;
    }
  }

  void Finish(bool add, float* d_weights) const {
    const int64_t depth = part_.k1 - part_.k0;
    for (int64_t o = 0; o < p_.out_channels; ++o) {
      float* to = d_weights + o * p_.depth() + part_.k0;
      if (along_out_) {
        for (int64_t k = 0; k < depth; ++k) {
          to[k] = add ? to[k] + sums_[k * pitch_ + o] : sums_[k * pitch_ + o];
        }
        continue;
      }
      for (const TapRun& run : runs_) {
        const float* from = sums_ + o * pitch_ + run.column;
        for (int64_t k = 0; k < run.count; ++k) {
          to[run.k + k] = add ? to[run.k + k] + from[k] : from[k];
        }
      }
    }
  }

  const ConvProblem& p_;
  const ConvGradientPart part_;
  const ConvGradientBlocks blocks_;
  const int64_t lanes_;
  const bool along_out_;  // whether vectors run along the output channels
  GradientInput input_;
  const int64_t panel_;  // output channels of a panel, at most
  std::vector<TapRun> runs_;
  int64_t columns_ = 0;
  int64_t pitch_;  // of the sums: rows are numbers k, or output channels
  int64_t sums_size_;
  int64_t gradients_size_;
  float* sums_ = nullptr;
  // Of the block: its rows, and where the gradients of each of them are.
  int64_t rows_ = 0;
  std::vector<int64_t> starts_;
  float* packed_ = nullptr;
  const float* gradients_ = nullptr;
  int64_t step_ = 0;  // from position to position
  int64_t panel_width_ = 1;
  int64_t panel_step_ = 0;
  std::vector<GradientStretch> stretches_;
};

}  // namespace

size_t ConvGradientScratch(const ConvProblem& problem, const ConvGradientPart& part) {
  return Part(problem, part).Scratch();
}

void RunConvGradientPart(const ConvProblem& problem, const float* input, const float* d_output,
                         const ConvGradientPart& part, bool add, float* d_weights, float* bias_sums,
                         float* scratch) {
  Part(problem, part).Run(input, d_output, add, d_weights, bias_sums, scratch);
}

int64_t ChooseJoinedForGradient(const ConvProblem& p) {
  const auto lanes = int64_t(hn::Lanes(F32()));
  // Vectors for one output, along either operand.
  const int64_t line = p.kernel[2] * p.in_channels;
  return ChooseJoinedPixels(p, lanes, std::min(line, p.out_channels * CeilDivide(line, lanes)));
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(ConvGradientScratch);
HWY_EXPORT(RunConvGradientPart);
HWY_EXPORT(ChooseJoinedForGradient);

ConvGradientBlocks ConvGradientBlocks::Of(const ConvProblem& p) {
  constexpr int64_t kPositions = 256;
  ConvGradientBlocks b;
  b.across = (p.output[2] + kPositions - 1) / kPositions;
  b.width = (p.output[2] + b.across - 1) / b.across;
  b.across = (p.output[2] + b.width - 1) / b.width;
  const int64_t rows = p.batch * p.output[0] * p.output[1] * b.across;
  b.rows = b.across > 1 ? 1 : std::min(kPositions / b.width, rows);
  b.count = (rows + b.rows - 1) / b.rows;
  return b;
}

size_t ConvGradientScratch(const ConvProblem& problem, const ConvGradientPart& part) {
  return HWY_DYNAMIC_DISPATCH(ConvGradientScratch)(problem, part);
}

void RunConvGradientPart(const ConvProblem& problem, const float* input, const float* d_output,
                         const ConvGradientPart& part, bool add, float* d_weights, float* bias_sums,
                         float* scratch) {
  HWY_DYNAMIC_DISPATCH(RunConvGradientPart)
  (problem, input, d_output, part, add, d_weights, bias_sums, scratch);
}

int64_t ChooseJoinedForGradient(const ConvProblem& problem) {
  return HWY_DYNAMIC_DISPATCH(ChooseJoinedForGradient)(problem);
}

}  // namespace sluice
#endif  // HWY_ONCE
