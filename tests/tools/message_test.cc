#include "tools/message.h"

#include <catch2/catch.hpp>

namespace sluice {
namespace {

TEST_CASE("control characters cannot reach the terminal", "[message]") {
  CHECK(EscapeControls("plain \"text\" äöü") == "plain \"text\" äöü");
  CHECK(EscapeControls("a\nb\tc") == "a\\nb\\tc");
  CHECK(EscapeControls("\033[2J\x7f") == "\\x1b[2J\\x7f");
  CHECK(EscapeControls("\xc2\x9b") == "\\xc2\\x9b");  // CSI as one character
  CHECK(EscapeControls("\xc2\xa0") == "\xc2\xa0");
}

}  // namespace
}  // namespace sluice
