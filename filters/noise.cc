#include "filters/noise.h"

#include <cmath>
#include <cstddef>
#include <utility>

#include "lib/random.h"
#include "lib/scratch.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/noise.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {  // other files have kernels of the same names

// values[i] = change(values[i], i) in whole vectors.
template <class Change>
HWY_INLINE void Update(size_t count, float* HWY_RESTRICT values, const Change& change) {
  const F32 d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::Store(change(hn::Load(d, values + i), i), d, values + i);
  }
}

void Add(const float* HWY_RESTRICT normals, float deviation, size_t count,
         float* HWY_RESTRICT values) {
  const F32 d;
  const VF32 scale = hn::Set(d, deviation);
  Update(count, values, [&](VF32 v, size_t i) HWY_ATTR {
    return hn::Add(v, hn::Mul(hn::Load(d, normals + i), scale));
  });
}

void Modulate(const float* HWY_RESTRICT normals, float deviation, size_t count,
              float* HWY_RESTRICT values) {
  const F32 d;
  const VF32 scale = hn::Set(d, deviation);
  Update(count, values, [&](VF32 v, size_t i) HWY_ATTR {
    return hn::Add(v, hn::Mul(v, hn::Mul(hn::Load(d, normals + i), scale)));
  });
}

void Scale(float factor, size_t count, float* HWY_RESTRICT values) {
  const VF32 scale = hn::Set(F32(), factor);
  Update(count, values, [&](VF32 v, size_t) HWY_ATTR { return hn::Mul(v, scale); });
}

void SaltPepper(const float* HWY_RESTRICT uniforms, float probability, float full, size_t count,
                float* HWY_RESTRICT values) {
  const F32 d;
  const VF32 any = hn::Set(d, probability);
  const VF32 pepper = hn::Set(d, probability * 0.5f);
  const VF32 salt = hn::Set(d, full);
  Update(count, values, [&](VF32 v, size_t i) HWY_ATTR {
    const VF32 u = hn::Load(d, uniforms + i);
    const VF32 grain = hn::IfThenElseZero(hn::Ge(u, pepper), salt);
    return hn::IfThenElse(hn::Lt(u, any), grain, v);
  });
}

void Replace(const float* HWY_RESTRICT uniforms, float probability,
             const float* HWY_RESTRICT others, size_t count, float* HWY_RESTRICT values) {
  const F32 d;
  const VF32 any = hn::Set(d, probability);
  Update(count, values, [&](VF32 v, size_t i) HWY_ATTR {
    return hn::IfThenElse(hn::Lt(hn::Load(d, uniforms + i), any), hn::Load(d, others + i), v);
  });
}

// Uniform numbers in [0, 1) to the whole numbers in [0, levels), all equally likely.
void ToLevels(float levels, size_t count, float* HWY_RESTRICT values) {
  const VF32 scale = hn::Set(F32(), levels);
  Update(count, values, [&](VF32 v, size_t) HWY_ATTR { return hn::Floor(hn::Mul(v, scale)); });
}

template <class T>
void ToF32(const T* HWY_RESTRICT in, size_t count, float* HWY_RESTRICT out) {
  const F32 d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) hn::Store(LoadF32(d, in + i), d, out + i);
}
template <class T>
void FromF32(const float* HWY_RESTRICT in, size_t count, T* HWY_RESTRICT out) {
  const F32 d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) StoreF32(d, hn::Load(d, in + i), out + i);
}

#define SLUICE_CONVERSIONS(T, NAME)                                                  \
  void ToF32##NAME(const T* in, size_t count, float* out) { ToF32(in, count, out); } \
  void FromF32##NAME(const float* in, size_t count, T* out) { FromF32(in, count, out); }
SLUICE_CONVERSIONS(uint8_t, U8)
SLUICE_CONVERSIONS(uint16_t, U16)
SLUICE_CONVERSIONS(float, Float)
#undef SLUICE_CONVERSIONS

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(Add);
HWY_EXPORT(Modulate);
HWY_EXPORT(Scale);
HWY_EXPORT(SaltPepper);
HWY_EXPORT(Replace);
HWY_EXPORT(ToLevels);
HWY_EXPORT(ToF32U8);
HWY_EXPORT(ToF32U16);
HWY_EXPORT(ToF32Float);
HWY_EXPORT(FromF32U8);
HWY_EXPORT(FromF32U16);
HWY_EXPORT(FromF32Float);

