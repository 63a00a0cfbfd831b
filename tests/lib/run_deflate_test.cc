#include "lib/codecs/run_deflate.h"

#include <zlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "lib/codecs/huffman_code.h"

namespace sluice {
namespace {

using Bytes = std::vector<uint8_t>;

// zlib's view of a DEFLATE stream; empty when it finds a fault or anything behind the end.
Bytes Inflate(const Bytes& stream, size_t size) {
  Bytes bytes(size + 1);
  z_stream z = {};
  REQUIRE(inflateInit2(&z, -MAX_WBITS) == Z_OK);
  z.next_in = const_cast<Bytef*>(stream.data());
  z.avail_in = static_cast<uInt>(stream.size());
  z.next_out = bytes.data();
  z.avail_out = static_cast<uInt>(bytes.size());
  const bool complete = inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_in == 0;
  bytes.resize(complete ? z.total_out : 0);
  inflateEnd(&z);
  return bytes;
}

size_t CheckRoundTrip(const Bytes& bytes) {
  Bytes stream;
  RunDeflate(bytes, true, &stream);
  REQUIRE(Inflate(stream, bytes.size()) == bytes);
  return stream.size();
}

TEST_CASE("RunDeflate: zlib gives the bytes back, whatever they are", "[run_deflate]") {
  std::mt19937 random(1);
  for (const size_t size : {1, 2, 3, 7, 8, 9, 10, 16, 100, 1000, 65535, 65536, 65537, 200000}) {
    Bytes noise(size);
    for (uint8_t& byte : noise) byte = static_cast<uint8_t>(random());
    REQUIRE(CheckRoundTrip(noise) < size + size / 1000 + 30);  // stored when nothing else helps
    for (uint8_t& byte : noise) byte &= 3;
    CheckRoundTrip(noise);
    REQUIRE(CheckRoundTrip(Bytes(size, 200)) < 100 + size / 500);
  }
}

TEST_CASE("RunDeflate: runs of every length, at every place", "[run_deflate]") {
  std::mt19937 random(2);
  Bytes bytes;
  for (size_t length = 1; length < 1100; ++length) {
    bytes.insert(bytes.end(), length, static_cast<uint8_t>(length % 5 * 60));
    const size_t between = random() % 12;
    for (size_t i = 0; i < between; ++i) bytes.push_back(static_cast<uint8_t>(random()));
  }
  CheckRoundTrip(bytes);
  for (size_t length = 1; length < 300; ++length) {
    for (const size_t before : {0, 1, 5, 8}) {
      Bytes one(before, 1);
      for (size_t i = 0; i < before; ++i) one[i] = static_cast<uint8_t>(i);
      one.insert(one.end(), length, 0);
      CheckRoundTrip(one);
      one.push_back(9);
      CheckRoundTrip(one);
    }
  }
}

TEST_CASE("RunDeflate: pieces make one stream", "[run_deflate]") {
  std::mt19937 random(3);
  Bytes all;
  Bytes stream;
  for (int piece = 0; piece < 20; ++piece) {
    Bytes bytes(1 + random() % 3000);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random() % (1 + piece * 12));
    all.insert(all.end(), bytes.begin(), bytes.end());
    RunDeflate(bytes, piece == 19, &stream);
  }
  REQUIRE(Inflate(stream, all.size()) == all);
}

// How often words of a code must be found to fill it: 1 for a complete code.
double Fill(const std::vector<CodeWord>& code) {
  double fill = 0;
  for (const CodeWord& word : code) fill += word.length > 0 ? 1.0 / (1 << word.length) : 0;
  return fill;
}

TEST_CASE("Huffman codes are complete, prefix-free and within their limit", "[run_deflate]") {
  std::mt19937 random(4);
  for (int round = 0; round < 200; ++round) {
    std::vector<uint32_t> counts(2 + random() % 285);
    double weight = 1;
    const double growth = 1 + static_cast<double>(random() % 100) / 100;
    for (uint32_t& count : counts) {  // up to a chain that Huffman's code gives very long words
      weight = std::min(weight * growth, 1e9);
      count = random() % 5 == 0 ? 0 : static_cast<uint32_t>(weight);
    }
    counts[0] = counts[1] = 1;
    const std::vector<CodeWord> code = MakeHuffmanCode(counts, 12);
    REQUIRE(Fill(code) == 1.0);
    for (size_t i = 0; i < code.size(); ++i) {
      REQUIRE((code[i].length > 0) == (counts[i] > 0));
      REQUIRE(code[i].length <= 12);
      for (size_t j = 0; j < code.size(); ++j) {
        if (i == j || code[i].length == 0 || code[j].length < code[i].length) continue;
        const unsigned prefix = code[j].bits & ((1u << code[i].length) - 1);
        if (prefix == code[i].bits) FAIL("word " << i << " begins word " << j);
      }
    }
  }
}

TEST_CASE("Huffman codes are the shortest", "[run_deflate]") {
  const std::vector<uint32_t> counts = {45, 13, 12, 16, 9, 5, 0};  // the textbook's example
  const std::vector<CodeWord> code = MakeHuffmanCode(counts, 15);
  const std::vector<int> lengths = {1, 3, 3, 3, 4, 4, 0};
  for (size_t i = 0; i < counts.size(); ++i) REQUIRE(code[i].length == lengths[i]);
  const std::vector<uint32_t> one = {0, 7};
  REQUIRE(MakeHuffmanCode(one, 15)[1].length == 1);
}

}  // namespace
}  // namespace sluice
