#include "nets/strips.h"

#include <algorithm>
#include <utility>

#include "lib/parallel.h"
#include "nets/prepared_convolution.h"

namespace sluice {
namespace {

// All rows that are kept (384 KiB) are to stay in the second-level cache.
constexpr int64_t kKept = 96 * 1024;
// Parts of a picture, where there are threads for them; each computes a few rows at its border
// again.
constexpr int64_t kPieces = 4;

bool IsPointwise(const ConvShape& s) {
  return s.kernel[1] == 1 && s.kernel[2] == 1 && s.stride[1] == 1 && s.stride[2] == 1 &&
         s.pad_before[1] == 0 && s.pad_before[2] == 0 && s.pad_after[1] == 0 && s.pad_after[2] == 0;
}

}  // namespace

// Calls step(stage, begin, end) for the rows that each stage has to give, strip after strip, so
// that the last one gives [begin, end). Rows come in order and once; what they are made from has
// come before.
template <class F>
void Strips::Walk(int64_t begin, int64_t end, const F& step) const {
  const size_t last = stages_.size() - 1;
  std::vector<int64_t> done(stages_.size());
  done[last] = begin;
  for (size_t i = last; i-- > 0;) {
    done[i] = std::max<int64_t>(0, stages_[i + 1].first_input(done[i + 1]));
  }
  std::vector<int64_t> to(stages_.size());
  while (done[last] < end) {
    to[last] = std::min(end, done[last] + rows_each_);
    for (size_t i = last; i-- > 0;) {
      const int64_t needed = stages_[i + 1].end_input(to[i + 1]);
      to[i] = std::clamp(needed, done[i], stages_[i].shape.output(1));
      to[i] = std::max(to[i], done[i]);
    }
    for (size_t i = 0; i <= last; ++i) {
      if (to[i] > done[i]) step(i, done[i], to[i]);
      done[i] = to[i];
    }
  }
}

Strips::Rows Strips::RowsOf(const Stage& stage, int64_t begin, int64_t end) const {
  if (stage.pointwise) return {1, 0, 0};
  return {end - begin, std::max<int64_t>(0, -stage.first_input(begin)),
          std::max<int64_t>(0, stage.end_input(end) - stage.shape.input[1])};
}

// The rows of each stage that are there at once: those that the next one still reads, with those
// that are added to them.
void Strips::MeasureRows() {
  for (Stage& stage : stages_) stage.most_rows = 0;
  for (const int64_t pieces : {int64_t{1}, kPieces}) {
    for (int64_t piece = 0; piece < pieces; ++piece) {
      std::vector<int64_t> next(stages_.size(), -1);  // the row that each stage begins with
      const int64_t begin = rows() * piece / pieces;
      next.back() = begin;
      for (size_t i = stages_.size() - 1; i-- > 0;) {
        next[i] = std::max<int64_t>(0, stages_[i + 1].first_input(next[i + 1]));
      }
      Walk(begin, rows() * (piece + 1) / pieces, [&](size_t i, int64_t, int64_t to) {
        if (i + 1 < stages_.size()) {
          const int64_t kept =
              std::clamp<int64_t>(stages_[i + 1].first_input(next[i + 1]), 0, next[i]);
          stages_[i].most_rows = std::max(stages_[i].most_rows, to - kept);
        }
        next[i] = to;
      });
    }
  }
}

int64_t Strips::PieceSize() const {
  int64_t numbers = 0;
  for (const Stage& stage : stages_) numbers += (stage.most_rows * stage.row_size() + 15) / 16 * 16;
  return numbers;
}

size_t Strips::scratch() const {
  return static_cast<size_t>((Threads() == 1 ? 1 : kPieces) * PieceSize());
}

// A convolution for each number of rows, padded or not, that a strip can ask for.
Status Strips::Pack(const std::vector<StripStage>& stages) {
  Status status = Status::Ok();
  const auto pack = [&](size_t i, int64_t begin, int64_t end) {
    Stage& stage = stages_[i];
    const Rows rows = RowsOf(stage, begin, end);
    if (!status.ok() || stage.convolutions.contains(rows)) return;
    ConvShape shape = stage.shape;
    if (stage.pointwise) {
      shape.input = {1, 1, 1};
    } else {
      shape.pad_before[1] = rows[1];
      shape.pad_after[1] = rows[2];
      shape.input[1] = stage.end_input(end) - stage.first_input(begin) - rows[1] - rows[2];
    }
    Result<std::shared_ptr<const void>> made =
        PreparedConvolution::Create(shape, stages[i].weights, stages[i].bias, stages[i].fusion);
    if (!made.ok()) {
      status = made.status();
      return;
    }
    stage.convolutions[rows] = std::move(*made);
  };
  for (const int64_t pieces : {int64_t{1}, kPieces}) {
    for (int64_t piece = 0; piece < pieces; ++piece) {
      Walk(rows() * piece / pieces, rows() * (piece + 1) / pieces, pack);
    }
  }
  return status;
}

Result<std::shared_ptr<const Strips>> Strips::Create(const std::vector<StripStage>& stages) {
  auto strips = std::make_shared<Strips>();
  for (const StripStage& stage : stages) {
    Stage own;
    own.shape = stage.shape;
    own.shape.batch = 1;
    own.pointwise = IsPointwise(stage.shape);
    strips->stages_.push_back(std::move(own));
  }
  strips->MeasureRows();
  for (int64_t rows = 2; rows <= strips->rows(); rows *= 2) {
    strips->rows_each_ = rows;
    strips->MeasureRows();
    if (strips->PieceSize() > kKept) {
      strips->rows_each_ = rows / 2;
      strips->MeasureRows();
      break;
    }
  }
  SLUICE_RETURN_IF_ERROR(strips->Pack(stages));
  return std::shared_ptr<const Strips>(std::move(strips));
}

void Strips::RunPiece(const float* input, int64_t begin, int64_t end, float* output,
                      float* scratch) const {
  // Rows [first, end) of a stage's output, kept from `data` on.
  struct Kept {
    float* data = nullptr;
    int64_t first = 0;
    int64_t end = 0;
  };
  std::vector<Kept> kept(stages_.size());
  for (size_t i = 0; i + 1 < stages_.size(); ++i) {
    kept[i].data = scratch;
    scratch += (stages_[i].most_rows * stages_[i].row_size() + 15) / 16 * 16;
  }
  kept.back() = {output, 0, begin};
  for (size_t i = stages_.size() - 1; i-- > 0;) {
    kept[i].first = kept[i].end = std::max<int64_t>(0, stages_[i + 1].first_input(kept[i + 1].end));
  }
  Walk(begin, end, [&](size_t i, int64_t row, int64_t to) {
    const Stage& stage = stages_[i];
    Kept& own = kept[i];
    const int64_t size = stage.row_size();
    if (i + 1 < stages_.size()) {
      // The next stage is done with the rows before this one.
      const int64_t low =
          std::clamp<int64_t>(stages_[i + 1].first_input(kept[i + 1].end), 0, own.end);
      if (low > own.first) {
        std::copy(own.data + (low - own.first) * size, own.data + (own.end - own.first) * size,
                  own.data);
        own.first = low;
      }
    }
    const int64_t from_row = std::max<int64_t>(0, stage.first_input(row));
    const float* const from =
        i == 0 ? input + from_row * stage.shape.input[2] * stage.shape.in_channels
               : kept[i - 1].data + (from_row - kept[i - 1].first) * stages_[i - 1].row_size();
    const auto found = stage.convolutions.find(RowsOf(stage, row, to));
    PreparedConvolution::Forward(found->second.get(), from,
                                 stage.pointwise ? (to - row) * stage.shape.output(2) : 1,
                                 own.data + (row - own.first) * size);
    own.end = to;
  });
}

void Strips::Forward(const float* input, int64_t batch, float* output, float* scratch) const {
  const ConvShape& first = stages_.front().shape;
  const int64_t in_size = first.input[1] * first.input[2] * first.in_channels;
  const int64_t out_size = rows() * stages_.back().row_size();
  const int64_t workers = Threads() == 1 ? 1 : kPieces;
  // Whole pictures where there are enough of them.
  const int64_t pieces = batch % workers == 0 ? 1 : workers;
  const int64_t all = batch * pieces;
  ParallelFor(workers, 1, [&](int64_t worker, int64_t) {
    for (int64_t i = all * worker / workers; i < all * (worker + 1) / workers; ++i) {
      const int64_t piece = i % pieces;
      RunPiece(input + i / pieces * in_size, rows() * piece / pieces, rows() * (piece + 1) / pieces,
               output + i / pieces * out_size, scratch + worker * PieceSize());
    }
  });
}

}  // namespace sluice
