#include "instructions.h"

#include <cstdlib>

namespace thaw {

#ifdef __x86_64__
extern const Arithmetic arithmetic_avx512, arithmetic_avx2;
#endif
extern const Arithmetic arithmetic_generic;

namespace {

struct Choice {
  const Arithmetic* arithmetic;
  bool runs;
};

const Arithmetic* choose(std::string* reason) {
  // Best first. The answers come from CPUID and say also whether the system saves the registers.
  const Choice choices[] = {
#ifdef __x86_64__
      {&arithmetic_avx512,
       __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")},
      {&arithmetic_avx2, __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")},
#endif
      {&arithmetic_generic, true},
  };
  const char* wanted = std::getenv("THAW_KERNELS");
  for (const Choice& choice : choices) {
    if (wanted && *wanted) {
      if (std::string(wanted) != choice.arithmetic->name) continue;
      if (choice.runs) return choice.arithmetic;
      *reason = std::string("this processor does not run THAW_KERNELS=") + wanted;
      return nullptr;
    }
    if (choice.runs) return choice.arithmetic;
  }
  *reason = std::string("THAW_KERNELS is ") + wanted + ", which is none of the instruction sets built in";
  return nullptr;
}

}  // namespace

const Arithmetic* arithmetic(std::string* reason) {
  static std::string whyNot;
  static const Arithmetic* const chosen = choose(&whyNot);
  *reason = whyNot;
  return chosen;
}

}  // namespace thaw
