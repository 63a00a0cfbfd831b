// Carries out the statements of a net file: what Net::Build does.
#ifndef SLUICE_NETS_NET_BUILDER_H_
#define SLUICE_NETS_NET_BUILDER_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/status.h"
#include "nets/net.h"
#include "nets/net_text.h"

namespace sluice {

class NetBuilder {
 public:
  explicit NetBuilder(const NetOptions& options) : options_(options) {}

  Result<Net> Build(const std::vector<Statement>& statements);

 private:
  // What names mean in a block (or in the file, outside of all): its parameters and the nodes that
  // lines have named.
  struct Scope {
    std::map<std::string, double> values;
    std::map<std::string, int> nodes;
    std::string prefix;                 // of the names of nodes: "residual2."
    std::map<std::string, int> counts;  // of layers of each type and calls of each block
    const Scope* file = nullptr;        // whose values are seen, too
  };

  Status Run(const std::vector<Statement>& statements, Scope* scope);
  Status RunOne(const Statement& statement, Scope* scope);
  Status Input(const std::vector<Word>& words);
  Status Param(const std::vector<Word>& words, Scope* scope);
  Status DefineBlock(const Statement& statement);
  Status Repeat(const Statement& statement, std::vector<Word> words, Scope* scope);
  Status If(const Statement& statement, Scope* scope);
  Status Auxiliary(const Statement& statement, const std::vector<Word>& words, Scope* scope);
  Status CallBlock(const Statement& block, const std::vector<Word>& words, const std::string& name,
                   Scope* scope);
  Status AddLayer(std::vector<Word> words, const std::string& name, Scope* scope);
  Status Label(const std::string& name, TextPlace place, Scope* scope);
  Status FindJoined(std::vector<Word>* words, const Scope& scope, std::vector<int>* inputs) const;
  Result<int> FindUndone(std::vector<Word>* words, const Scope& scope) const;
  void AddSlots(int node);

  Result<std::vector<Word>> Expand(const std::vector<Word>& words, const Scope& scope) const;
  Result<double> Value(const std::string& expression, const Scope& scope) const;
  std::optional<double> ValueOf(const std::string& name, const Scope& scope) const;

  const NetOptions& options_;
  std::map<std::string, const Statement*> blocks_;
  std::map<std::string, bool> given_;  // values of options_ that a param line has taken
  Net net_;
  int current_ = -1;  // the node that the next line goes on from
  int auxiliaries_ = 0;
  int depth_ = 0;
  int lines_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_NETS_NET_BUILDER_H_
