#include "tools/run_filter.h"

#include <memory>
#include <utility>

#include "tools/message.h"

namespace sluice {

int RunFilter(const Command& command, Io& io) {
  Result<FilterChain> chain = FilterChain::FromCommand(command, io.options());
  if (!chain.ok()) return ReportError("sluice " + command.name, chain.status());
  return RunChain(*chain, io);
}

int RunChain(FilterChain& chain, Io& io) {
  while (std::unique_ptr<RowReader> frame = io.Next()) {
    const Result<std::unique_ptr<RowReader>> rows = chain.Connect(std::move(frame));
    if (rows.ok()) {
      io.Write(**rows);
    } else {
      io.Fail(rows.status());
    }
  }
  return io.Finish();
}

}  // namespace sluice
