// Data sets whose examples are picture files: one subfolder a class, or a list with labels.
#ifndef SLUICE_DATA_PICTURE_FILES_H_
#define SLUICE_DATA_PICTURE_FILES_H_

#include <memory>
#include <string>
#include <vector>

#include "data/data_set.h"
#include "lib/codec.h"

namespace sluice {

// The pictures `root`/CLASS/FILE: a file's label is the name of its folder, its name
// "CLASS/FILE". Classes and files are in bytewise order. Files whose extension is none of a format
// that is read, hidden ones and those beside the folders are passed over. Fails when a class or the
// whole set has no picture.
Result<std::unique_ptr<DataSet>> OpenFolders(const std::string& root, const DecodeOptions& decode);

// The pictures that a text file lists, one a line: PATH TAB LABEL, the path relative to the list's
// folder; it is the name, too. A line without TAB is a picture without label; empty lines are
// skipped. Fails for a line with more fields and a path that is listed twice.
Result<std::unique_ptr<DataSet>> OpenList(const std::string& path, const DecodeOptions& decode);

// The first frame of a file, with `path` set and without the attributes `name` and `label` that it
// may have brought. Errors name the file.
Result<Frame> LoadPicture(const std::string& path, const DecodeOptions& decode);

// What it says of itself, without its pixels.
Result<FrameInfo> PictureHeader(const std::string& path, const DecodeOptions& decode);

// The names in a folder in bytewise order, hidden ones left out. Fails when it can't be read.
Result<std::vector<std::string>> ListFolder(const std::string& folder);

// The names of those that are regular files with the extension of a format that is read.
Result<std::vector<std::string>> ListPictures(const std::string& folder);

}  // namespace sluice

#endif  // SLUICE_DATA_PICTURE_FILES_H_
