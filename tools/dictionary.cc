#include "tools/dictionary.h"

#include "lib/row_reader.h"
#include "tools/io.h"
#include "tools/message.h"

namespace sluice {

Result<std::shared_ptr<const ModelFile>> Dictionary::Load() {
  if (contents_ == nullptr) {
    SLUICE_ASSIGN_OR_RETURN(ModelFile file, ModelFile::Load(path));
    contents_ = std::make_shared<const ModelFile>(std::move(file));
  }
  return contents_;
}

Status LearnFromPictures(Io& io, const std::function<Status(const Frame& frame)>& add) {
  while (const std::unique_ptr<RowReader> rows = io.Next()) {
    const Result<Frame> frame = ReadFrame(*rows);
    const Status status = frame.ok() ? add(*frame) : frame.status();
    if (!status.ok()) return status.WithContext(io.CurrentName());
  }
  if (io.failed()) return Status::Failed("");  // nothing is learnt; the reason was told
  return Status::Ok();
}

void WritesDictionary(Command* command, std::function<Status(Io& io)> learn) {
  command->text = true;
  command->json = false;
  command->labels = true;
  command->binary_text = true;
  command->run = [learn = std::move(learn), program = "sluice " + command->name](Io& io) {
    const Status status = learn(io);
    return status.ok() ? io.Finish() : ReportError(program, status);
  };
}

}  // namespace sluice
