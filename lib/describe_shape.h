// Shapes of arrays for people.
#ifndef SLUICE_LIB_DESCRIBE_SHAPE_H_
#define SLUICE_LIB_DESCRIBE_SHAPE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace sluice {

// "[60000, 784]"; a negative size is "any".
std::string DescribeShape(const std::vector<int64_t>& shape);

}  // namespace sluice

#endif  // SLUICE_LIB_DESCRIBE_SHAPE_H_
