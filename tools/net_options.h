// The options of training that all kinds of nets share, declared once.
#ifndef SLUICE_TOOLS_NET_OPTIONS_H_
#define SLUICE_TOOLS_NET_OPTIONS_H_

#include <map>
#include <optional>
#include <string>

#include "lib/status.h"
#include "nets/net.h"
#include "nets/resumable_training.h"
#include "nets/shape.h"
#include "nets/training.h"
#include "tools/command.h"
#include "tools/dictionary.h"

namespace sluice {

struct NetSettings {
  std::string net;                       // as the option gave it
  std::map<std::string, double> values;  // of its params
  std::optional<Shape> input;            // instead of the file's
  NetTrainOptions train;
  double validation = 0;  // a share that is kept back to judge epochs by
  NetStart start;
  Dictionary initial;
  std::string text;  // of the net file, once CheckNetSettings has read it
};

// Adam with rate 0.001 that falls along a cosine.
NetSettings DefaultNetSettings(const std::string& net);

// --net and --set; --input is another function's, as not all commands have it.
void DeclareNet(Command* command, NetSettings* settings);
void DeclareInput(Command* command, NetSettings* settings);
// Optimiser, schedule, epochs and batches, seed.
void DeclareSteps(Command* command, NetTrainOptions* options);
// --validation, --checkpoint, --init, --freeze. `kept_back`: "share of each class".
void DeclareStart(Command* command, NetSettings* settings, const std::string& kept_back);

// Before anything is read: reads the net file and the initial model, and fails when one of them
// can't be, when the net does not build, and when options contradict one another. Gives the net,
// with the input of its file unless an option says another.
Result<Net> CheckNetSettings(NetSettings* settings);

// "classes=10" into values of params.
Status ParseParam(const std::string& text, std::map<std::string, double>* values);

}  // namespace sluice

#endif  // SLUICE_TOOLS_NET_OPTIONS_H_
