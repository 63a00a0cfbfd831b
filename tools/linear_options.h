// Options of training linear classifiers, which softmax, linear and svm share.
#ifndef SLUICE_TOOLS_LINEAR_OPTIONS_H_
#define SLUICE_TOOLS_LINEAR_OPTIONS_H_

#include <vector>

#include "classifiers/linear.h"
#include "tools/command.h"

namespace sluice {

// Declares them on `command`, with the values of `defaults`; --loss offers `losses`, unless there
// is but one. The result lives as long as the command.
LinearOptions* DeclareLinearOptions(Command* command, const LinearOptions& defaults,
                                    const std::vector<Loss>& losses);

}  // namespace sluice

#endif  // SLUICE_TOOLS_LINEAR_OPTIONS_H_
