// The kernel's layout: panels of filters that lie side by side, so that the products read it from end to end. Rows of
// all filters would lie a power of two apart and fall on the same few sets of the L1 cache.
#pragma once
#include "transform.h"

namespace {

// Rows at once. The points of u often lie a power of two apart, where the caches have few places for all of them: they
// are written one after the other, this many rows each.
constexpr int64_t rowsAtOnce = 8;

/** Rows [first, last) of panels * channels: g [3, 3, channels, filters] to u [(m + 2)^2, panels, channels, panel]. */
template <int m>
void kernelTiles(const float* g, int64_t channels, int64_t filters, int64_t first, int64_t last, float* u) {
  constexpr int points = (m + 2) * (m + 2);
  const int64_t point = panelsOf(filters) * channels * panel, tap = channels * filters;
  alignas(64) float block[points * rowsAtOnce * panel];
  for (int64_t start = first; start < last; start += rowsAtOnce) {
    const int64_t count = last - start < rowsAtOnce ? last - start : rowsAtOnce;
    for (int64_t row = start; row < start + count; row++) {
      const int64_t f = row / channels * panel;
      const float* from = g + row % channels * filters + f;
      float* to = block + (row - start) * panel;
      if (f + panel <= filters) {
        for (int n = 0; n < wide; n++) kernelTile<m>(from + n * lanes, tap, to + n * lanes, rowsAtOnce * panel);
        continue;
      }
      float padded[9 * panel] = {};
      for (int64_t k = 0; k < 9; k++)
        __builtin_memcpy(padded + k * panel, from + k * tap, (filters - f) * sizeof(float));
      for (int n = 0; n < wide; n++) kernelTile<m>(padded + n * lanes, panel, to + n * lanes, rowsAtOnce * panel);
    }
    for (int i = 0; i < points; i++)
      __builtin_memcpy(u + i * point + start * panel, block + i * rowsAtOnce * panel, count * panel * sizeof(float));
  }
}

/** The same rows: g to u [panels, 9, channels, panel]. */
void kernelDirect(const float* g, int64_t channels, int64_t filters, int64_t first, int64_t last, float* u) {
  for (int64_t row = first; row < last; row++) {
    const int64_t p = row / channels, c = row % channels, f = p * panel;
    const int64_t count = f + panel <= filters ? panel : filters - f;
    for (int64_t k = 0; k < 9; k++) {
      const float* from = g + (k * channels + c) * filters + f;
      float* to = u + ((p * 9 + k) * channels + c) * panel;
      for (int64_t n = 0; n < panel; n++) to[n] = n < count ? from[n] : 0;
    }
  }
}

}  // namespace
