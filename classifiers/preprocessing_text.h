// The text that describes preprocessing: "standardize,pca:90%".
#ifndef SLUICE_CLASSIFIERS_PREPROCESSING_TEXT_H_
#define SLUICE_CLASSIFIERS_PREPROCESSING_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "lib/status.h"

namespace sluice {

// One step as written.
struct PreprocessingText {
  std::string name;
  int64_t count = 0;   // of axes; 0: all
  double percent = 0;  // of variance; 0: not asked for
};

// The steps that preprocessing.h lists, with commas between them. Fails (Usage) for anything else.
Result<std::vector<PreprocessingText>> ParsePreprocessing(const std::string& text);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_PREPROCESSING_TEXT_H_
