#include "classifiers/evaluation.h"

#include <catch2/catch.hpp>

namespace sluice {
namespace {

TEST_CASE("Answers are counted by class", "[evaluation]") {
  // True classes a a a b b c, answers a a b b c a.
  Evaluation e(3, 2);
  const float a_then_b[] = {3, 2, 1};
  const float b_then_c[] = {1, 3, 2};
  const float c_then_a[] = {2, 1, 3};
  e.Add(0, a_then_b);
  e.Add(0, a_then_b);
  e.Add(0, b_then_c);
  e.Add(1, b_then_c);
  e.Add(1, c_then_a);
  e.Add(2, a_then_b);
  CHECK(e.count() == 6);
  CHECK(e.accuracy() == Approx(3.0 / 6));
  CHECK(e.confusion(0, 1) == 1);
  CHECK(e.confusion(1, 2) == 1);
  CHECK(e.confusion(2, 0) == 1);
  CHECK(e.precision(0) == Approx(2.0 / 3));
  CHECK(e.recall(0) == Approx(2.0 / 3));
  CHECK(e.precision(1) == Approx(1.0 / 2));
  CHECK(e.recall(1) == Approx(1.0 / 2));
  CHECK(e.precision(2) == 0);
  CHECK(e.f1(2) == 0);
  CHECK(e.f1(0) == Approx(2.0 / 3));
  CHECK(e.mean_recall() == Approx((2.0 / 3 + 1.0 / 2 + 0) / 3));
  // Among the two best: a, a, b's second is c, so not a; b; c's second is a, so not b; not c.
  CHECK(e.top_accuracy() == Approx(3.0 / 6));
}

TEST_CASE("Nothing to judge gives zeros", "[evaluation]") {
  const Evaluation e(2);
  CHECK(e.accuracy() == 0);
  CHECK(e.precision(0) == 0);
  CHECK(e.mean_recall() == 0);
}

}  // namespace
}  // namespace sluice
