#include "tools/bank_options.h"

namespace sluice {

void AddBankOptions(Command* c, BankOptions* o) {
  c->Choice("--bank", BankNames(), &o->kind,
            "which filters: lm, 48 edges, bars, spots and Gaussians; schmid, 13 rings; mr8, 38 "
            "filters and 8 maxima over orientations; gabor, waves");
  c->Integer("--scales", "N", &o->scales, "wavelengths of gabor, each sqrt(2) times the one before",
             {1, kMaxGaborScales});
  c->Integer("--orientations", "N", &o->orientations, "orientations of gabor over 180 degrees",
             {1, kMaxGaborOrientations});
  c->BorderOption(&o->border);
}

}  // namespace sluice
