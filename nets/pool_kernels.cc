#include "nets/pool_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "nets/pool_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "nets/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Calls f(d, from, to) for vectors of channels of all windows, with where they are in the input
// (but for the offsets of places) and in the output.
template <class F>
HWY_INLINE void ForWindows(const PoolRun& run, const F& f) {
  for (int64_t w = 0; w < run.windows; ++w) {
    ForVectors(run.channels,
               [&](auto d, int64_t c) HWY_ATTR { f(d, w * run.step + c, w * run.channels + c); });
  }
}

// Windows whose channels do not fill a vector, but more than half of it, by whole vectors: what
// they have too much belongs to the next window or place, which comes later. The last window, whose
// vectors would end beyond the run, is left out. Returns how many are done.
template <class D, class F>
HWY_INLINE int64_t OverrunWindows(D d, const PoolRun& run, const F& f) {
  const auto lanes = int64_t(hn::Lanes(d));
  if (run.channels >= lanes || 2 * run.channels <= lanes) return 0;
  for (int64_t w = 0; w + 1 < run.windows; ++w) f(d, w * run.step, w * run.channels);
  return run.windows - 1;
}

// Likewise, where f only writes results.
template <class F>
HWY_INLINE void CoverWindows(const PoolRun& run, const F& f) {
  int64_t w = OverrunWindows(hn::ScalableTag<float>(), run, f);
  if (w == 0) w = OverrunWindows(hn::CappedTag<float, 8>(), run, f);
  if (w == 0) w = OverrunWindows(hn::CappedTag<float, 4>(), run, f);
  for (; w < run.windows; ++w) {
    CoverVectors(run.channels,
                 [&](auto d, int64_t c) HWY_ATTR { f(d, w * run.step + c, w * run.channels + c); });
  }
}

template <class D>
HWY_INLINE hn::Vec<D> Greatest(D d, const PoolRun& run, const float* x) {
  const int64_t* const offsets = run.offsets.data();
  const size_t count = run.offsets.size();
  auto most = hn::LoadU(d, x + offsets[0]);
  for (size_t k = 1; k < count; ++k) most = hn::Max(most, hn::LoadU(d, x + offsets[k]));
  return most;
}

// Calls f(offset, mask) for all places; a lane's mask is set at its first greatest number.
template <class D, class F>
HWY_INLINE void AtGreatest(D d, const PoolRun& run, const float* x, const F& f) {
  const auto most = Greatest(d, run, x);
  auto found = hn::Ne(most, most);  // nowhere for NaN: no number equals it
  for (const int64_t offset : run.offsets) {
    const auto equal = hn::Eq(hn::LoadU(d, x + offset), most);
    f(offset, hn::AndNot(found, equal));
    found = hn::Or(found, equal);
  }
}

// Blocks of 64 places are summed first: rounding errors of large windows stay small.
template <class D>
HWY_INLINE hn::Vec<D> Sum(D d, const PoolRun& run, const float* x) {
  const int64_t* const offsets = run.offsets.data();
  const size_t count = run.offsets.size();
  auto total = hn::Zero(d);
  for (size_t k = 0; k < count;) {
    auto sum = hn::LoadU(d, x + offsets[k]);
    for (++k; k < count && k % 64 != 0; ++k) sum = hn::Add(sum, hn::LoadU(d, x + offsets[k]));
    total = hn::Add(total, sum);
  }
  return total;
}

void MaxOf(const PoolRun& run, const float* x, float* y) {
  CoverWindows(run, [&](auto d, int64_t from, int64_t to)
                        HWY_ATTR { hn::StoreU(Greatest(d, run, x + from), d, y + to); });
}

void MeanOf(const PoolRun& run, const float* x, float* y) {
  const float share = 1.0F / static_cast<float>(run.offsets.size());
  CoverWindows(run, [&](auto d, int64_t from, int64_t to) HWY_ATTR {
    hn::StoreU(hn::Mul(Sum(d, run, x + from), hn::Set(d, share)), d, y + to);
  });
}

void AddMax(const PoolRun& run, const float* x, const float* dy, float* dx) {
  ForWindows(run, [&](auto d, int64_t from, int64_t to) HWY_ATTR {
    const auto v = hn::LoadU(d, dy + to);
    AtGreatest(d, run, x + from, [&](int64_t offset, auto mask) HWY_ATTR {
      float* const at = dx + from + offset;
      hn::StoreU(hn::Add(hn::LoadU(d, at), hn::IfThenElseZero(mask, v)), d, at);
    });
  });
}

void StoreMax(const PoolRun& run, const float* x, const float* dy, float* dx) {
  CoverWindows(run, [&](auto d, int64_t from, int64_t to) HWY_ATTR {
    const auto v = hn::LoadU(d, dy + to);
    AtGreatest(d, run, x + from, [&](int64_t offset, auto mask) HWY_ATTR {
      hn::StoreU(hn::IfThenElseZero(mask, v), d, dx + from + offset);
    });
  });
}

void AddMean(const PoolRun& run, const float* dy, float* dx) {
  const float share = 1.0F / static_cast<float>(run.offsets.size());
  ForWindows(run, [&](auto d, int64_t from, int64_t to) HWY_ATTR {
    const auto v = hn::Mul(hn::LoadU(d, dy + to), hn::Set(d, share));
    for (const int64_t offset : run.offsets) {
      float* const at = dx + from + offset;
      hn::StoreU(hn::Add(hn::LoadU(d, at), v), d, at);
    }
  });
}

void TakeMax(const PoolRun& run, const float* x, const float* in, float* y) {
  CoverWindows(run, [&](auto d, int64_t from, int64_t to) HWY_ATTR {
    auto v = hn::Zero(d);
    AtGreatest(d, run, x + from, [&](int64_t offset, auto mask) HWY_ATTR {
      v = hn::IfThenElse(mask, hn::LoadU(d, in + from + offset), v);
    });
    hn::StoreU(v, d, y + to);
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(MaxOf);
HWY_EXPORT(MeanOf);
HWY_EXPORT(AddMax);
HWY_EXPORT(StoreMax);
HWY_EXPORT(AddMean);
HWY_EXPORT(TakeMax);

void MaxOfWindows(const PoolRun& run, const float* x, float* y) {
  HWY_DYNAMIC_DISPATCH(MaxOf)(run, x, y);
}
void MeanOfWindows(const PoolRun& run, const float* x, float* y) {
  HWY_DYNAMIC_DISPATCH(MeanOf)(run, x, y);
}
void AddAtMax(const PoolRun& run, const float* x, const float* dy, float* dx) {
  HWY_DYNAMIC_DISPATCH(AddMax)(run, x, dy, dx);
}
void StoreAtMax(const PoolRun& run, const float* x, const float* dy, float* dx) {
  HWY_DYNAMIC_DISPATCH(StoreMax)(run, x, dy, dx);
}
void AddMeans(const PoolRun& run, const float* dy, float* dx) {
  HWY_DYNAMIC_DISPATCH(AddMean)(run, dy, dx);
}
void TakeAtMax(const PoolRun& run, const float* x, const float* in, float* y) {
  HWY_DYNAMIC_DISPATCH(TakeMax)(run, x, in, y);
}

}  // namespace sluice
#endif  // HWY_ONCE
