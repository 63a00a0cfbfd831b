// Predicts with a forest from memory and says how long that took: what forest.py runs.
//
// usage: forest_bench MODEL.safetensors ROWS.f32 THREADS OUT.i32
//
// OUT gets the class of each row.
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "classifiers/classifier.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

int Run(int argc, char** argv) {
  if (argc != 5) return 2;
  const auto file = ModelFile::Load(argv[1]);
  const auto model = file.ok() ? LoadClassifier(*file) : file.status();
  std::ifstream in(argv[2], std::ios::binary | std::ios::ate);
  if (!model.ok() || !in) {
    std::fprintf(stderr, "%s\n", model.ok() ? argv[2] : model.status().message().c_str());
    return 1;
  }
  std::vector<float> numbers(size_t(in.tellg()) / sizeof(float));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(numbers.data()), std::streamsize(numbers.size() * sizeof(float)));
  const int64_t dimensions = (*model)->dimensions();
  const int64_t rows = int64_t(numbers.size()) / dimensions;
  const int classes = (*model)->classes();
  std::vector<float> scores(size_t(rows * classes));
  SetThreads(std::stoi(argv[3]));
  const auto wall = std::chrono::steady_clock::now();
  const std::clock_t cpu = std::clock();
  if (!(*model)
           ->Scores({numbers.data(), rows, dimensions, dimensions},
                    {scores.data(), rows, classes, classes})
           .ok()) {
    return 1;
  }
  const double used = double(std::clock() - cpu) / CLOCKS_PER_SEC;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - wall;
  std::printf("%.5f %.5f\n", took.count(), used);
  std::vector<int32_t> answers;
  for (int64_t r = 0; r < rows; ++r)
    answers.push_back(BestClass(&scores[size_t(r * classes)], classes));
  std::ofstream out(argv[4], std::ios::binary);
  out.write(reinterpret_cast<const char*>(answers.data()),
            std::streamsize(answers.size() * sizeof(int32_t)));
  return 0;
}

}  // namespace
}  // namespace sluice

int main(int argc, char** argv) { return sluice::Run(argc, argv); }
