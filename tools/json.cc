#include "tools/json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "tools/values.h"

namespace sluice {

using Library = nlohmann::ordered_json;

struct Json::Value {
  Library json;
};

Json Json::Array() {
  Json json;
  json.value_->json = Library::array();
  return json;
}

Json Json::Object(const std::vector<std::pair<std::string, Json>>& members) {
  Json json;
  json.value_->json = Library::object();
  for (const auto& [key, value] : members) json.Set(key, value);
  return json;
}

Json Json::Float(float number) {
  Json json;
  if (std::isfinite(number)) json.value_->json = Library::parse(FormatNumber(number));
  return json;
}

Json::Json() : value_(std::make_unique<Value>()) {}
Json::Json(const Json& other) : value_(std::make_unique<Value>(*other.value_)) {}
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(Json other) noexcept {
  value_ = std::move(other.value_);
  return *this;
}
Json::~Json() = default;

Json::Json(Kind kind, int64_t value) : Json() {
  if (kind == Kind::kBool) {
    value_->json = value != 0;
  } else {
    value_->json = value;
  }
}

Json::Json(double value) : Json() {
  if (std::isfinite(value)) value_->json = value;
}

Json::Json(const std::string& text) : Json() { value_->json = text; }

Json& Json::Set(const std::string& key, Json value) {
  value_->json[key] = std::move(value.value_->json);
  return *this;
}

Json& Json::Add(Json value) {
  value_->json.push_back(std::move(value.value_->json));
  return *this;
}

std::string Json::Line() const {
  return value_->json.dump(-1, ' ', false, Library::error_handler_t::replace) + "\n";
}

std::string Json::Pretty() const {
  return value_->json.dump(2, ' ', false, Library::error_handler_t::replace) + "\n";
}

}  // namespace sluice
