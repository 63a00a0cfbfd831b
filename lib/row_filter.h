// A neighbourhood filter is a row function: it says which input rows an output row needs, and
// computes bands of output rows from a window of input rows. It is written once; three drivers run
// it (see docs/architecture.md): FilterFrame (whole picture in memory, bands over threads),
// FilteredRows (a ring of rows between a decoder and an encoder), and chains of FilteredRows
// (fused).
#ifndef SLUICE_LIB_ROW_FILTER_H_
#define SLUICE_LIB_ROW_FILTER_H_

#include <string>

#include "lib/border.h"
#include "lib/frame.h"
#include "lib/rows.h"
#include "lib/status.h"

namespace sluice {

class RowFilter {
 public:
  virtual ~RowFilter() = default;

  // Called once before the rows of each picture: checks that the filter fits, builds its tables for
  // this size and sample type, and says what the result will be (attributes are kept by the
  // driver).
  virtual Result<PictureInfo> Prepare(const PictureInfo& in) = 0;

  // The input rows that output rows `out` need. May reach outside the picture. Must not go
  // backwards: a later output row never needs an earlier input row than the one before it did.
  virtual RowRange InputRows(RowRange out) const { return out; }

  // How rows outside the picture are made up. Columns are the filter's own business (PadRow).
  virtual Border border() const { return {}; }

  // Computes output rows `out` from InputRows(out). Called for disjoint bands from several threads
  // at once, in any order; the result of a row must not depend on the band it is computed in.
  virtual void Rows(const RowWindow& in, RowRange out, const RowBand& band) const = 0;

  // The least number of rows in a band that keeps the cost of starting a band small: 1 for a filter
  // without set-up, about the window's height for one with running sums.
  virtual int MinBandRows() const { return 1; }

  // After Prepare: what a careful user would like to be told about this picture, for example that
  // some of its samples are never read; empty for nothing.
  virtual std::string Remark() const { return {}; }
};

// A filter for a frame as a whole, for what cannot be done row by row.
class FrameFilter {
 public:
  virtual ~FrameFilter() = default;
  // The result keeps the attributes of `in` (start from its info).
  virtual Result<Frame> Apply(Frame in) = 0;
};

// Runs a row function over a picture in memory, bands of rows over threads.
Result<Frame> FilterFrame(RowFilter& filter, const Frame& in);

// The same into `*out`, whose memory is reused when it has the right shape: for many frames.
Status FilterFrameInto(RowFilter& filter, const Frame& in, Frame* out);

// The same for a picture of T given as a view (padded or not) and a result of type U. Fails when
// the filter makes another sample type than U from T.
template <class U, class T>
Result<Image<U>> FilterImage(RowFilter& filter, ImageView<const T> in);

}  // namespace sluice

#endif  // SLUICE_LIB_ROW_FILTER_H_
