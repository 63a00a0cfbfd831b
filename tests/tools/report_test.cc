#include "tools/report.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "tools/curves.h"
#include "tools/html.h"

namespace sluice {
namespace {

size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t i = text.find(part); i != std::string::npos; i = text.find(part, i + 1)) ++count;
  return count;
}

// Every element that is opened is closed in its place.
bool IsBalanced(const std::string& html) {
  std::vector<std::string> open;
  for (size_t i = html.find('<'); i != std::string::npos; i = html.find('<', i + 1)) {
    const size_t end = html.find('>', i);
    if (end == std::string::npos) return false;
    const bool closes = html[i + 1] == '/';
    const size_t begin = i + (closes ? 2 : 1);
    const std::string name = html.substr(begin, html.find_first_of(" >/", begin) - begin);
    if (name == "!DOCTYPE" || name == "meta" || name == "br" || name == "img") continue;
    if (html[end - 1] == '/') continue;
    if (!closes) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

TEST_CASE("text is escaped for HTML", "[report]") {
  CHECK(EscapeHtml("a<b>&\"c'\n") == "a&lt;b&gt;&amp;&quot;c&#39;\n");
  CHECK(EscapeHtml("gr\xc3\xbcn \xe2\x82\xac \xf0\x9f\x98\x80") ==
        "gr\xc3\xbcn \xe2\x82\xac \xf0\x9f\x98\x80");
  const std::string other = "\xef\xbf\xbd";
  CHECK(EscapeHtml("\x1b[1m\x7f") == other + "[1m" + other);
  CHECK(EscapeHtml(std::string("\0", 1)) == other);
  CHECK(EscapeHtml("\xff\xc3") == other + other);                          // no UTF-8, cut off
  CHECK(EscapeHtml("\xc0\xbc") == other + other);                          // "<", too long
  CHECK(EscapeHtml("\xed\xa0\x80") == other + other + other);              // a surrogate
  CHECK(EscapeHtml("\xf4\x90\x80\x80") == other + other + other + other);  // beyond Unicode
}

TEST_CASE("bytes in base 64", "[report]") {
  // The vectors of RFC 4648.
  const char* const cases[][2] = {{"", ""},
                                  {"f", "Zg=="},
                                  {"fo", "Zm8="},
                                  {"foo", "Zm9v"},
                                  {"foob", "Zm9vYg=="},
                                  {"fooba", "Zm9vYmE="},
                                  {"foobar", "Zm9vYmFy"}};
  for (const auto& [text, expected] : cases) {
    CHECK(Base64({reinterpret_cast<const std::byte*>(text), std::strlen(text)}) == expected);
  }
}

TEST_CASE("ticks are round numbers within their range", "[report]") {
  CHECK(Ticks(0, 10, 5) == std::vector<double>{0, 2, 4, 6, 8, 10});
  CHECK(Ticks(0.5, 2.1, 4) == std::vector<double>{0.5, 1, 1.5, 2});
  CHECK(Ticks(-30, 90, 4) == std::vector<double>{-20, 0, 20, 40, 60, 80});
}

TEST_CASE("curves leave out what is no number", "[report]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  CHECK(DrawSvgCurves("t", {}).empty());
  CHECK(DrawSvgCurves("t", {{"a", {{1, nan}}}}).empty());
  const std::string svg = DrawSvgCurves("<t>", {{"a", {{1, 5}, {2, infinite}, {3, 7}}}, {"b", {}}});
  CHECK(Count(svg, "<circle") == 2);
  CHECK(Count(svg, "<polyline") == 1);
  CHECK(svg.find("nan") == std::string::npos);
  CHECK(svg.find("inf") == std::string::npos);
  CHECK(svg.find("<t>") == std::string::npos);
  CHECK(IsBalanced(svg));
  CHECK(IsBalanced(DrawSvgCurves("one", {{"a", {{1, 0}}}})));
}

TEST_CASE("a report is well-formed whatever its text", "[report]") {
  Report report;
  report.title = "net train <b>";
  report.facts = {{"options", "--net '<script>alert(1)</script>'"}};
  report.epochs = {{1, {{"loss", 2}, {"accuracy", 0.1}, {"validation_loss", 3}, {"rate", 0.1}}},
                   {2, {{"loss", 1}, {"accuracy", 0.2}, {"validation_loss", 2}, {"rate", 0.05}}}};
  const std::string early = ReportHtml(report);
  CHECK(IsBalanced(early));
  CHECK(Count(early, "<svg") == 3);
  CHECK(early.find("http-equiv=\"refresh\"") != std::string::npos);
  CHECK(early.find("Confusion") == std::string::npos);

  report.finished = true;
  report.classes = {"</td><script>", "a\"b'&"};
  report.evaluation.emplace(2);
  const float scores[] = {0.1F, 0.9F};
  report.evaluation->Add(0, scores);
  report.evaluation->Add(1, scores);
  report.judged = "2 examples";
  report.mistakes = {{"", "</td><script>", "a\"b'&", "0.9 probability"}};
  report.table = "a < b\n";
  const std::string page = ReportHtml(report);
  CHECK(IsBalanced(page));
  CHECK(page.find("refresh") == std::string::npos);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("&lt;/td&gt;&lt;script&gt; taken for a&quot;b&#39;&amp;") != std::string::npos);
  CHECK(page.find("Accuracy 50.00 %") != std::string::npos);
  for (const char* outside : {"http:", "https:", "src=\"/", "@import", "url("}) {
    CHECK(page.find(outside) == std::string::npos);
  }

  // Too many classes for a matrix: the pairs that are confused.
  report.classes.assign(50, "x<");
  report.evaluation.emplace(50);
  std::vector<float> many(50);
  many[3] = 1;
  for (int i = 0; i < 50; ++i) report.evaluation->Add(i, many.data());
  const std::string large = ReportHtml(report);
  CHECK(IsBalanced(large));
  CHECK(Count(large, "<tr><td>x&lt;</td>") == 20);
}

}  // namespace
}  // namespace sluice
