// What in a picture makes a net say what it says.
#ifndef SLUICE_NETS_SALIENCY_H_
#define SLUICE_NETS_SALIENCY_H_

#include <cstdint>
#include <vector>

#include "lib/status.h"
#include "nets/shape.h"
#include "nets/trained_net.h"

namespace sluice {

// The derivatives of one number of the net's result (a class's score, before the softmax) by all
// numbers of one example. Simonyan, Vedaldi, Zisserman, Deep inside convolutional networks:
// visualising image classification models and saliency maps, ICLR workshop 2014.
Result<std::vector<float>> ScoreGradient(const TrainedNet& trained, const float* example,
                                         int64_t output);

// The greatest magnitude over the channels of each place: their map. `shape` without its channels.
std::vector<float> StrongestChannels(const Shape& shape, const std::vector<float>& gradient);

}  // namespace sluice

#endif  // SLUICE_NETS_SALIENCY_H_
