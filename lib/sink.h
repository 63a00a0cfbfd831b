// Frames into files and pipes.
#ifndef SLUICE_LIB_SINK_H_
#define SLUICE_LIB_SINK_H_

#include <memory>
#include <optional>
#include <string>

#include "lib/codec.h"
#include "lib/row_reader.h"

namespace sluice {

struct SinkOptions {
  std::optional<FormatChoice> format;  // -f; else by the file's extension, else by kind of frame
  EncodeOptions encode;
};

// Where a stream of frames goes decides its format when none is asked for.
enum class StreamKind {
  kPipe,  // PipeFormat: PNM or NPY, any number of frames
  kFile,  // FileFormat: PNG or NPY; a second PNG is an error, as no other program would find it
};

// All frames into one stream, each marked when it is complete (ByteWriter::Mark): a reader sees it
// before more is waited for.
std::unique_ptr<Sink> MakeStreamSink(std::unique_ptr<ByteWriter> out, StreamKind kind,
                                     SinkOptions options = {});

// All frames into one named file, which appears when it is complete. Fails (Usage) for an extension
// that is no format. A second frame is an error if the format is PNG or JPEG, and leaves no file.
Result<std::unique_ptr<Sink>> MakeFileSink(const std::string& path, SinkOptions options = {});

// One file for each frame, which appears when it is complete: `name_template` with its fields
// replaced, see ExpandTemplate. A frame that fails leaves no file, and the next one can be written.
Result<std::unique_ptr<Sink>> MakeTemplateSink(const std::string& name_template,
                                               SinkOptions options = {});

// What the fields of a template stand for.
struct TemplateFields {
  std::string name;   // of the frame: a path, or its `name` attribute; may be empty
  int64_t index = 0;  // {index}
  std::string ext;    // {ext}
};

// Whether an output's name has fields: any '{'.
bool IsTemplate(const std::string& path);

// "out/{stem}-{index}.{ext}" with its fields replaced:
//   {name}   the input's file name without folders: "a.png"
//   {stem}   the same without its extension: "a"
//   {index}  the frame's number in the stream, from 0; {index:4} pads with zeros to 4 digits
//   {ext}    the format's extension with -f, else the input's own
//   {{ and }} a brace
// Fails (Usage) for an unknown field, and when a field is needed that the frame lacks.
Result<std::string> ExpandTemplate(const std::string& name_template, const TemplateFields& fields);

}  // namespace sluice

#endif  // SLUICE_LIB_SINK_H_
