// Values of JSON as commands print them.
#ifndef SLUICE_TOOLS_JSON_H_
#define SLUICE_TOOLS_JSON_H_

#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sluice {

// A value of any type; members of objects stay in the order in which they were set.
class Json {
 public:
  static Json Array();
  static Json Object(const std::vector<std::pair<std::string, Json>>& members = {});
  // With as few digits as tell it from other f32; null if it is not finite.
  static Json Float(float number);

  Json();  // null
  Json(const Json& other);
  Json(Json&& other) noexcept;
  Json& operator=(Json other) noexcept;
  ~Json();

  // What a value is made of needs no words of its own.
  // NOLINTBEGIN(google-explicit-constructor)
  template <std::same_as<bool> T>
  Json(T value) : Json(Kind::kBool, value ? 1 : 0) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) Json(T value)
      : Json(Kind::kInteger, static_cast<int64_t>(value)) {}
  Json(double value);  // null if it is not finite
  Json(const std::string& text);
  Json(const char* text) : Json(std::string(text)) {}
  template <class T>
  Json(const std::vector<T>& items) : Json(Array()) {
    for (const T& item : items) Add(item);
  }
  template <class T>
  Json(const std::map<std::string, T>& members) : Json(Object()) {
    for (const auto& [key, value] : members) Set(key, value);
  }
  // NOLINTEND(google-explicit-constructor)

  // Of objects and null, which becomes one.
  Json& Set(const std::string& key, Json value);
  // Of arrays.
  Json& Add(Json value);

  // In one line, its end included, or indented. Text need not be UTF-8: what isn't is replaced.
  std::string Line() const;
  std::string Pretty() const;

 private:
  struct Value;
  enum class Kind { kBool, kInteger };
  Json(Kind kind, int64_t value);

  std::unique_ptr<Value> value_;
};

}  // namespace sluice

#endif  // SLUICE_TOOLS_JSON_H_
