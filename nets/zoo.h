// The nets that the program knows by name: the files of nets/zoo.
#ifndef SLUICE_NETS_ZOO_H_
#define SLUICE_NETS_ZOO_H_

#include <string>
#include <vector>

#include "lib/status.h"

namespace sluice {

struct ZooNet {
  std::string name;  // "lenet5"
  std::string text;  // of its net file
  // What its first line says, without the #: "LeNet-5 with relu (LeCun et al. 1998): ...".
  std::string summary() const;
};

// Sorted by name; compiled in, so that no files have to be found.
const std::vector<ZooNet>& Zoo();
// Null if there is none of that name.
const ZooNet* FindZooNet(const std::string& name);

// Whether there is a file of that name that begins as models do (lib/model_file.h).
bool IsModelFile(const std::string& path);

// The text of a net that is named in the zoo, or else of the net file at that path, which may be a
// trained net's model, too. Fails (Usage) when there is none of these; the
// hint names the zoo's nets. Net files have at most 1 MiB.
Result<std::string> LoadNetText(const std::string& name_or_path);

}  // namespace sluice

#endif  // SLUICE_NETS_ZOO_H_
