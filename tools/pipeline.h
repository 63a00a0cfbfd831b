// Pipelines as text: 'gaussian --sigma 2 | sobel | threshold --at 0.2'.
#ifndef SLUICE_TOOLS_PIPELINE_H_
#define SLUICE_TOOLS_PIPELINE_H_

#include <string>
#include <vector>

#include "lib/status.h"

namespace sluice {

// The words of each step. Words are quoted as in a shell: '...' takes everything as it is, "..."
// and words without quotes take \ before a character that shall stand for itself. Fails for a
// quotation without an end and for a step without words.
Result<std::vector<std::vector<std::string>>> SplitPipeline(const std::string& text);

// Quotes a word so that SplitPipeline gives it back; plain ones stay as they are.
std::string PipelineWord(const std::string& word);

}  // namespace sluice

#endif  // SLUICE_TOOLS_PIPELINE_H_
