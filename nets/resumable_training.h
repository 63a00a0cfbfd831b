// Training that begins with parts of other models, and goes on where it was interrupted.
#ifndef SLUICE_NETS_RESUMABLE_TRAINING_H_
#define SLUICE_NETS_RESUMABLE_TRAINING_H_

#include <memory>
#include <string>
#include <vector>

#include "lib/model_file.h"
#include "lib/status.h"
#include "nets/net.h"
#include "nets/training.h"
#include "nets/training_data.h"

namespace sluice {

struct NetStart {
  std::string checkpoint;  // written after each epoch, and gone on from if it is there
  std::shared_ptr<const ModelFile> initial;  // a model whose numbers training begins with
  std::vector<std::string> frozen;           // patterns of layers that stay as they are: "conv*"
  bool replace_head = false;                 // the last layer with parameters begins anew
};

// Trains a net (see TrainNet) from such a start and gives what it has come to. The listener is told
// of the epochs before a checkpoint, too, at once. Fails also when a
// pattern fits no layer, when the checkpoint or the initial model is of another net, when a
// checkpoint can't be written, and when a number of the result is not finite.
Result<NetState> TrainFrom(const NetStart& start, const Net& net, const NetData& data,
                           const NetData* validation, const NetTrainOptions& options,
                           const NetListener& listener);

}  // namespace sluice

#endif  // SLUICE_NETS_RESUMABLE_TRAINING_H_
