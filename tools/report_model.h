// The parts of a report that tell what a classifier has learnt.
#ifndef SLUICE_TOOLS_REPORT_MODEL_H_
#define SLUICE_TOOLS_REPORT_MODEL_H_

#include <string>

#include "classifiers/examples.h"
#include "classifiers/model.h"
#include "lib/matrix.h"
#include "lib/status.h"
#include "nets/trained_net.h"
#include "tools/io.h"
#include "tools/report.h"

namespace sluice {

// The confusion matrix and the worst mistakes, those with the greatest scores, among examples whose
// scores these are. Pictures are shown where the examples have a shape.
Status ReportScores(const Examples& examples, ConstMatrix scores, const std::string& score_name,
                    Report* report);

// The net's table and the filters of its first layer.
Status ReportNet(const TrainedNet& net, const Io& io, Report* report);

}  // namespace sluice

#endif  // SLUICE_TOOLS_REPORT_MODEL_H_
