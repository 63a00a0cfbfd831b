// Frames row by row: decoders are row readers, and a filter put on a row reader is one again.
#ifndef SLUICE_LIB_ROW_READER_H_
#define SLUICE_LIB_ROW_READER_H_

#include <cstdint>
#include <memory>

#include "lib/frame.h"
#include "lib/row_filter.h"
#include "lib/rows.h"
#include "lib/status.h"

namespace sluice {

// Gives the rows of one frame from top to bottom, once.
class RowReader {
 public:
  virtual ~RowReader() = default;
  const FrameInfo& info() const { return info_; }

  // Writes the next `count` rows to `data`, `stride` bytes apart. `data` is aligned to
  // kRowAlignment and `stride` is at least RowStride of the frame's rows. Never called for more
  // rows than are left. The call for the last row also checks the frame's trailer, so that an error
  // can still surface.
  virtual Status Read(int64_t count, std::byte* data, size_t stride) = 0;

 protected:
  FrameInfo info_;
};

// Reads all rows.
Result<Frame> ReadFrame(RowReader& reader);

// The rows of a frame in memory.
std::unique_ptr<RowReader> MakeFrameReader(Frame frame);

// The rows of another reader under another description, which has as many rows of as many samples.
std::unique_ptr<RowReader> MakeRelabelledReader(std::unique_ptr<RowReader> rows, FrameInfo info);

// Yields frames, one after the other. A frame's rows must have been read before the next is asked
// for (the rest is skipped otherwise).
class Source {
 public:
  virtual ~Source() = default;
  // The next frame, or null at the end. After an error, here or in a frame's rows, the next call
  // goes on behind what was bad, if there is a way.
  virtual Result<std::unique_ptr<RowReader>> Next() = 0;
};

// Takes frames.
class Sink {
 public:
  virtual ~Sink() = default;
  // Pulls all rows of the frame and writes them.
  virtual Status Write(RowReader& frame) = 0;
  // Flushes and completes the output; an output that was not finished is removed.
  virtual Status Finish() = 0;
  // Whether nothing more can be written: a frame broke off after part of it had been written to a
  // stream that holds other frames too, or a second frame came for a file that holds one.
  virtual bool broken() const { return false; }
};

// One step between a source and a sink. Connect is called for each frame; a stage serves one frame
// at a time and must outlive the reader it returned.
class Stage {
 public:
  virtual ~Stage() = default;
  // The rows of the result for the rows of `upstream`. Fails when the stage does not fit the frame.
  virtual Result<std::unique_ptr<RowReader>> Connect(std::unique_ptr<RowReader> upstream) = 0;
};

// The streaming driver: a ring holds as many input rows as the filter's window needs. On an array
// with axes dhwc it filters each of the d slices by itself; other arrays are refused.
std::unique_ptr<Stage> MakeRowStage(std::unique_ptr<RowFilter> filter);

// Buffers the whole frame.
std::unique_ptr<Stage> MakeFrameStage(std::unique_ptr<FrameFilter> filter);

// The rows that FilteredRows computes at a time; 0 restores the default, which is chosen from the
// row's size. Results never depend on it: for tests of that, and for measurements.
void SetStripRows(int rows);

}  // namespace sluice

#endif  // SLUICE_LIB_ROW_READER_H_
