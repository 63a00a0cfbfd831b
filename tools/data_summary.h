// What a set of examples is, for people and programs.
#ifndef SLUICE_TOOLS_DATA_SUMMARY_H_
#define SLUICE_TOOLS_DATA_SUMMARY_H_

#include <string>
#include <vector>

#include "data/data_set.h"
#include "data/select.h"

namespace sluice {

// How many examples, what the first one is, and how many have each label: lines, the labels' as
// LABEL TAB COUNT, or one line of JSON.
std::string SummaryText(const FrameInfo& first, const std::vector<LabelCount>& labels, bool json);

}  // namespace sluice

#endif  // SLUICE_TOOLS_DATA_SUMMARY_H_
