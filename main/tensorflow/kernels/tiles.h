// From pictures to transformed tiles and back. Vectors run along the channels, or the filters. Where their number is
// not a multiple of the vector's width, the last vector overlaps the one before it and computes a part of it again: the
// same values, without a special case. Hence at least `lanes` channels and filters.
#pragma once
#include "convolution.h"
#include "transform.h"

namespace {

using thaw::Convolution;

inline int64_t atMost(int64_t a, int64_t b) { return a < b ? a : b; }

/** The vector after the one at c: the next, or the last that still fits. */
inline int64_t following(int64_t c, int64_t count) {
  return c + 2 * lanes <= count || c + lanes >= count ? c + lanes : count - lanes;
}

/** Where a tile's outputs begin. */
struct Place {
  int64_t image, row, column;
};
inline Place placeOf(const Convolution& s, int64_t tile) {
  const int64_t each = s.tilesDown * s.tilesAcross, rest = tile % each;
  return {tile / each, rest / s.tilesAcross * s.tile, rest % s.tilesAcross * s.tile};
}

/** B^T d B of one vector of channels: d's rows lie `row` floats apart, its columns `column`. */
template <int m>
inline void transformInput(const float* d, int64_t row, int64_t column, float* v, int64_t stride) {
  constexpr int size = m + 2;
  Vector half[size * size], line[size];
  for (int i = 0; i < size; i++) {  // rolled: unrolled, compilers spill more than they gain
    THAW_UNROLL for (int j = 0; j < size; j++) line[j] = load(d + i * row + j * column);
    inputLine<m>(line, 1, half + i * size, 1);
  }
  for (int j = 0; j < size; j++) {
    inputLine<m>(half + j, size, line, 1);
    THAW_UNROLL for (int i = 0; i < size; i++) store(v + (i * size + j) * stride, line[i]);
  }
}

/** A vector's worth of a tile that reaches over the picture's edge, with zeros there. */
template <int m>
inline void copyWithZeros(const Convolution& s, const float* image, Place at, int64_t c, float* patch) {
  constexpr int size = m + 2;
  for (int i = 0; i < size; i++)
    for (int j = 0; j < size; j++) {
      const int64_t row = at.row + i - s.padding, column = at.column + j - s.padding;
      const bool inside = row >= 0 && row < s.height && column >= 0 && column < s.width;
      store(patch + (i * size + j) * lanes,
            inside ? load(image + (row * s.width + column) * s.channels + c) : Vector{});
    }
}

template <int m>
void inputTiles(const Convolution& s, int64_t block, int64_t first, int64_t last, float* v, int64_t stride,
                int64_t row) {
  constexpr int size = m + 2;
  for (int64_t t = first; t < last; t++) {
    const Place at = placeOf(s, block + t);
    const float* image = s.x + at.image * s.height * s.width * s.channels;
    const int64_t top = at.row - s.padding, left = at.column - s.padding;
    const bool inside = top >= 0 && left >= 0 && top + size <= s.height && left + size <= s.width;
    float* to = v + t * row;
    for (int64_t c = 0; c < s.channels; c = following(c, s.channels)) {
      if (inside) {
        transformInput<m>(image + (top * s.width + left) * s.channels + c, s.width * s.channels, s.channels, to + c,
                          stride);
      } else {
        alignas(64) float patch[size * size * lanes];
        copyWithZeros<m>(s, image, at, c, patch);
        transformInput<m>(patch, size * lanes, lanes, to + c, stride);
      }
    }
  }
}

/** A^T m A of one vector of filters. */
template <int m>
inline void transformOutput(const float* from, int64_t stride, Vector (&out)[m * m]) {
  constexpr int size = m + 2;
  Vector half[size * m], line[size];
  for (int i = 0; i < size; i++) {
    THAW_UNROLL for (int j = 0; j < size; j++) line[j] = load(from + (i * size + j) * stride);
    outputLine<m>(line, 1, half + i * m, 1);
  }
  for (int j = 0; j < m; j++) outputLine<m>(half + j, m, out + j, m);
}

inline Vector finish(const Convolution& s, Vector sum, Vector bias) {
  return s.relu ? rectify(sum + bias) : sum + bias;
}

template <int m>
void outputTiles(const Convolution& s, int64_t block, int64_t first, int64_t last, const float* products,
                 int64_t stride) {
  const int64_t width = panelsOf(s.filters) * panel;
  const int64_t shrink = s.pool ? 2 : 1, across = s.outWidth / shrink, down = s.outHeight / shrink;
  for (int64_t t = first; t < last; t++) {
    const Place at = placeOf(s, block + t);
    const int64_t rows = atMost(m, s.outHeight - at.row) / shrink, columns = atMost(m, s.outWidth - at.column) / shrink;
    float* y = s.y + ((at.image * down + at.row / shrink) * across + at.column / shrink) * s.apart;
    for (int64_t f = 0; f < s.filters; f = following(f, s.filters)) {
      Vector out[m * m];
      transformOutput<m>(products + t * width + f, stride, out);
      const Vector bias = load(s.bias + f);
      for (int64_t i = 0; i < rows; i++)
        for (int64_t j = 0; j < columns; j++) {
          Vector value = out[shrink * (i * m + j)];
          if (s.pool) {  // before the bias and ReLU: neither changes which of the four is the largest
            const Vector* four = out + 2 * (i * m + j);
            value = larger(larger(four[0], four[1]), larger(four[m], four[m + 1]));
          }
          store(y + (i * across + j) * s.apart + f, finish(s, value, bias));
        }
    }
  }
}

}  // namespace
