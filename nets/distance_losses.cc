#include "nets/distance_losses.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "lib/parallel.h"

namespace sluice {
namespace {

// Squared distances of all pairs of `rows` rows.
std::vector<double> SquaredDistances(const float* x, int64_t rows, int64_t columns) {
  std::vector<double> squares(static_cast<size_t>(rows * rows));
  ParallelFor(rows, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      for (int64_t j = 0; j < rows; ++j) {
        double sum = 0;
        for (int64_t c = 0; c < columns; ++c) {
          const double step = double(x[i * columns + c]) - double(x[j * columns + c]);
          sum += step * step;
        }
        squares[size_t(i * rows + j)] = sum;
      }
    }
  });
  return squares;
}

// What the losses have in common: they follow from squared distances q_ij, and derivatives
// w_ij = d loss / d q_ij by those from which the ones by the rows follow.
class DistanceLoss : public BatchLoss {
 public:
  DistanceLoss(const Shape& output, double margin) : count_(output.count()), margin_(margin) {}

  LossTarget target() const override { return LossTarget::kExample; }

  double Value(const float* output, const LossTargets& targets, int64_t batch,
               float* d_output) const override {
    const std::vector<double> squares = SquaredDistances(output, batch, count_);
    std::vector<double> weights(squares.size());
    const double value = OfSquares(squares, targets.labels, batch, &weights);
    if (d_output == nullptr) return value;
    ParallelFor(batch, 1, [&](int64_t begin, int64_t end) {
      std::vector<double> sum(static_cast<size_t>(count_));
      for (int64_t i = begin; i < end; ++i) {
        std::fill(sum.begin(), sum.end(), 0.0);
        for (int64_t j = 0; j < batch; ++j) {
          const double weight =
              2 * (weights[size_t(i * batch + j)] + weights[size_t(j * batch + i)]);
          if (weight == 0) continue;
          for (int64_t c = 0; c < count_; ++c) {
            sum[size_t(c)] +=
                weight * (double(output[i * count_ + c]) - double(output[j * count_ + c]));
          }
        }
        for (int64_t c = 0; c < count_; ++c) {
          d_output[i * count_ + c] = static_cast<float>(sum[size_t(c)]);
        }
      }
    });
    return value;
  }

 protected:
  // The loss; its derivatives by the squared distances are added to `weights`.
  virtual double OfSquares(const std::vector<double>& squares, const int* labels, int64_t batch,
                           std::vector<double>* weights) const = 0;
  double margin() const { return margin_; }

 private:
  int64_t count_;
  double margin_;
};

class Contrastive : public DistanceLoss {
  using DistanceLoss::DistanceLoss;

  double OfSquares(const std::vector<double>& squares, const int* labels, int64_t batch,
                   std::vector<double>* weights) const override {
    if (batch < 2) return 0;
    const double share = 2 / (double(batch) * double(batch - 1));
    double sum = 0;
    for (int64_t i = 0; i < batch; ++i) {
      for (int64_t j = i + 1; j < batch; ++j) {
        const auto pair = static_cast<size_t>(i * batch + j);
        if (labels[i] == labels[j]) {
          sum += squares[pair] / 2;
          (*weights)[pair] = share / 2;
          continue;
        }
        const double distance = std::sqrt(squares[pair]);
        const double gap = margin() - distance;
        if (gap <= 0) continue;
        sum += gap * gap / 2;
        // Equal rows have no direction to go apart.
        if (distance > 0) (*weights)[pair] = -share * gap / (2 * distance);
      }
    }
    return share * sum;
  }
};

class Triplet : public DistanceLoss {
  using DistanceLoss::DistanceLoss;

  double OfSquares(const std::vector<double>& squares, const int* labels, int64_t batch,
                   std::vector<double>* weights) const override {
    struct Hardest {
      int64_t like = -1;
      int64_t unlike = -1;
    };
    std::vector<Hardest> hardest(static_cast<size_t>(batch));
    double anchors = 0;
    for (int64_t a = 0; a < batch; ++a) {
      const double* const row = &squares[size_t(a * batch)];
      Hardest& h = hardest[size_t(a)];
      for (int64_t j = 0; j < batch; ++j) {
        if (j == a) continue;
        if (labels[j] == labels[a]) {
          if (h.like < 0 || row[j] > row[h.like]) h.like = j;
        } else if (h.unlike < 0 || row[j] < row[h.unlike]) {
          h.unlike = j;
        }
      }
      anchors += h.like >= 0 && h.unlike >= 0 ? 1 : 0;
    }
    double sum = 0;
    for (int64_t a = 0; a < batch; ++a) {
      const Hardest& h = hardest[size_t(a)];
      if (h.like < 0 || h.unlike < 0) continue;
      const auto like = static_cast<size_t>(a * batch + h.like);
      const auto unlike = static_cast<size_t>(a * batch + h.unlike);
      const double value = squares[like] - squares[unlike] + margin();
      if (value <= 0) continue;
      sum += value / anchors;
      (*weights)[like] += 1 / anchors;
      (*weights)[unlike] -= 1 / anchors;
    }
    return sum;
  }
};

template <class Kind>
Result<std::unique_ptr<BatchLoss>> Make(LayerArguments& arguments, const Shape& output,
                                        double usual) {
  const double margin = arguments.KeyNumber("margin", usual, 0, 1e9);
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  return std::unique_ptr<BatchLoss>(std::make_unique<Kind>(output, margin));
}

}  // namespace

Result<std::unique_ptr<BatchLoss>> MakeContrastiveLoss(LayerArguments& arguments,
                                                       const Shape& output) {
  return Make<Contrastive>(arguments, output, 1);
}

Result<std::unique_ptr<BatchLoss>> MakeTripletLoss(LayerArguments& arguments, const Shape& output) {
  return Make<Triplet>(arguments, output, 0.2);
}

}  // namespace sluice
