// The options that choose a bank of filters.
#ifndef SLUICE_TOOLS_BANK_OPTIONS_H_
#define SLUICE_TOOLS_BANK_OPTIONS_H_

#include "features/filter_bank.h"
#include "lib/border.h"
#include "tools/command.h"

namespace sluice {

struct BankOptions {
  BankKind kind = BankKind::kLm;
  int scales = 4;  // of gabor
  int orientations = 6;
  Border border = {BorderMode::kMirror};

  FilterBank Bank() const { return MakeFilterBank(kind, scales, orientations); }
};

// Declares --bank, --scales, --orientations and --border.
void AddBankOptions(Command* c, BankOptions* o);

}  // namespace sluice

#endif  // SLUICE_TOOLS_BANK_OPTIONS_H_