void ToF32(const uint8_t* in, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(ToF32U8)(in, count, out);
}
void ToF32(const uint16_t* in, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(ToF32U16)(in, count, out);
}
void ToF32(const float* in, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(ToF32Float)(in, count, out);
}
void FromF32(const float* in, size_t count, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(FromF32U8)(in, count, out);
}
void FromF32(const float* in, size_t count, uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(FromF32U16)(in, count, out);
}
void FromF32(const float* in, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(FromF32Float)(in, count, out);
}

// Working memory for a row.
struct Buffers {
  explicit Buffers(size_t samples)
      : values(RandomRoom(samples)), numbers(RandomRoom(samples)), others(RandomRoom(samples)) {}
  Scratch<float> values;
  Scratch<float> numbers;
  Scratch<float> others;
};

Status Check(const NoiseStep& step) {
  const bool probability = step.kind == NoiseKind::kSaltPepper || step.kind == NoiseKind::kImpulse;
  if (!(step.amount >= 0.0f) || !std::isfinite(step.amount)) {
    return Status::Usage("an amount of noise is a finite number and not negative");
  }
  if (probability && step.amount > 1.0f) {
    return Status::Usage("a probability is at most 1");
  }
  if (step.kind == NoiseKind::kPoisson && step.amount == 0.0f) {
    return Status::Usage("the number of photons at full scale is above 0");
  }
  return Status::Ok();
}

class Noise : public RowFilter {
 public:
  explicit Noise(NoiseOptions options) : options_(std::move(options)) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    for (const NoiseStep& step : options_.steps) SLUICE_RETURN_IF_ERROR(Check(step));
    picture_ = in;
    return in;
  }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const auto samples = static_cast<size_t>(picture_.row_samples());
    Buffers buffers(samples);
    for (int y = out.begin; y < out.end; ++y) {
      VisitDType(picture_.dtype, [&](auto zero) {
        using T = decltype(zero);
        ToF32(in.Row<T>(y), samples, buffers.values.data());
        for (size_t i = 0; i < options_.steps.size(); ++i) {
          Apply(options_.steps[i], Sequence(y, i, 0), Sequence(y, i, 1), &buffers);
        }
        FromF32(buffers.values.data(), samples, band.Row<T>(y));
        if (picture_.alpha) KeepAlpha(in.Row<T>(y), band.Row<T>(y));
      });
    }
  }

 private:
  // The numbers of one step for one row; a step has two sequences of its own.
  RandomSequence Sequence(int y, size_t step, uint32_t which) const {
    return {options_.seed, static_cast<uint32_t>(picture_.index), static_cast<uint32_t>(y),
            static_cast<uint32_t>(step) * 2 + which};
  }

  void Apply(const NoiseStep& step, const RandomSequence& sequence, const RandomSequence& other,
             Buffers* buffers) const {
    const auto count = static_cast<size_t>(picture_.row_samples());
    const float full = FullScale(picture_.dtype);
    float* values = buffers->values.data();
    float* numbers = buffers->numbers.data();
    float* others = buffers->others.data();
    switch (step.kind) {
      case NoiseKind::kGaussian:
        FillNormal(sequence, count, numbers);
        HWY_DYNAMIC_DISPATCH(Add)(numbers, step.amount * full, count, values);
        break;
      case NoiseKind::kSpeckle:
        FillNormal(sequence, count, numbers);
        HWY_DYNAMIC_DISPATCH(Modulate)(numbers, step.amount, count, values);
        break;
      case NoiseKind::kPoisson:
        HWY_DYNAMIC_DISPATCH(Scale)(step.amount / full, count, values);
        FillPoisson(sequence, count, values);
        HWY_DYNAMIC_DISPATCH(Scale)(full / step.amount, count, values);
        break;
      case NoiseKind::kSaltPepper:
        FillUniform(sequence, count, numbers);
        HWY_DYNAMIC_DISPATCH(SaltPepper)(numbers, step.amount, full, count, values);
        break;
      case NoiseKind::kImpulse:
        FillUniform(sequence, count, numbers);
        FillUniform(other, count, others);
        if (picture_.dtype != DType::kF32) {
          HWY_DYNAMIC_DISPATCH(ToLevels)(full + 1.0f, count, others);
        }
        HWY_DYNAMIC_DISPATCH(Replace)(numbers, step.amount, others, count, values);
        break;
    }
  }

  template <class T>
  void KeepAlpha(const T* in, T* out) const {
    for (int i = picture_.channels - 1; i < picture_.row_samples(); i += picture_.channels) {
      out[i] = in[i];
    }
  }

  NoiseOptions options_;
  PictureInfo picture_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeNoise(const NoiseOptions& options) {
  return std::make_unique<Noise>(options);
}

}  // namespace sluice
#endif  // HWY_ONCE
