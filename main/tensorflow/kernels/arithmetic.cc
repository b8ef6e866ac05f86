// The arithmetic of the op ThawConv2D, compiled once for each instruction set (sources.json):
// -DTHAW_INSTRUCTIONS=avx2 -mavx2 -mfma, say, gives the table arithmetic_avx2. No standard templates in here, so that
// no inline function that was compiled for a newer processor can be picked by the linker for code that runs on any.
#include "convolution.h"
#include "gradient.h"
#include "kernel.h"
#include "product.h"
#include "tiles.h"

static_assert(lanes <= thaw::fewest, "a vector must not be wider than the fewest channels");

namespace {
template <int m>
constexpr thaw::Transforms transforms = {kernelTiles<m>, inputTiles<m>, outputTiles<m>, gradientTiles<m>,
                                         gradientTaps<m>};
}

#define THAW_JOIN(a, b) a##b
#define THAW_TABLE(instructions) THAW_JOIN(arithmetic_, instructions)
#define THAW_TEXT(text) #text
#define THAW_NAME(instructions) THAW_TEXT(instructions)

namespace thaw {
extern const Arithmetic THAW_TABLE(THAW_INSTRUCTIONS);
const Arithmetic THAW_TABLE(THAW_INSTRUCTIONS) = {
    THAW_NAME(THAW_INSTRUCTIONS),
    panel,
    rows,
    {{}, {kernelDirect}, transforms<2>, transforms<3>, transforms<4>, {}, transforms<6>},
    multiply,
    correlate,
    direct,
};
}  // namespace thaw
