// Learns single steps of preprocessing from examples.
#ifndef SLUICE_CLASSIFIERS_PREPROCESSING_FIT_H_
#define SLUICE_CLASSIFIERS_PREPROCESSING_FIT_H_

#include "classifiers/preprocessing.h"
#include "classifiers/preprocessing_text.h"
#include "lib/matrix.h"
#include "lib/status.h"

namespace sluice {

// Learns a step from rows of examples (at least one) that the steps before it were applied to. The
// same bytes for any number of threads. Fails when memory is short.
Result<PreprocessingStep> LearnStep(const PreprocessingText& text, ConstMatrix x);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_PREPROCESSING_FIT_H_
