// A short name for data, so that models can say what they were trained on.
#ifndef SLUICE_LIB_DIGEST_H_
#define SLUICE_LIB_DIGEST_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

namespace sluice {

// FNV-1a of 64 bits over the bytes that are added: tells data apart that differ by accident, not by
// intent.
class Digester {
 public:
  void Add(const void* data, size_t bytes) {
    const auto* const byte = static_cast<const unsigned char*>(data);
    for (size_t i = 0; i < bytes; ++i) hash_ = (hash_ ^ byte[i]) * 0x100000001b3;
  }
  // "fnv1a64:0123456789abcdef"
  std::string Text() const {
    char text[32];
    std::snprintf(text, sizeof(text), "fnv1a64:%016llx", static_cast<unsigned long long>(hash_));
    return text;
  }

 private:
  uint64_t hash_ = 0xcbf29ce484222325;
};

}  // namespace sluice

#endif  // SLUICE_LIB_DIGEST_H_
