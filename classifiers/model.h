// A trained classifier with all it takes to use it: class names, preprocessing, and how its feature
// vectors are made.
#ifndef SLUICE_CLASSIFIERS_MODEL_H_
#define SLUICE_CLASSIFIERS_MODEL_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "classifiers/classifier.h"
#include "classifiers/examples.h"
#include "classifiers/preprocessing.h"
#include "lib/matrix.h"
#include "lib/model_file.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

struct Model {
  std::vector<std::string> classes;
  std::string features;     // the pipeline that describes a picture: "hog --cell 8"; may be empty
  ModelFiles dictionaries;  // that `features` reads, such as textons
  Preprocessing preprocessing;
  std::unique_ptr<Classifier> classifier;
  std::map<std::string, std::string> notes;  // for people: options, digest of the data, ...

  // The scores of feature vectors as they come (rows x preprocessing.inputs()), for each class.
  // Fails, saying what was expected and found, when they have another length.
  Result<Tensor> Scores(ConstMatrix x) const;

  Result<ModelFile> ToFile() const;
  static Result<Model> FromFile(const ModelFile& file);
};

// A number that tells apart examples in any detail: FNV-1a, 64 bits, of features and labels.
std::string Digest(const Examples& examples);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_MODEL_H_
