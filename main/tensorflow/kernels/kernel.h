// The kernel's layout: panels of filters that lie side by side, so that the products read it from end to end. Rows of
// all filters would lie a power of two apart and fall on the same few sets of the L1 cache.
#pragma once
#include "transform.h"

namespace {

/** g [3, 3, channels, filters] to u [(m + 2)^2, panels, channels, panel]. */
template <int m>
void kernelTiles(const float* g, int64_t channels, int64_t filters, float* u) {
  const int64_t panels = panelsOf(filters), point = panels * channels * panel;
  for (int64_t p = 0; p < panels; p++)
    for (int64_t c = 0; c < channels; c++) {
      const int64_t left = filters - p * panel, count = left < panel ? left : panel;
      kernelTile<m>(g + c * filters + p * panel, channels * filters, count, u + (p * channels + c) * panel, point);
      for (int64_t i = 0; i < (m + 2) * (m + 2); i++)
        for (int64_t n = count; n < panel; n++) u[i * point + (p * channels + c) * panel + n] = 0;
    }
}

/** g [3, 3, channels, filters] to u [panels, 9 * channels, panel]. */
void kernelDirect(const float* g, int64_t channels, int64_t filters, float* u) {
  for (int64_t f = 0; f < filters; f += panel)
    for (int64_t c = 0; c < 9 * channels; c++)
      for (int64_t n = 0; n < panel; n++) *u++ = f + n < filters ? g[c * filters + f + n] : 0;
}

}  // namespace
