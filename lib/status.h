// Errors as values. A function that can fail returns Status, or Result<T> when it also returns
// something; nothing in the library prints, throws on bad input, exits or aborts.
#ifndef SLUICE_LIB_STATUS_H_
#define SLUICE_LIB_STATUS_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace sluice {

// Success, or one line that says what was expected and what was found, with an optional hint.
class [[nodiscard]] Status {
 public:
  Status() = default;  // success
  static Status Ok() { return Status(); }

  // The input or the environment is at fault: a corrupt file, a full disk, a limit.
  static Status Failed(std::string message, std::string hint = "") {
    return Status(Kind::kFailed, std::move(message), std::move(hint));
  }
  // The request is at fault: an option's value, a filter that does not fit the kind of frame.
  static Status Usage(std::string message, std::string hint = "") {
    return Status(Kind::kUsage, std::move(message), std::move(hint));
  }

  bool ok() const { return rep_ == nullptr; }
  bool is_usage() const { return rep_ != nullptr && rep_->kind == Kind::kUsage; }
  const std::string& message() const { return rep_ ? rep_->message : Empty(); }
  const std::string& hint() const { return rep_ ? rep_->hint : Empty(); }

  // The same error with "context: " put before its message.
  Status WithContext(const std::string& context) const;

 private:
  enum class Kind { kFailed, kUsage };
  struct Rep {
    Kind kind;
    std::string message;
    std::string hint;
  };
  Status(Kind kind, std::string message, std::string hint)
      : rep_(std::make_shared<const Rep>(Rep{kind, std::move(message), std::move(hint)})) {}
  static const std::string& Empty();

  std::shared_ptr<const Rep> rep_;
};

// A value, or the Status that says why there is none.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}          // NOLINT(google-explicit-constructor)
  Result(Status status) : status_(std::move(status)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return value_.has_value(); }
  const Status& status() const { return status_; }
  T& value() & { return *value_; }
  const T& value() const& { return *value_; }
  T&& value() && { return *std::move(value_); }
  T& operator*() & { return *value_; }
  const T& operator*() const& { return *value_; }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }

 private:
  std::optional<T> value_;
  Status status_;
};

}  // namespace sluice

#define SLUICE_CONCAT_INNER_(a, b) a##b
#define SLUICE_CONCAT_(a, b) SLUICE_CONCAT_INNER_(a, b)

// Leaves the function with the error if `expr` (a Status) is one.
#define SLUICE_RETURN_IF_ERROR(expr)                 \
  do {                                               \
    ::sluice::Status sluice_status_ = (expr);        \
    if (!sluice_status_.ok()) return sluice_status_; \
  } while (false)

// Leaves the function with the error of `expr` (a Result), or gives its value to `lhs`.
#define SLUICE_ASSIGN_OR_RETURN(lhs, expr) \
  SLUICE_ASSIGN_OR_RETURN_IMPL_(SLUICE_CONCAT_(sluice_result_, __LINE__), lhs, expr)
#define SLUICE_ASSIGN_OR_RETURN_IMPL_(result, lhs, expr) \
  auto result = (expr);                                  \
  if (!result.ok()) return result.status();              \
  lhs = std::move(result).value()

#endif  // SLUICE_LIB_STATUS_H_
