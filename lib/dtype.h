// The three sample types that frames hold, and their full scale.
#ifndef SLUICE_LIB_DTYPE_H_
#define SLUICE_LIB_DTYPE_H_

#include <cstddef>
#include <cstdint>
#include <utility>

namespace sluice {

// Every frame holds one of these; readers convert whatever else a file holds.
enum class DType : uint8_t { kU8, kU16, kF32 };

template <class T>
struct DTypeTraits;
template <>
struct DTypeTraits<uint8_t> {
  static constexpr DType kType = DType::kU8;
  static constexpr float kFullScale = 255.0f;
};
template <>
struct DTypeTraits<uint16_t> {
  static constexpr DType kType = DType::kU16;
  static constexpr float kFullScale = 65535.0f;
};
template <>
struct DTypeTraits<float> {
  static constexpr DType kType = DType::kF32;
  static constexpr float kFullScale = 1.0f;
};
template <class T>
inline constexpr DType kDTypeOf = DTypeTraits<T>::kType;

// Bytes of one sample.
constexpr size_t SampleSize(DType type) {
  return type == DType::kU8 ? 1 : type == DType::kU16 ? 2 : 4;
}

// The sample value that means intensity 1: 255, 65535 or 1.
constexpr float FullScale(DType type) {
  return type == DType::kU8 ? 255.0f : type == DType::kU16 ? 65535.0f : 1.0f;
}

// "u8", "u16" or "f32".
constexpr const char* DTypeName(DType type) {
  return type == DType::kU8 ? "u8" : type == DType::kU16 ? "u16" : "f32";
}

// Calls f with a value of the sample type that `type` names: VisitDType(t, [](auto zero) {
// using T = decltype(zero); ... }).
template <class F>
auto VisitDType(DType type, F&& f) {
  switch (type) {
    case DType::kU8:
      return std::forward<F>(f)(uint8_t{0});
    case DType::kU16:
      return std::forward<F>(f)(uint16_t{0});
    default:
      return std::forward<F>(f)(0.0f);
  }
}

}  // namespace sluice

#endif  // SLUICE_LIB_DTYPE_H_
