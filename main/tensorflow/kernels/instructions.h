// Which arithmetic this processor runs.
#pragma once
#include <string>

#include "convolution.h"

namespace thaw {

/**
 * The widest that this processor has, or the one that the environment variable THAW_KERNELS names (avx512, avx2 or
 * generic; for tests). Null, with the reason, if that name is unknown or the processor lacks those instructions.
 */
const Arithmetic* arithmetic(std::string* reason);

}  // namespace thaw
