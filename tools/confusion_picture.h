// The confusion matrix as a picture.
#ifndef SLUICE_TOOLS_CONFUSION_PICTURE_H_
#define SLUICE_TOOLS_CONFUSION_PICTURE_H_

#include <string>
#include <vector>

#include "classifiers/evaluation.h"
#include "lib/status.h"

namespace sluice {

// Draws a square for each pair of classes, rows the true ones, columns the answers: right answers
// in blue, wrong ones in red, the darker the greater their share of the row; counts where there is
// room. Writes to `path`, whose extension gives the format.
Status WriteConfusionPicture(const Evaluation& evaluation, const std::vector<std::string>& classes,
                             const std::string& path);

}  // namespace sluice

#endif  // SLUICE_TOOLS_CONFUSION_PICTURE_H_
