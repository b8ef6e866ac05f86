// The matrix products in the middle of a Winograd convolution, and the direct convolution of few channels, from one
// micro-kernel: `rows` lines of inputs times a panel of filters, all sums in registers.
#pragma once
#include "tiles.h"

namespace {

/** sums[r] += inputs of line r (`apart` floats from one line to the next) times u [depth, panel]. */
template <int R>
inline void accumulate(Vector (&sums)[R][wide], const float* inputs, int64_t apart, const float* u, int64_t depth) {
  for (int64_t c = 0; c < depth; c++) {
    Vector filters[wide];
    THAW_UNROLL for (int n = 0; n < wide; n++) filters[n] = load(u + c * panel + n * lanes);
    THAW_UNROLL for (int r = 0; r < R; r++) {
      const float input = inputs[r * apart + c];
      THAW_UNROLL for (int n = 0; n < wide; n++) sums[r][n] += input * filters[n];
    }
  }
}

/** R rows of m, from zero or from what is there. */
template <int R>
void productRows(const float* v, int64_t channels, const float* u, float* m, int64_t width, int64_t depth, bool add) {
  Vector sums[R][wide];
  THAW_UNROLL for (int r = 0; r < R; r++) {
    THAW_UNROLL for (int n = 0; n < wide; n++) sums[r][n] = add ? load(m + r * width + n * lanes) : Vector{};
  }
  accumulate<R>(sums, v, channels, u, depth);
  THAW_UNROLL for (int r = 0; r < R; r++) {
    THAW_UNROLL for (int n = 0; n < wide; n++) store(m + r * width + n * lanes, sums[r][n]);
  }
}

template <int R = rows>
void product(int64_t count, const float* v, int64_t channels, const float* u, float* m, int64_t width, int64_t depth,
             bool add) {
  if (count >= R) return productRows<R>(v, channels, u, m, width, depth, add);
  if constexpr (R > 1) product<R - 1>(count, v, channels, u, m, width, depth, add);
}

// Channels at once, so that a panel's part of u stays in the L1 cache while all tiles go past it: 16 KiB.
constexpr int64_t depthAtOnce = 16384 / sizeof(float) / panel;

// With so many tiles u comes from memory (schedule.h), and its next part is asked for while they go past this one: up
// to a tenth faster. With fewer it lies in a cache, and asking would only cost.
constexpr int64_t manyTiles = 64;

void multiply(const Convolution& s, int64_t first, int64_t last, int64_t tiles, const float* v, int64_t vStride,
              int64_t row, float* m, int64_t mStride) {
  const int64_t panels = panelsOf(s.filters), width = panels * panel;
  for (int64_t piece = first; piece < last; piece++) {
    const int64_t point = piece / panels, column = piece % panels * panel;
    const float* u = s.u + piece * s.channels * panel;
    for (int64_t c = 0; c < s.channels; c += depthAtOnce) {
      const int64_t depth = atMost(depthAtOnce, s.channels - c);
      constexpr int64_t line = 64 / sizeof(float);
      const int64_t lines = tiles < manyTiles ? 0 : (depth * panel / line * rows + tiles - 1) / tiles;
      const float* next = u + (c + depth) * panel;
      for (int64_t t = 0; t < tiles; t += rows) {
        for (int64_t i = 0; i < lines; i++, next += line) __builtin_prefetch(next, 0, 2);
        product(tiles - t, v + point * vStride + t * row + c, row, u + c * panel,
                m + point * mStride + t * width + column, width, depth, c > 0);
      }
    }
  }
}

/** R neighbouring outputs of the filters from f on, out of three padded input rows that lie `line` floats apart. */
template <int R>
void directRows(const Convolution& s, const float* from, int64_t line, int64_t f, float* y) {
  Vector sums[R][wide] = {};
  const float* u = s.u + 9 * s.channels * f;
  for (int i = 0; i < 3; i++)
    accumulate<R>(sums, from + i * line, s.channels, u + i * 3 * s.channels * panel, 3 * s.channels);
  THAW_UNROLL for (int n = 0; n < wide; n++) {
    const Vector bias = load(s.bias + f + n * lanes);
    const int64_t count = s.filters - f - n * lanes;
    THAW_UNROLL for (int r = 0; r < R; r++) {
      const Vector value = finish(s, sums[r][n], bias);
      float* to = y + r * s.filters + f + n * lanes;
      if (count >= lanes)
        store(to, value);
      else if (count > 0)
        __builtin_memcpy(to, &value, count * sizeof(float));
    }
  }
}

template <int R = rows>
void directPart(int64_t count, const Convolution& s, const float* from, int64_t line, int64_t f, float* y) {
  if (count >= R) return directRows<R>(s, from, line, f, y);
  if constexpr (R > 1) directPart<R - 1>(count, s, from, line, f, y);
}

/** Output rows [first, last): each from a copy of its three input rows that has the padding in it. */
void direct(const Convolution& s, int64_t first, int64_t last, float* scratch) {
  const int64_t line = (s.width + 2 * s.padding) * s.channels, edge = s.padding * s.channels;
  for (int64_t output = first; output < last; output++) {
    const int64_t image = output / s.outHeight, top = output % s.outHeight - s.padding;
    for (int64_t i = 0; i < 3; i++) {
      float* to = scratch + i * line;
      const int64_t row = top + i;
      if (row < 0 || row >= s.height) {
        __builtin_memset(to, 0, line * sizeof(float));
        continue;
      }
      __builtin_memset(to, 0, edge * sizeof(float));
      __builtin_memcpy(to + edge, s.x + (image * s.height + row) * s.width * s.channels,
                       s.width * s.channels * sizeof(float));
      __builtin_memset(to + line - edge, 0, edge * sizeof(float));
    }
    float* y = s.y + output * s.outWidth * s.filters;
    for (int64_t column = 0; column < s.outWidth; column += rows)
      for (int64_t f = 0; f < s.filters; f += panel)
        directPart(s.outWidth - column, s, scratch + column * s.channels, line, f, y + column * s.filters);
  }
}

}  // namespace
