#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "hwy/nanobenchmark.h"
#include "lib/byte_io.h"
#include "tools/program.h"

// libhwy measures the resolution of its benchmark's timer whenever it is loaded, which takes more
// than all the rest of a small picture's processing. Nothing here uses that timer, and a definition
// in the program goes before the library's.
uint64_t hwy::platform::TimerResolution() { return 1; }

namespace {

// Leaves nothing half-written behind, then dies of the same signal.
void OnSignal(int signal) {
  sluice::RemoveUnfinishedFiles();
  raise(signal);  // SA_RESETHAND: the default action
}

void HandleSignals() {
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  action.sa_flags = SA_RESETHAND | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before;
    // What nohup, or a shell without job control, ignores stays ignored.
    if (sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) continue;
    sigaction(signal, &action, nullptr);
  }
  // A closed pipe ends the program quietly, even where the parent ignores the signal.
  sigaction(SIGPIPE, &action, nullptr);
}

// A closed descriptor 0, 1 or 2 must not become the first file that is opened. What stands in for
// it makes every use fail with "Bad file descriptor", as the closed one would.
void OccupyClosedDescriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(fd, F_GETFD) >= 0) continue;
    if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd) return;
  }
}

}  // namespace

int main(int argc, char** argv) {
  OccupyClosedDescriptors();
  HandleSignals();
  const std::string called_as = argc > 0 ? argv[0] : "sluice";
  return sluice::RunProgram(called_as, std::vector<std::string>(argv + (argc > 0), argv + argc));
}
