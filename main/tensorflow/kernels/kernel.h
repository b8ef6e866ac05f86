// The kernel's layout: panels of filters that lie side by side, so that the products read it from end to end. Rows of
// all filters would lie a power of two apart and fall on the same few sets of the L1 cache.
#pragma once
#include "transform.h"

namespace {

// Rows at once. The points of u often lie a power of two apart, where the caches have few places for all of them: they
// are written one after the other, this many rows each.
constexpr int64_t rowsAtOnce = 8;

/** Nine taps of the filters from f on for one channel, side by side: to [9, panel], with zeros where there are none. */
inline void gatherTaps(const thaw::Kernel& kernel, int64_t c, int64_t f, float* to) {
  const int64_t count = f + panel <= kernel.filters ? panel : kernel.filters - f;
  for (int64_t k = 0; k < 9; k++, to += panel) {
    if (kernel.turned) {
      const float* from = kernel.g + (8 - k) * kernel.tap + f * kernel.apart + c;
      for (int64_t n = 0; n < count; n++) to[n] = from[n * kernel.apart];
    } else {
      __builtin_memcpy(to, kernel.g + k * kernel.tap + c * kernel.apart + f, count * sizeof(float));
    }
    for (int64_t n = count; n < panel; n++) to[n] = 0;
  }
}

/** Rows [first, last) of panels * channels to u [(m + 2)^2, panels, channels, panel]. */
template <int m>
void kernelTiles(const thaw::Kernel& kernel, int64_t first, int64_t last, float* u) {
  constexpr int points = (m + 2) * (m + 2);
  const int64_t point = panelsOf(kernel.filters) * kernel.channels * panel;
  alignas(64) float block[points * rowsAtOnce * panel];
  for (int64_t start = first; start < last; start += rowsAtOnce) {
    const int64_t count = last - start < rowsAtOnce ? last - start : rowsAtOnce;
    for (int64_t row = start; row < start + count; row++) {
      const int64_t f = row / kernel.channels * panel, c = row % kernel.channels;
      float* to = block + (row - start) * panel;
      if (!kernel.turned && f + panel <= kernel.filters) {
        const float* from = kernel.g + c * kernel.apart + f;
        for (int n = 0; n < wide; n++) kernelTile<m>(from + n * lanes, kernel.tap, to + n * lanes, rowsAtOnce * panel);
        continue;
      }
      float gathered[9 * panel];
      gatherTaps(kernel, c, f, gathered);
      for (int n = 0; n < wide; n++) kernelTile<m>(gathered + n * lanes, panel, to + n * lanes, rowsAtOnce * panel);
    }
    for (int i = 0; i < points; i++)
      __builtin_memcpy(u + i * point + start * panel, block + i * rowsAtOnce * panel, count * panel * sizeof(float));
  }
}

/** The same rows to u [panels, 9, channels, panel]. */
void kernelDirect(const thaw::Kernel& kernel, int64_t first, int64_t last, float* u) {
  float gathered[9 * panel];
  for (int64_t row = first; row < last; row++) {
    const int64_t p = row / kernel.channels, c = row % kernel.channels;
    gatherTaps(kernel, c, p * panel, gathered);
    for (int64_t k = 0; k < 9; k++)
      __builtin_memcpy(u + ((p * 9 + k) * kernel.channels + c) * panel, gathered + k * panel, panel * sizeof(float));
  }
}

}  // namespace
